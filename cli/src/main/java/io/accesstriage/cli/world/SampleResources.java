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
import java.util.Optional;

/** The services that own the resources, as far as they are asked for tags and key aliases. */
final class SampleResources {
  private final SampleAccount account;
  private final Calls calls;
  private final Map<String, String> analyzerAccounts = new HashMap<>();

  SampleResources(SampleAccount account, Calls calls) {
    this.account = account;
    this.calls = calls;
  }

  /**
   * Takes note of whose account a resource is in by default: its analyzer's, or where that is not
   * known, as of exported findings, the one that the finding tells.
   */
  void observe(Finding event) {
    Arn.accountOf(event.analyzerArn())
        .or(() -> Optional.ofNullable(event.resource().account()))
        .ifPresent(account -> analyzerAccounts.put(event.resource().arn(), account));
  }

  /** For the same types of resources as in AWS. */
  TagReaders tagReaders(AccountAccess access) {
    Map<String, TagReader> byType = new HashMap<>();
    TagReaders.ofAws()
        .operations()
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
    if (operation.equals("tag:GetResources") && sample.tags().isEmpty()) {
      throw missing(operation, resource);
    }
    return sample;
  }

  /** A bucket is asked for with the owner that the finding names; another's is not read. */
  private boolean isOwnedBy(SampleResource sample, Resource resource) {
    boolean arnTells = Arn.accountOf(sample.arn()).isPresent();
    if (arnTells || resource.account() == null) {
      return true;
    }
    String owner = sample.account() != null ? sample.account() : analyzerAccounts.get(sample.arn());
    return resource.account().equals(owner);
  }

  /** As the service refuses; the same codes as its SDK client tells. */
  private static AwsCallException denied(String operation) {
    return switch (service(operation)) {
      case "s3", "s3express", "iam", "rds", "sqs" ->
          new AwsCallException(operation, "AccessDenied", 403, "Access Denied");
      case "sns" -> new AwsCallException(operation, "AuthorizationError", 403, "Access Denied");
      default -> new AwsCallException(operation, "AccessDeniedException", 400, "Access Denied");
    };
  }

  /** As the service answers where there is no such resource; the codes of its API reference. */
  private static AwsCallException missing(String operation, Resource resource) {
    String gone = resource.arn() + " does not exist";
    return switch (service(operation)) {
      case "s3" ->
          new AwsCallException(
              operation, "NoSuchBucket", 404, "The specified bucket does not exist");
      case "s3express" -> new AwsCallException(operation, "NoSuchBucket", 404, gone);
      case "kms" ->
          new AwsCallException(
              operation, "NotFoundException", 400, "Key '" + resource.arn() + "' does not exist");
      case "iam" -> new AwsCallException(operation, "NoSuchEntity", 404, gone);
      case "sqs" ->
          new AwsCallException(
              operation,
              "AWS.SimpleQueueService.NonExistentQueue",
              400,
              "The specified queue does not exist.");
      case "sns" ->
          new AwsCallException(operation, "ResourceNotFound", 404, "Resource does not exist");
      case "elasticfilesystem" -> new AwsCallException(operation, "FileSystemNotFound", 404, gone);
      case "ecr" -> new AwsCallException(operation, "RepositoryNotFoundException", 400, gone);
      case "rds" ->
          new AwsCallException(
              operation,
              resource.arn().contains(":cluster-snapshot:")
                  ? "DBClusterSnapshotNotFoundFault"
                  : "DBSnapshotNotFound",
              404,
              gone);
      // What it does not know it leaves out, without an error.
      case "tag" ->
          new AwsCallException(
              operation,
              "NotReturned",
              200,
              "The Resource Groups Tagging API did not return "
                  + resource.arn().substring(resource.arn().lastIndexOf(':') + 1)
                  + ": it was never tagged, was tagged a moment ago, or does not exist");
      // DynamoDB, Lambda and Secrets Manager say it in the same words.
      default -> new AwsCallException(operation, "ResourceNotFoundException", 404, gone);
    };
  }

  private static String service(String operation) {
    return operation.substring(0, operation.indexOf(':'));
  }
}
