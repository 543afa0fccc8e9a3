package io.accesstriage.cli.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.accesstriage.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The roles of the templates: whom they trust, and within which boundary. */
class RolesTest {
  private static final String ROLE = "AWS::IAM::Role";
  private static final String BOUNDARY = "arn:aws:iam::111122223333:policy/boundary";
  private static final Template TEMPLATE = Template.deployed("access-analyzer-triage", Map.of());
  private static final Template FORWARDING =
      Template.ofOrganization("region-forwarding.yaml", Map.of("DeploymentRegion", "eu-west-1"));

  private static final Template GLOBAL_EVENTS =
      Template.ofOrganization(
          "global-events-forwarding.yaml",
          Map.of(
              "DeploymentRegion", "eu-west-1",
              "DeploymentAccountId", Template.ACCOUNT,
              "ManagementAccountId", "444455556666"));

  private static JsonNode trust(Template template, String role) {
    JsonNode statements =
        template.properties(role).path("AssumeRolePolicyDocument").path("Statement");
    assertEquals(1, statements.size(), role);
    return statements.path(0);
  }

  private static List<String> trusting(Template template, String service) {
    List<String> roles = new ArrayList<>();
    for (String role : template.ofType(ROLE)) {
      if (trust(template, role).path("Principal").path("Service").asText().equals(service)) {
        roles.add(role);
      }
    }
    return roles;
  }

  /**
   * @see <a
   *     href="https://docs.aws.amazon.com/eventbridge/latest/userguide/cross-service-confused-deputy-prevention.html">the
   *     source is the rule</a>
   */
  @Test
  void rolesOfEventBridge_areAssumedForTheirRuleOfThisAccountOnly() {
    Map.of(TEMPLATE, "FindingRule", FORWARDING, "ForwardingRule", GLOBAL_EVENTS, "ForwardingRule")
        .forEach(
            (template, rule) -> {
              List<String> roles = trusting(template, "events.amazonaws.com");
              assertEquals(1, roles.size(), roles::toString);
              assertEquals(
                  Json.read(
                      """
                      {
                        "StringEquals": {"aws:SourceAccount": "111122223333"},
                        "ArnEquals": {"aws:SourceArn": "%s"}
                      }
                      """
                          .formatted(template.substituted("${" + rule + ".Arn}")),
                      "condition"),
                  trust(template, roles.get(0)).path("Condition"));
              assertEquals(
                  template.substituted("${" + roles.get(0) + ".Arn}"),
                  template.properties(rule).path("Targets").path(0).path("RoleArn").asText());
            });
  }

  @Test
  void roles_ofServicesThatSayForWhom_areAssumedForThisAccountOnly() {
    for (String service : List.of("events", "scheduler", "states")) {
      List<String> roles = trusting(TEMPLATE, service + ".amazonaws.com");
      assertTrue(!roles.isEmpty(), service);
      for (String role : roles) {
        assertEquals(
            Template.ACCOUNT,
            trust(TEMPLATE, role).at("/Condition/StringEquals/aws:SourceAccount").asText(),
            role);
      }
    }
  }

  @Test
  void permissionsBoundary_given_isThatOfEveryRole() {
    Template bounded =
        Template.deployed("access-analyzer-triage", Map.of("PermissionsBoundary", BOUNDARY));
    for (String role : bounded.ofType(ROLE)) {
      assertEquals(BOUNDARY, bounded.properties(role).path("PermissionsBoundary").asText(), role);
    }
  }

  @Test
  void permissionsBoundary_notGiven_isNone() {
    for (String role : TEMPLATE.ofType(ROLE)) {
      assertTrue(!TEMPLATE.properties(role).has("PermissionsBoundary"), role);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "member-account-role.yaml",
        "region-forwarding.yaml",
        "global-events-forwarding.yaml"
      })
  void permissionsBoundary_ofTemplatesForOtherAccountsAndRegions_isThatOfTheirRole(String file) {
    Map<String, String> required =
        Map.of(
            "DeploymentRegion", "eu-west-1",
            "DeploymentAccountId", Template.ACCOUNT,
            "ManagementAccountId", "444455556666",
            "TrustedRoleArn", "arn:aws:iam::111122223333:role/read",
            "OrganizationId", "o-a1b2c3d4e5");
    Map<String, String> bounded = new HashMap<>(required);
    bounded.put("PermissionsBoundary", BOUNDARY);
    Template with = Template.ofOrganization(file, bounded);
    Template without = Template.ofOrganization(file, required);

    assertEquals(1, with.ofType(ROLE).size());
    for (String role : with.ofType(ROLE)) {
      assertEquals(BOUNDARY, with.properties(role).path("PermissionsBoundary").asText());
      assertTrue(!without.properties(role).has("PermissionsBoundary"));
    }
  }

  @Test
  void queues_each_haveAnOutput() {
    Set<String> urls = new TreeSet<>();
    for (String queue : TEMPLATE.ofType("AWS::SQS::Queue")) {
      urls.add(TEMPLATE.substituted("${" + queue + "}"));
    }
    Set<String> outputs = new TreeSet<>(TEMPLATE.outputs().values());
    urls.removeAll(outputs);
    assertEquals(Set.of(), urls);
  }
}
