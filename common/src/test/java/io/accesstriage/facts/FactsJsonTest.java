package io.accesstriage.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;
import io.accesstriage.json.MalformedInput;
import io.accesstriage.testing.RandomStates;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FactsJsonTest {
  @Test
  void read_whatWasWritten_isTheSame() {
    for (long seed = 0; seed < 2_000; seed++) {
      Facts facts = new RandomStates(seed).facts();

      assertEquals(
          facts,
          FactsJson.read(Json.readObject(Json.bytes(FactsJson.write(facts)), "facts")),
          "seed " + seed);
    }
  }

  @Test
  void write_facts_tellsFoundFromNone() {
    assertWritten(
        """
        {"tags": {"status": "FOUND", "values": {"Environment": "development"}},
         "keyAliases": {"status": "NONE", "values": []}}
        """,
        new Facts(Fact.known(Map.of("Environment", "development")), Fact.known(List.of())));
    assertWritten(
        """
        {"tags": {"status": "NONE", "values": {}},
         "keyAliases": {"status": "FOUND", "values": ["alias/a", "alias/b"]}}
        """,
        new Facts(Fact.known(Map.of()), Fact.known(List.of("alias/a", "alias/b"))));
  }

  @Test
  void write_unreadFacts_saysWhy() {
    assertWritten(
        """
        {"tags": {"status": "DENIED", "reason": "no permission"},
         "keyAliases": {"status": "FAILED", "reason": "gone"}}
        """,
        new Facts(
            Fact.unread(Fact.Cause.DENIED, "no permission"),
            Fact.unread(Fact.Cause.FAILED, "gone")));
    assertWritten(
        """
        {"tags": {"status": "NO_ROLE", "reason": "deploy it"},
         "keyAliases": {"status": "NO_ROLE", "reason": "deploy it"}}
        """,
        new Facts(
            Fact.unread(Fact.Cause.NO_ROLE, "deploy it"),
            Fact.unread(Fact.Cause.NO_ROLE, "deploy it")));
    assertWritten(
        """
        {"tags": {"status": "UNSUPPORTED", "reason": "a layer"},
         "keyAliases": {"status": "NONE", "values": []}}
        """,
        new Facts(Fact.unread(Fact.Cause.UNSUPPORTED, "a layer"), Fact.known(List.of())));
    assertWritten(
        """
        {"tags": {"status": "FAILED", "reason": "no such key", "gone": true},
         "keyAliases": {"status": "FAILED", "reason": "no answer"}}
        """,
        new Facts(Fact.gone("no such key"), Fact.unread(Fact.Cause.FAILED, "no answer")));
  }

  @Test
  void read_unreadWithoutReason_staysUnread() {
    Facts facts =
        read(
            "{\"tags\": {\"status\": \"DENIED\"}, \"keyAliases\": {\"status\": \"NONE\"},"
                + " \"account\": {\"status\": \"FAILED\"}}");

    assertEquals(Fact.unread(Fact.Cause.DENIED, "no reason given"), facts.tags());
    assertEquals(Fact.unread(Fact.Cause.FAILED, "no reason given"), facts.account());
  }

  @Test
  void read_factsOfAnEarlierVersion_haveNoAccount() {
    Facts facts =
        read("{\"tags\": {\"status\": \"NONE\"}, \"keyAliases\": {\"status\": \"NONE\"}}");

    assertEquals(
        Fact.unread(
            Fact.Cause.FAILED, "state.facts.account is missing; an earlier version left it out."),
        facts.account());
    assertEquals(
        Fact.unread(
            Fact.Cause.FAILED,
            "state.facts.principalInOrganization is missing; an earlier version left it out."),
        facts.principalInOrganization());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | state.facts.tags is missing",
        "{\"tags\": {\"status\": \"NONE\"}} | state.facts.keyAliases is missing",
        "{\"tags\": {}} | state.facts.tags.status is missing",
        "{\"tags\": null} | state.facts.tags is missing",
        "{\"tags\": {\"status\": \"FOUND\"}} | state.facts.tags.values is missing",
        "{\"tags\": {\"status\": \"FOUND\", \"values\": null}} | state.facts.tags.values is"
            + " missing",
        "{\"tags\": {\"status\": \"FOUND\", \"values\": [\"a\"]}} | state.facts.tags.values:"
            + " expected a JSON object, found a list",
        "{\"tags\": {\"status\": \"FOUND\", \"values\": {\"a\": 1}}} | state.facts.tags.values.a:"
            + " expected a text, found 1",
        "{\"tags\": {\"status\": \"MAYBE\"}} | state.facts.tags.status: expected FOUND, NONE,"
            + " DENIED, NO_ROLE, UNSUPPORTED or FAILED, found \"MAYBE\"",
        "{\"tags\": {\"status\": \"NONE\"}, \"keyAliases\": {\"status\": \"FOUND\", \"values\":"
            + " {}}} | state.facts.keyAliases.values: expected a list, found an object",
        "{\"tags\": {\"status\": \"NONE\"}, \"keyAliases\": {\"status\": \"NONE\"}, \"account\":"
            + " {\"status\": \"NONE\"}} | state.facts.account.status: NONE cannot be of what there"
            + " always is",
        "{\"tags\": {\"status\": \"NONE\"}, \"keyAliases\": {\"status\": \"NONE\"}, \"account\":"
            + " {\"status\": \"FOUND\"}} | state.facts.account.values is missing",
        "{\"tags\": {\"status\": \"NONE\"}, \"keyAliases\": {\"status\": \"NONE\"}, \"account\":"
            + " {\"status\": \"FOUND\", \"values\": {\"name\": \"a\", \"tags\": {}}}} |"
            + " state.facts.account.values.ou is missing",
        "{\"tags\": {\"status\": \"NONE\"}, \"keyAliases\": {\"status\": \"NONE\"}, \"account\":"
            + " {\"status\": \"DENIED\"}, \"principalInOrganization\": {\"status\": \"FOUND\","
            + " \"values\": null}} | state.facts.principalInOrganization.values is missing",
        "{\"tags\": {\"status\": \"NONE\"}, \"keyAliases\": {\"status\": \"NONE\"}, \"account\":"
            + " {\"status\": \"DENIED\"}, \"principalInOrganization\": {\"status\": \"FOUND\","
            + " \"values\": \"true\"}} | state.facts.principalInOrganization.values: expected true"
            + " or false, found \"true\"",
      })
  void read_malformedFacts_areNeverTakenForNone(String json, String message) {
    MalformedInput error = assertThrows(MalformedInput.class, () -> read(json));

    assertEquals(message, error.getMessage());
  }

  @Test
  void write_factsOfAccounts_areWithTheirValues() {
    assertEquals(
        Json.read(
            """
            {"tags": {"status": "NONE", "values": {}},
             "keyAliases": {"status": "NONE", "values": []},
             "account": {"status": "FOUND", "values":
               {"name": "payments", "ou": "ou-ab12-cdefghij", "tags": {"stage": "prod"}}},
             "principalInOrganization": {"status": "FOUND", "values": false}}
            """,
            "expected"),
        FactsJson.write(
            new Facts(
                Fact.known(Map.of()),
                Fact.known(List.of()),
                Fact.known(
                    new Account("payments", Map.of("stage", "prod"), "ou-ab12-cdefghij", null)),
                Fact.known(false))));
  }

  @Test
  void write_factsOfAResourceAlone_saysThatAccountsAreNotLookedUp() {
    JsonNode json = FactsJson.write(new Facts(Fact.known(Map.of()), Fact.known(List.of())));

    for (String name : List.of("account", "principalInOrganization")) {
      assertEquals(
          Json.read(
              """
              {"status": "UNSUPPORTED",
               "reason": "Accounts are not looked up: the parameter AccountFacts is none."}
              """,
              "expected"),
          json.path(name),
          name);
    }
  }

  /** The facts of the resource alone. */
  private static void assertWritten(String expected, Facts facts) {
    ObjectNode written = FactsJson.write(facts);
    written.remove(List.of("account", "principalInOrganization"));
    assertEquals(Json.read(expected, "expected"), written);
  }

  private static Facts read(String json) {
    return FactsJson.read(Fields.of(Json.read(json, "facts"), "state.facts"));
  }
}
