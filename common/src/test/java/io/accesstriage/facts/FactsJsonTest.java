package io.accesstriage.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

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
         "keyAliases": {"status": "FOUND", "values": ["alias/b", "alias/a"]}}
        """,
        new Facts(Fact.known(Map.of()), Fact.known(List.of("alias/b", "alias/a"))));
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
        {"tags": {"status": "UNSUPPORTED", "reason": "a layer"},
         "keyAliases": {"status": "NONE", "values": []}}
        """,
        new Facts(Fact.unread(Fact.Cause.UNSUPPORTED, "a layer"), Fact.known(List.of())));
  }

  @Test
  void read_unreadWithoutReason_staysUnread() {
    Facts facts =
        read("{\"tags\": {\"status\": \"DENIED\"}, \"keyAliases\": {\"status\": \"NONE\"}}");

    assertEquals(Fact.unread(Fact.Cause.DENIED, "no reason given"), facts.tags());
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
        "{\"tags\": {\"status\": \"FOUND\", \"values\": null}} | state.facts.tags.values is missing",
        "{\"tags\": {\"status\": \"FOUND\", \"values\": [\"a\"]}} | state.facts.tags.values: expected a JSON object, found a list",
        "{\"tags\": {\"status\": \"FOUND\", \"values\": {\"a\": 1}}} | state.facts.tags.values.a: expected a text, found 1",
        "{\"tags\": {\"status\": \"MAYBE\"}} | state.facts.tags.status: expected FOUND, NONE, DENIED, UNSUPPORTED or FAILED, found \"MAYBE\"",
        "{\"tags\": {\"status\": \"NONE\"}, \"keyAliases\": {\"status\": \"FOUND\", \"values\": {}}} | state.facts.keyAliases.values: expected a list, found an object",
      })
  void read_malformedFacts_areNeverTakenForNone(String json, String message) {
    MalformedInput error = assertThrows(MalformedInput.class, () -> read(json));

    assertEquals(message, error.getMessage());
  }

  private static void assertWritten(String expected, Facts facts) {
    assertEquals(Json.read(expected, "expected"), FactsJson.write(facts));
  }

  private static Facts read(String json) {
    return FactsJson.read(Fields.of(Json.read(json, "facts"), "state.facts"));
  }
}
