package io.accesstriage.cli.source;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.analyzer.AccessAnalyzerList;
import io.accesstriage.enrich.KeyAliasReader;
import io.accesstriage.enrich.Organization;
import io.accesstriage.enrich.RoleAssumer;
import io.accesstriage.enrich.TagReaders;
import io.accesstriage.json.Json;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** The IAM policy of what a preview calls, made of what its readers say that they call. */
final class ReadingPolicy {
  private ReadingPolicy() {}

  /**
   * @param analyzerArn nothing for any analyzer
   * @param memberRole the role that is assumed in other accounts
   * @param readsOrganization whether AWS Organizations is asked about accounts
   */
  static ObjectNode of(
      Optional<String> analyzerArn, Optional<String> memberRole, boolean readsOrganization) {
    ObjectNode policy = Json.object().put("Version", "2012-10-17");
    ArrayNode statements = policy.putArray("Statement");
    add(
        statements,
        "ReadFindings",
        List.of("access-analyzer:GetFinding", AccessAnalyzerList.OPERATION),
        analyzerArn.orElse("*"));
    KeyAliasReader keyAliases = key -> List.of();
    Collection<String> tags = new TreeSet<>(TagReaders.ofAws().operations().values());
    tags.add(keyAliases.operation());
    add(statements, "ReadTags", tags, "*");
    memberRole.ifPresent(
        role ->
            add(
                statements,
                "AssumeMemberAccountRoles",
                List.of(RoleAssumer.OPERATION),
                "arn:*:iam::*:role/" + role));
    if (readsOrganization) {
      add(
          statements,
          "ReadAccounts",
          List.of(Organization.DESCRIBE_ACCOUNT, Organization.LIST_PARENTS, Organization.LIST_TAGS),
          "*");
    }
    return policy;
  }

  private static void add(
      ArrayNode statements, String sid, Collection<String> actions, String resource) {
    ObjectNode statement = statements.addObject().put("Sid", sid).put("Effect", "Allow");
    ArrayNode list = statement.putArray("Action");
    actions.forEach(list::add);
    statement.put("Resource", resource);
  }
}
