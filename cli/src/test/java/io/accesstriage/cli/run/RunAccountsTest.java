package io.accesstriage.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.cli.CommandRun;
import io.accesstriage.cli.EventText;
import io.accesstriage.json.Json;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Resources of other accounts, and what AWS Organizations says of accounts. */
class RunAccountsTest {
  private static final Path OTHER_ACCOUNT =
      CommandRun.EVENTS.resolve("external/kms-development-key-in-another-region.json");
  private static final Path NO_ROLE =
      CommandRun.EVENTS.resolve("external/kms-key-of-account-without-role.json");
  private static final Path OWN_ACCOUNT =
      CommandRun.EVENTS.resolve("external/kms-development-key-shared-with-account.json");

  @TempDir private Path temp;

  @Test
  void run_ofAnotherAccount_readsItWithItsRole() {
    assertEquals("ARCHIVE", CommandRun.json(OTHER_ACCOUNT).result().path("outcome").textValue());
  }

  @Test
  void run_ofAnAccountWithoutRole_alertsAndSaysWhatToDeploy() {
    JsonNode result = CommandRun.json(NO_ROLE).result();

    assertEquals("NOTIFY", result.path("outcome").textValue());
    for (String fact : new String[] {"tags", "keyAliases"}) {
      assertEquals("NO_ROLE", result.at("/output/facts/" + fact + "/status").textValue(), fact);
    }
    JsonNode alert = result.path("alerts").get(0);
    assertEquals(
        "high",
        alert.path("attributes").path("severity").textValue(),
        "by what it lets others decrypt, which is certain");
    String text = alert.path("message").textValue().replaceAll("\\s+", " ");
    assertTrue(text.contains("not checked: the tags were not read"), text);
    assertTrue(
        text.contains("Deploy org/member-account-role.yaml as a StackSet to account 210987650123"),
        text);
  }

  @Test
  void run_ofManyKeysOfAnAccountWithoutRole_alertsOnceAndLeavesTheOthersToTheDigest() {
    Path folder = temp.resolve("events");
    for (int i = 1; i <= 3; i++) {
      String id = "5c0e8f71-2a94-4d36-8b1f-93e6d7a4c25" + i;
      String key = "arn:aws:kms:us-east-1:210987650123:key/8d1c5e27-40f6-4a93-b7de-" + i;
      EventText.of("external/kms-key-of-account-without-role.json")
          .detail(
              detail ->
                  detail.put("id", id).put("resource", key).putArray("action").add("kms:Encrypt"))
          .in(folder, i + ".json");
    }

    List<JsonNode> results = CommandRun.json(folder).results();

    assertEquals(
        List.of(1, 0, 0), results.stream().map(result -> result.path("alerts").size()).toList());
    for (JsonNode result : results.subList(1, 3)) {
      assertEquals("NOTIFY", result.path("outcome").textValue());
      assertEquals(
          "Account 210987650123 has no role to read it with, as the alert of finding"
              + " 5c0e8f71-2a94-4d36-8b1f-93e6d7a4c251 said; the digest counts its findings.",
          result.at("/output/notification/why").textValue());
    }
  }

  @Test
  void run_ofARoleThatIsReportedInTwoRegionsAndByTwoAnalyzers_alertsOnceAndRecordsEach() {
    Path folder = temp.resolve("events");
    List<String> analyzers =
        List.of(
            "us-east-1:111122223333:analyzer/organization-external",
            "eu-west-1:111122223333:analyzer/organization-external",
            "us-east-1:111122223333:analyzer/account-external");
    for (int i = 0; i < analyzers.size(); i++) {
      String id = "44f01376-44d3-4fd9-9fab-213ac02057b" + i;
      String region = analyzers.get(i).split(":", -1)[0];
      String analyzer = "arn:aws:access-analyzer:" + analyzers.get(i);
      EventText.of("external/iam-role-trusts-role.json")
          .envelope(event -> event.put("region", region).putArray("resources").add(analyzer))
          .detail(detail -> detail.put("id", id).put("region", region))
          .in(folder, i + ".json");
    }

    List<JsonNode> results = CommandRun.json(folder).results();

    assertEquals(
        List.of(1, 0, 0), results.stream().map(result -> result.path("alerts").size()).toList());
    for (JsonNode result : results.subList(1, 3)) {
      assertEquals("NOTIFY", result.path("outcome").textValue());
      assertEquals(
          "Told with finding 44f01376-44d3-4fd9-9fab-213ac02057b0, which reports the same access.",
          result.at("/output/notification/why").textValue());
    }
  }

  @Test
  void run_withANotifyRuleThatCannotBeChecked_isMediumAtMost() {
    Path rules =
        EventText.write(
            temp.resolve("rules.yaml"),
            """
            rules:
              - id: confidential
                effect: notify
                severity: critical
                when: tag("Data Classification") == "Confidential"
            """);

    JsonNode result = CommandRun.json("--rules", rules, NO_ROLE).result();

    assertEquals("confidential", result.path("rule").textValue());
    JsonNode alert = result.path("alerts").get(0);
    assertEquals("medium", alert.path("attributes").path("severity").textValue());
    String text = alert.path("message").textValue().replaceAll("\\s+", " ");
    assertTrue(text.contains("Rule confidential could not be checked"), text);
  }

  @Test
  void run_withoutRoleName_readsTheOwnAccountOnly() {
    String none = "MemberAccountRoleName=none";

    JsonNode other = CommandRun.json("--config", none, OTHER_ACCOUNT).result();
    assertEquals("NOTIFY", other.path("outcome").textValue());
    assertEquals("NO_ROLE", other.at("/output/facts/tags/status").textValue());
    assertTrue(
        other
            .at("/output/facts/tags/reason")
            .textValue()
            .contains("MemberAccountRoleName is none"));
    assertEquals(
        "ARCHIVE",
        CommandRun.json("--config", none, OWN_ACCOUNT).result().path("outcome").textValue());
  }

  @ParameterizedTest
  @CsvSource({"ThrottlingException, ARCHIVE", "AccessDenied, NOTIFY"})
  void run_withFaultOfAssumeRole_triesAgainOnlyWhatMayPass(String error, String outcome) {
    Path account =
        EventText.write(
            temp.resolve("account.yaml"),
            """
            resources:
              - arn: arn:aws:kms:eu-west-1:123456789012:key/5e1f0c3a-7d42-4b8e-9a61-2c9b7f3d8e10
                tags: {Environment: development, IsAllowedToShare: "true"}
                keyAliases: [alias/DevelopmentKey]
            faults:
              - {operation: "sts:AssumeRole", error: %s, times: 2}
            """
                .formatted(error));

    JsonNode result = CommandRun.json("--account", account, OTHER_ACCOUNT).result();

    assertEquals("SUCCEEDED", result.path("status").textValue());
    assertEquals(outcome, result.path("outcome").textValue());
  }

  @Test
  void run_withAccountFacts_letsRulesAskAboutAccounts() {
    Path rules =
        EventText.write(
            temp.resolve("rules.yaml"),
            """
            rules:
              - id: not-outside
                effect: notify
                reason: Nobody outside.
                severity: critical
                when: >-
                  !principal.inOrganization && account.tags["stage"] == "development"
                  && account.path.contains("/ou-ab12-sandboxes/")
            """);

    JsonNode asked =
        CommandRun.json("--rules", rules, "--config", "AccountFacts=organizations", OTHER_ACCOUNT)
            .result();
    assertEquals("not-outside", asked.path("rule").textValue());
    assertEquals("critical", asked.at("/alerts/0/attributes/severity").textValue());
    assertEquals(
        Json.read(
            """
            {"account": {"status": "FOUND", "values": {"name": "development",
               "ou": "ou-ab12-sandboxes", "path": "r-root/ou-ab12-sandboxes/", "tags": {"stage": "development"}}},
             "principalInOrganization": {"status": "FOUND", "values": false}}
            """,
            "expected"),
        ((ObjectNode) asked.at("/output/facts")).retain("account", "principalInOrganization"));

    JsonNode notAsked = CommandRun.json("--rules", rules, OTHER_ACCOUNT).result();
    assertEquals("not-outside", notAsked.path("rule").textValue());
    assertEquals("medium", notAsked.at("/alerts/0/attributes/severity").textValue());
    assertFalse(notAsked.at("/output/facts/account").has("values"));
  }

  @Test
  void run_withDeniedAccount_leavesItUndetermined() {
    Path account =
        EventText.write(
            temp.resolve("account.yaml"),
            """
            accounts:
              - {id: "123456789012", name: development, denied: true}
            """);

    JsonNode result =
        CommandRun.json(
                "--account", account, "--config", "AccountFacts=organizations", OTHER_ACCOUNT)
            .result();

    assertEquals("DENIED", result.at("/output/facts/account/status").textValue());
    assertEquals("DENIED", result.at("/output/facts/principalInOrganization/status").textValue());
  }

  @Test
  void run_withWrongAccounts_showsTheirPlaces() {
    Path account =
        EventText.write(
            temp.resolve("account.yaml"), "accounts: [{id: 1234}, {id: \"12\"}, {nam: x}]\n");

    String err = CommandRun.json("--account", account, OWN_ACCOUNT).assertWrongUse().err();

    assertTrue(err.contains("expected an account id of 12 digits, found \"12\""), err);
    assertTrue(err.contains("unknown field \"nam\"; did you mean \"name\"?"), err);
  }

  @ParameterizedTest
  @CsvSource({
    "MemberAccountRoleName=a/b",
    "MemberAccountExternalId=a b",
    "AccountFacts=everything"
  })
  void run_withWrongParameter_runsNothing(String config) {
    CommandRun.json("--config", config, OWN_ACCOUNT).assertWrongUse();
  }
}
