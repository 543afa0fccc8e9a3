package io.accesstriage.enrich;

import io.accesstriage.facts.Fact;
import io.accesstriage.facts.Facts;
import java.util.List;
import java.util.Map;

/** Who calls AWS: what a person can do about a call that is refused depends on it. */
enum Caller {
  FUNCTION {
    @Override
    String grantElsewhere(String operation) {
      return "Grant the enrich function's role %s, and see that no policy of the resource or the organization denies it."
          .formatted(operation);
    }

    @Override
    String grantOfOrganization(String operation) {
      return "Grant the enrich function's role %s. AWS Organizations answers only in the management account or in a delegated administrator's; elsewhere set AccountFacts to none."
          .formatted(operation);
    }

    @Override
    String credentialsRefused() {
      return "AWS does not accept the function's credentials.";
    }

    @Override
    String lacksRole(String account) {
      return "The resource is in account %s, and MemberAccountRoleName is none, so no role is assumed there. Set it and deploy %s to that account."
          .formatted(account, Facts.MEMBER_ACCOUNT_ROLE);
    }

    @Override
    String trust() {
      return "see that it trusts this function's role and asks for the same external id";
    }

    @Override
    Facts withoutAccounts(Fact<Map<String, String>> tags, Fact<List<String>> keyAliases) {
      return new Facts(tags, keyAliases);
    }
  },

  PERSON {
    @Override
    String grantElsewhere(String operation) {
      return "Grant your credentials %s, and see that no policy of the resource or the organization denies it."
          .formatted(operation);
    }

    @Override
    String grantOfOrganization(String operation) {
      return "Grant your credentials %s. AWS Organizations answers only in the management account or in a delegated administrator's; elsewhere leave --organizations out."
          .formatted(operation);
    }

    @Override
    String credentialsRefused() {
      return "AWS does not accept your credentials.";
    }

    @Override
    String lacksRole(String account) {
      return "The resource is in account %s, which was not asked: give --member-role the name of a role there that you may assume, such as that of %s."
          .formatted(account, Facts.MEMBER_ACCOUNT_ROLE);
    }

    @Override
    String trust() {
      return "see that it trusts you and asks for no external id";
    }

    @Override
    Facts withoutAccounts(Fact<Map<String, String>> tags, Fact<List<String>> keyAliases) {
      String reason = "AWS Organizations was not asked about accounts: --organizations does it.";
      return new Facts(
          tags,
          keyAliases,
          Fact.unread(Fact.Cause.UNSUPPORTED, reason),
          Fact.unread(Fact.Cause.UNSUPPORTED, reason));
    }
  };

  private static final String OF_ORGANIZATIONS = "organizations:";

  /** What to grant for a call that was refused, and to whom. */
  String grant(String operation) {
    return operation.startsWith(OF_ORGANIZATIONS)
        ? grantOfOrganization(operation)
        : grantElsewhere(operation);
  }

  abstract String grantElsewhere(String operation);

  abstract String grantOfOrganization(String operation);

  abstract String credentialsRefused();

  /** That no role is named to read an account with. */
  abstract String lacksRole(String account);

  /** What a role that may not be assumed should do. */
  abstract String trust();

  /** Facts of a resource where AWS Organizations is not asked. */
  abstract Facts withoutAccounts(Fact<Map<String, String>> tags, Fact<List<String>> keyAliases);
}
