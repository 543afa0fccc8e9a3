package io.accesstriage.messages.containment;

import io.accesstriage.finding.Arn;
import io.accesstriage.finding.Principal;

/**
 * A principal in the form in which it stands in a policy.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html">Principal
 *     elements</a>
 */
final class PolicyPrincipal {
  private PolicyPrincipal() {}

  /** Such as {@code the principal "*"}. */
  static String of(Principal principal, String partition) {
    String value = principal.value();
    return switch (principal.kind()) {
      case ANYONE -> "the principal \"*\"";
      case ACCOUNT -> {
        String account = principal.account() == null ? value : principal.account();
        yield Arn.isAccountId(account)
            ? "\"%s\" or \"arn:%s:iam::%s:root\"".formatted(account, partition, account)
            : PolicyText.named("principal", value);
      }
      case ROLE, USER, ASSUMED_ROLE, FEDERATED_USER -> PolicyText.named("principal", value);
      case FEDERATED -> PolicyText.named("Federated principal", value);
      case CANONICAL_USER -> PolicyText.named("CanonicalUser", value);
      case SERVICE -> PolicyText.named("Service principal", value);
      case UNKNOWN ->
          principal.isDeleted()
              ? PolicyText.named("principal", value)
              : "the principal that the finding names";
    };
  }
}
