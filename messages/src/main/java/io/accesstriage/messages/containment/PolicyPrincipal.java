package io.accesstriage.messages.containment;

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
        yield "\"%s\" or \"arn:%s:iam::%s:root\"".formatted(account, partition, account);
      }
      case ROLE, USER, ASSUMED_ROLE, FEDERATED_USER -> "the principal \"%s\"".formatted(value);
      case FEDERATED -> "the Federated principal \"%s\"".formatted(value);
      case CANONICAL_USER -> "the CanonicalUser \"%s\"".formatted(value);
      case SERVICE -> "the Service principal \"%s\"".formatted(value);
      case UNKNOWN ->
          principal.isDeleted()
              ? "the principal \"%s\"".formatted(value)
              : "the principal that the finding names";
    };
  }
}
