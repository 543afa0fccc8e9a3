package io.accesstriage.messages.words;

import io.accesstriage.finding.Arn;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a finding is shown in the AWS console. The page finds the analyzer by the finding's id.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-securityhub-integration.html">The
 *     same link in Security Hub's findings</a>
 */
public final class ConsoleLink {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,128}");

  private ConsoleLink() {}

  /** Nothing where the analyzer or the id is not of the known form: no link is made of it. */
  public static Optional<String> to(String analyzerArn, String findingId) {
    return Arn.parse(analyzerArn)
        .filter(analyzer -> Arn.isRegion(analyzer.region()))
        .filter(analyzer -> ID.matcher(findingId).matches())
        .flatMap(
            analyzer ->
                host(analyzer.partition())
                    .map(
                        host ->
                            "https://%s/access-analyzer/home?region=%s#/findings/details/%s"
                                .formatted(host, analyzer.region(), findingId)));
  }

  /**
   * What stands behind the link: whose console has it, which is the analyzer's account, such as the
   * delegated administrator's. Empty where that is the resource's account or not known.
   *
   * @param resourceAccount empty where it is not known
   * @see <a
   *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-delegated-administrator.html">Delegated
   *     administrator</a>
   */
  public static String signIn(String analyzerArn, String resourceAccount) {
    return Arn.accountOf(analyzerArn)
        .filter(Arn::isAccountId)
        .filter(analyzer -> !analyzer.equals(resourceAccount))
        .map(" (sign in to account %s)"::formatted)
        .orElse("");
  }

  /**
   * The console of a partition; nothing for those whose console not everybody can reach.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/govcloud-us/latest/UserGuide/configure-account.html">GovCloud</a>
   * @see <a
   *     href="https://docs.amazonaws.cn/en_us/IAM/latest/UserGuide/id_users_sign-in.html">China</a>
   * @see <a
   *     href="https://github.com/boto/botocore/blob/develop/botocore/data/signin/2023-01-01/endpoint-rule-set-1.json">European
   *     Sovereign Cloud</a>: AWS's own SDK signs in at signin.amazonaws-eusc.eu, as it does at
   *     signin.amazonaws-us-gov.com for GovCloud
   */
  public static Optional<String> host(String partition) {
    return switch (partition) {
      case "aws" -> Optional.of("console.aws.amazon.com");
      case "aws-cn" -> Optional.of("console.amazonaws.cn");
      case "aws-us-gov" -> Optional.of("console.amazonaws-us-gov.com");
      case "aws-eusc" -> Optional.of("console.amazonaws-eusc.eu");
      default -> Optional.empty();
    };
  }
}
