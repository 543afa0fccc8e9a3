package io.accesstriage.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.accesstriage.fixtures.PublishedSchema;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the commands print for programs is as the schemas in {@code docs/schemas} say. */
class JsonSchemaTest {
  private static void assertDescribed(String schema, List<JsonNode> lines) {
    PublishedSchema described = PublishedSchema.of(schema);
    assertTrue(!lines.isEmpty());
    for (JsonNode line : lines) {
      assertEquals(List.of(), described.mistakes(line), line::toString);
    }
  }

  @Test
  void run_ofEverySampleEvent_isAsTheSchemaSays() {
    assertDescribed("run", CommandRun.json().results());
  }

  @Test
  void preview_ofEverySampleEvent_isAsTheSchemaSays() {
    assertDescribed(
        "preview",
        CommandRun.of(
                "preview",
                "--from",
                CommandRun.HOME.resolve("docs/examples/findings.json"),
                "--json")
            .results());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "external/ec2-snapshot-public.json",
        "external/kms-development-key-shared-with-account.json",
        "external/s3-bucket-with-hostile-condition.json",
        "external/s3-bucket-archived-by-a-person.json",
        "unused/iam-role-unused.json"
      })
  void explain_ofASampleEvent_isAsTheSchemaSays(String event) {
    assertDescribed(
        "explain",
        List.of(CommandRun.of("explain", "--json", CommandRun.EVENTS.resolve(event)).result()));
  }
}
