package io.accesstriage.finding;

import io.accesstriage.json.MalformedInput;
import io.accesstriage.text.SafeText;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An Amazon Resource Name, {@code arn:partition:service:region:account:resource}.
 *
 * @param partition such as aws, aws-cn, aws-us-gov, aws-eusc
 * @param service such as s3
 * @param region empty where the resource is global or the ARN leaves it out
 * @param account empty where the ARN leaves it out, as S3 bucket ARNs do
 * @param resource the rest, which may contain colons and slashes
 */
public record Arn(
    String partition, String service, String region, String account, String resource) {
  private static final Pattern ACCOUNT_ID = Pattern.compile("\\d{12}");
  private static final Pattern REGION = Pattern.compile("[a-z]{2,4}(-[a-z]{2,12}){1,3}-\\d{1,2}");

  /** The parts of the text, or nothing where it is no ARN. */
  public static Optional<Arn> parse(String text) {
    if (!text.startsWith("arn:")) {
      return Optional.empty();
    }
    String[] parts = text.split(":", 6);
    if (parts.length < 6 || parts[1].isEmpty() || parts[2].isEmpty() || parts[5].isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new Arn(parts[1], parts[2], parts[3], parts[4], parts[5]));
  }

  /**
   * The parts of an analyzer's ARN.
   *
   * @param at the field's place, for the error message
   * @throws MalformedInput where the text is no analyzer's ARN
   */
  public static Arn ofAnalyzer(String text, String at) {
    return parse(text)
        .filter(Arn::isAnalyzer)
        .orElseThrow(
            () ->
                new MalformedInput(
                    "%s: expected an analyzer's ARN such as arn:aws:access-analyzer:REGION:ACCOUNT:analyzer/NAME, found %s"
                        .formatted(at, SafeText.quoted(text, 120))));
  }

  /** The account that the text's ARN names; nothing where it names none or is no ARN. */
  public static Optional<String> accountOf(String text) {
    return parse(text).map(Arn::account).filter(account -> !account.isEmpty());
  }

  /** The region that the text's ARN names; nothing where it names none or is no ARN. */
  public static Optional<String> regionOf(String text) {
    return parse(text).map(Arn::region).filter(region -> !region.isEmpty());
  }

  /**
   * Whether the text is the ARN of an analyzer that an AWS service made and manages, as AWS
   * Security Hub does: its name begins with an underscore, as no other's may. GetAnalyzer's
   * managedBy says the same; the SDK's release here does not know it.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_CreateServiceLinkedAnalyzer.html">CreateServiceLinkedAnalyzer</a>
   */
  public static boolean isServiceLinkedAnalyzer(String text) {
    return parse(text).filter(arn -> arn.resource().startsWith("analyzer/_")).isPresent();
  }

  public static boolean isAccountId(String text) {
    return ACCOUNT_ID.matcher(text).matches();
  }

  /** The part of {@link #resource} before the first slash or colon, such as key, role, user. */
  public String resourceKind() {
    int end = 0;
    while (end < resource.length() && resource.charAt(end) != '/' && resource.charAt(end) != ':') {
      end++;
    }
    return resource.substring(0, end);
  }

  /** Whether the text is made as the names of regions are. */
  public static boolean isRegion(String text) {
    return REGION.matcher(text).matches();
  }

  /** Whether it is an analyzer's, which always has a region and an account. */
  public boolean isAnalyzer() {
    return service.equals("access-analyzer")
        && resourceKind().equals("analyzer")
        && !region.isEmpty()
        && !account.isEmpty();
  }

  public Arn withAccount(String newAccount) {
    return new Arn(partition, service, region, newAccount, resource);
  }

  public Arn withResource(String newResource) {
    return new Arn(partition, service, region, account, newResource);
  }

  @Override
  public String toString() {
    return String.join(":", "arn", partition, service, region, account, resource);
  }
}
