package io.accesstriage.prover;

import io.accesstriage.finding.Finding;
import io.accesstriage.finding.Principal;
import io.accesstriage.prover.Constraint.Relation;
import io.accesstriage.prover.Constraint.TextIn;
import java.util.List;
import java.util.regex.Pattern;

/** The names that AWS gives, which an example should have where it may: it is easier to believe. */
final class RealForm {
  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9/._-]*";

  private static final String PROVIDER =
      ("^(arn:aws:iam::[0-9]{12}:(saml-provider/%s|oidc-provider/[a-z0-9][a-z0-9./-]*)"
              + "|[a-z][a-z0-9-]*([.][a-z0-9-]+)+(/[a-z0-9./-]*)?)$")
          .formatted(NAME);

  private static final String PRINCIPAL =
      ("^([*]|[0-9]{12}|arn:aws:iam::[0-9]{12}:(root|(role|user)/%s)"
              + "|arn:aws:sts::[0-9]{12}:(assumed-role|federated-user)/%s)$")
          .formatted(NAME, NAME);

  private static final String RESOURCE =
      ("^arn:aws:(s3:::[a-z0-9][a-z0-9.-]*|iam::[0-9]{12}:(role|user)/%s"
              + "|(sqs|sns|kms|lambda|secretsmanager|dynamodb|ecr|elasticfilesystem|rds|ec2|s3express)"
              + ":(us|eu|ap)-(east|west|central)-[1-3]:[0-9]{12}:[A-Za-z0-9][A-Za-z0-9:/._-]*)$")
          .formatted(NAME);

  private static final String SERVICE = "^([a-z0-9-]+[.])+amazonaws[.]com$";

  private static final Pattern IS_PROVIDER = Pattern.compile(PROVIDER);
  private static final Pattern IS_PRINCIPAL = Pattern.compile(PRINCIPAL);
  private static final Pattern IS_RESOURCE = Pattern.compile(RESOURCE);

  private static final Pattern IS_SERVICE = Pattern.compile(SERVICE);

  private RealForm() {}

  static boolean has(Finding finding) {
    Principal principal = finding.principal();
    if (!IS_RESOURCE.matcher(finding.resource().arn()).matches()) {
      return false;
    }
    if (principal == null) {
      return true;
    }
    return switch (principal.kind()) {
      case FEDERATED -> IS_PROVIDER.matcher(principal.value()).matches();
      case ANYONE, ACCOUNT, ROLE, USER, ASSUMED_ROLE, FEDERATED_USER ->
          IS_PRINCIPAL.matcher(principal.value()).matches();
      case SERVICE -> IS_SERVICE.matcher(principal.value()).matches();
      case CANONICAL_USER, UNKNOWN -> true;
    };
  }

  /** When a finding has it. */
  static Formula formula(Languages languages) {
    List<String> ofAccounts =
        List.of("Anyone", "Account", "Role", "User", "AssumedRole", "FederatedUser");
    return Formula.and(
        in(languages, Variables.RESOURCE_ARN, RESOURCE),
        Formula.or(
            principal(languages, ofAccounts, PRINCIPAL),
            principal(languages, List.of("Federated"), PROVIDER),
            principal(languages, List.of("Service"), SERVICE),
            only(Variables.KIND, languages.oneOf(List.of("", "CanonicalUser", "Unknown")))));
  }

  private static Formula principal(Languages languages, List<String> kinds, String pattern) {
    return Formula.and(
        only(Variables.KIND, languages.oneOf(kinds)),
        in(languages, Variables.PRINCIPAL_VALUE, pattern));
  }

  private static Formula in(Languages languages, String variable, String pattern) {
    return only(variable, languages.related(Relation.MATCHES, pattern).orElseThrow());
  }

  private static Formula only(String variable, Language language) {
    return new Formula.Only(new TextIn(variable, language));
  }
}
