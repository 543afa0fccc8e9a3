package io.accesstriage.cli.world;

import io.accesstriage.aws.AwsCallException;
import io.accesstriage.enrich.AccountAccess;
import io.accesstriage.enrich.KeyAliasReader;
import io.accesstriage.enrich.TagReader;
import io.accesstriage.enrich.TagReaders;
import io.accesstriage.finding.Arn;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.Resource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The services that own the resources, as far as they are asked for tags and key aliases. */
final class SampleResources {
  private final SampleAccount account;
  private final Calls calls;
  private final Map<String, String> analyzerAccounts = new HashMap<>();

  SampleResources(SampleAccount account, Calls calls) {
    this.account = account;
    this.calls = calls;
  }

  /** Takes note of whose account a resource is in by default: its analyzer's. */
  void observe(Finding event) {
    Arn.parse(event.analyzerArn())
        .ifPresent(arn -> analyzerAccounts.put(event.resource().arn(), arn.account()));
  }

  /** For the same types of resources as in AWS. */
  TagReaders tagReaders(AccountAccess access) {
    Map<String, TagReader> byType = new HashMap<>();
    TagReaders.operationsOfAws()
        .forEach((type, operation) -> byType.put(type, tagReader(operation, access)));
    return new TagReaders(byType);
  }

  private TagReader tagReader(String operation, AccountAccess access) {
    return new TagReader() {
      @Override
      public String operation() {
        return operation;
      }

      @Override
      public Map<String, String> tags(Resource resource) {
        access.credentials(resource);
        return calls.make(operation, () -> readable(operation, resource).tags());
      }
    };
  }

  KeyAliasReader keyAliasReader(AccountAccess access) {
    return new KeyAliasReader() {
      @Override
      public List<String> aliases(Resource key) {
        access.credentials(key);
        return calls.make(operation(), () -> readable(operation(), key).keyAliases());
      }
    };
  }

  private SampleResource readable(String operation, Resource resource) {
    SampleResource sample =
        account.resource(resource.arn()).orElseThrow(() -> missing(operation, resource));
    if (sample.denied() || !isOwnedBy(sample, resource)) {
      throw denied(operation);
    }
    return sample;
  }

  /** A bucket is asked for with the owner that the finding names; another's is not read. */
  private boolean isOwnedBy(SampleResource sample, Resource resource) {
    boolean arnTells = Arn.parse(sample.arn()).map(arn -> !arn.account().isEmpty()).orElse(false);
    if (arnTells || resource.account() == null) {
      return true;
    }
    String owner = sample.account() != null ? sample.account() : analyzerAccounts.get(sample.arn());
    return resource.account().equals(owner);
  }

  private static AwsCallException denied(String operation) {
    return operation.startsWith("s3:")
        ? new AwsCallException(operation, "AccessDenied", 403, "Access Denied")
        : new AwsCallException(operation, "AccessDeniedException", 400, "Access Denied");
  }

  private static AwsCallException missing(String operation, Resource resource) {
    return switch (operation) {
      case "s3:GetBucketTagging" ->
          new AwsCallException(
              operation, "NoSuchBucket", 404, "The specified bucket does not exist");
      case "kms:ListResourceTags", "kms:ListAliases" ->
          new AwsCallException(
              operation, "NotFoundException", 400, "Key '" + resource.arn() + "' does not exist");
      default ->
          new AwsCallException(
              operation, "ResourceNotFoundException", 404, resource.arn() + " does not exist");
    };
  }
}
