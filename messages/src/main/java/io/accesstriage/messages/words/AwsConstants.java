package io.accesstriage.messages.words;

import io.accesstriage.finding.OpenAccess;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Texts that look like links, but are constants of AWS, or hosts of identity providers that AWS's
 * customers share, that an alert's reader wants to see.
 */
final class AwsConstants {
  private static final String REGION = "[a-z]{2,4}(?:-[a-z]+)+-\\d";

  /**
   * A service itself; under none of these names a customer of AWS has a host.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-services">Service
   *     principals</a>
   */
  private static final String SERVICE =
      "(?:[a-z0-9-]+|[a-z0-9-]+\\.application-autoscaling|delivery\\.logs|email\\.cognito-idp|ops\\.apigateway|replication\\.dynamodb"
          + "|replicator\\.lambda|(?:member\\.org\\.)?stacksets\\.cloudformation)"
          + "(?:\\.%s)?\\.amazonaws\\.com(?:\\.cn)?".formatted(REGION);

  /**
   * The audience of a sign-in with SAML, as a whole word.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_saml_relying-party.html">With
   *     or without a region</a>
   * @see <a
   *     href="https://docs.amazonaws.cn/en_us/IAM/latest/UserGuide/id_roles_providers_create_saml_relying-party.html">China</a>
   * @see <a
   *     href="https://docs.aws.amazon.com/govcloud-us/latest/UserGuide/govcloud-iam.html">GovCloud</a>
   */
  private static final String SIGN_IN =
      "(?<![^\\s\"])https://(?:%s\\.)?signin\\.".formatted(REGION)
          + "(?:aws\\.amazon\\.com|amazonaws-us-gov\\.com|amazonaws\\.cn)/(?:static/)?saml(?:/acs/[A-Za-z0-9]+)?"
          + "(?=[.,;:]?(?:[\\s\"]|$))";

  /**
   * In the path of a role that IAM Identity Center makes.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html">Names
   *     of such roles</a>
   */
  private static final String IDENTITY_CENTER =
      "(?<=:role/aws-reserved/)sso\\.amazonaws\\.com(?:\\.cn)?(?=/(?:%s/)?AWSReservedSSO_)"
          .formatted(REGION);

  /**
   * In the path of a role that a service makes for itself. Before a path, a name of S3 is the
   * address of somebody's bucket.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/using-service-linked-roles.html">Service-linked
   *     roles</a>
   */
  private static final String SERVICE_LINKED =
      "(?<=:role/aws-service-role/)(?!s3[.-])%s".formatted(SERVICE)
          + "(?=/AWSServiceRoleFor\\w+(?![\\w/.]))";

  /** A whole host, which only a claim may follow: no path of a customer's. */
  private static final String IDENTITY_PROVIDER =
      "(?<![\\w.@:-])(?:%s)(?=:[A-Za-z_]+(?![\\w.@:/-])|[\"\\s,;)]|\\.?(?:\\s|$))"
          .formatted(
              OpenAccess.identityProviders().stream()
                  .filter(url -> !url.contains("/"))
                  .map(Pattern::quote)
                  .collect(Collectors.joining("|")));

  private static final Pattern SERVICE_NAME = Pattern.compile(SERVICE);

  /** Those that stay as they are, wherever they stand. */
  static final Pattern PLAIN =
      Pattern.compile(
          String.join("|", SIGN_IN, IDENTITY_CENTER, SERVICE_LINKED, IDENTITY_PROVIDER));

  private AwsConstants() {}

  /** Whether the host, which no path follows, is a service itself, such as s3.amazonaws.com. */
  static boolean isService(String host) {
    return SERVICE_NAME.matcher(host).matches();
  }
}
