package io.accesstriage.enrich;

import io.accesstriage.finding.Arn;
import io.accesstriage.finding.Resource;
import io.accesstriage.json.MalformedInput;
import io.accesstriage.text.SafeText;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the ARNs of a type of resource look like. Parts of an ARN become host names, paths and
 * fields of requests, so nothing else may come from an event.
 */
final class ArnForm {
  /** Of others it is not known whether the services answer as they do here. */
  private static final Set<String> PARTITIONS = Set.of("aws", "aws-cn", "aws-us-gov", "aws-eusc");

  private final String what;
  private final String example;
  private final Arn exampleArn;
  private final Pattern resource;

  /**
   * @param what for a person, such as "a bucket's ARN"
   * @param example such as arn:aws:s3:::NAME; names the service, and has a region and an account
   *     where each ARN of the type must have one
   * @param resource all of the ARN after its account
   */
  ArnForm(String what, String example, String resource) {
    this.what = what;
    this.example = example;
    this.exampleArn = Arn.parse(example).orElseThrow();
    this.resource = Pattern.compile(resource);
  }

  /**
   * The parts of the resource's ARN; its account is the resource's where the ARN has none.
   *
   * @throws MalformedInput where the ARN is of another form or partition, or of another account
   *     than the resource: a client with that account's credentials would read what has the same
   *     name there
   */
  Arn parts(Resource of) {
    Arn arn =
        Arn.parse(of.arn())
            .filter(this::fits)
            .orElseThrow(
                () ->
                    new MalformedInput(
                        "resource.arn: expected %s such as %s, found %s"
                            .formatted(what, example, SafeText.quoted(of.arn(), 120))));
    if (!PARTITIONS.contains(arn.partition())) {
      throw new MalformedInput(
          "resource.arn: the partition %s is not known, only aws, aws-cn, aws-us-gov and aws-eusc are"
              .formatted(SafeText.quoted(arn.partition(), 60)));
    }
    if (arn.account().isEmpty()) {
      return of.account() == null ? arn : withAccount(arn, of.account());
    }
    if (!arn.account().equals(of.account())) {
      throw new MalformedInput(
          "resource.account: expected the ARN's account %s, found %s"
              .formatted(
                  arn.account(),
                  of.account() == null ? "none" : SafeText.quoted(of.account(), 60)));
    }
    return arn;
  }

  private boolean fits(Arn arn) {
    return arn.service().equals(exampleArn.service())
        && (!arn.region().isEmpty() || exampleArn.region().isEmpty())
        && (arn.account().isEmpty()
            ? exampleArn.account().isEmpty()
            : Arn.isAccountId(arn.account()))
        && resource.matcher(arn.resource()).matches();
  }

  private static Arn withAccount(Arn arn, String account) {
    if (!Arn.isAccountId(account)) {
      throw new MalformedInput(
          "resource.account: expected 12 digits, found " + SafeText.quoted(account, 60));
    }
    return arn.withAccount(account);
  }
}
