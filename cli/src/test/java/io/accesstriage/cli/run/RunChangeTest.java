package io.accesstriage.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.accesstriage.cli.CommandRun;
import io.accesstriage.cli.EventText;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an alert says of an access that changed, from its acceptance to the next alerts. */
class RunChangeTest {
  private static final String SAMPLE = "external/s3-bucket-shared-with-account.json";
  private static final String ACCEPTED = EventText.of(SAMPLE).id();
  private static final String REPLACING = "372a28e2-92d9-4884-b66a-1223a2079090";

  @TempDir private Path temp;

  private Path event(String name, String id, String updatedAt, String... actions) {
    return EventText.of(SAMPLE)
        .detail(
            detail -> {
              detail.put("id", id).put("updatedAt", updatedAt).putArray("action");
              for (String action : actions) {
                detail.withArray("action").add(action);
              }
            })
        .in(temp, name);
  }

  private static List<String> notes(JsonNode result) {
    return CommandRun.texts(result.at("/output/decision/explanation/notes")).stream()
        .map(note -> note.replaceAll("\\d{4}-\\d\\d-\\d\\d", "DAY"))
        .toList();
  }

  @Test
  void alert_ofAnAccessThatChanges_saysSinceWhenAndWhat() {
    Path rules =
        EventText.write(
            temp.resolve("rules.yaml"),
            """
            rules:
              - id: reading
                effect: archive
                owner: a@example.com
                reason: The account may read.
                when: principal.account == "999988887777" && access.actions == ["s3:GetObject"]
            """);

    List<JsonNode> results =
        CommandRun.json(
                "--rules",
                rules,
                event("1.json", ACCEPTED, "2026-03-23T10:00:00Z", "s3:GetObject"),
                event("2.json", REPLACING, "2026-03-23T11:00:00Z", "s3:GetObject", "s3:PutObject"),
                event("3.json", REPLACING, "2026-03-23T12:00:00Z", "s3:DeleteObject"))
            .results();

    assertEquals("ARCHIVE", results.get(0).path("outcome").textValue());
    assertEquals(
        List.of(
            "Since rule reading accepted finding %s of this resource and principal on DAY: + s3:PutObject."
                .formatted(ACCEPTED)),
        notes(results.get(1)));
    assertEquals(
        List.of("Since the alert of DAY: + s3:DeleteObject, - s3:GetObject, - s3:PutObject."),
        notes(results.get(2)));
  }
}
