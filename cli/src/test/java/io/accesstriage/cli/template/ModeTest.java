package io.accesstriage.cli.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.accesstriage.cli.CommandRun;
import io.accesstriage.cli.EventText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The parameter Mode: whoever deploys chooses it, and with archive the rules as shipped do what the
 * README promises, a development key that is tagged so and shared with a partner is archived.
 */
class ModeTest {
  @TempDir private Path temp;

  private JsonNode scenario(String mode) {
    return CommandRun.json(
            "--config", "Mode=" + mode, EventText.of(EventText.ARCHIVED).in(temp, "e.json"))
        .result();
  }

  @Test
  void mode_ofADeployment_hasNoDefault() {
    assertEquals(
        "", Template.deployed("triage", Map.of()).parameterDefaults().get("Mode"), "default");
  }

  @Test
  void archive_taggedDevelopmentKeyIsShared_archivesItWithoutAnAlert() {
    JsonNode result = scenario("archive");

    assertEquals("development-key-sharing", result.path("rule").textValue());
    assertEquals(
        List.of(EventText.of(EventText.ARCHIVED).id()), CommandRun.texts(result.path("archived")));
    assertEquals(0, result.path("alerts").size());
  }

  @Test
  void observe_taggedDevelopmentKeyIsShared_onlyRecordsTheDecision() {
    JsonNode result = scenario("observe");

    assertEquals("development-key-sharing", result.path("rule").textValue());
    assertEquals("OBSERVED", result.at("/output/archive/outcome").textValue());
    assertEquals(List.of(), CommandRun.texts(result.path("archived")));
    assertEquals(0, result.path("alerts").size());
  }

  @Test
  void readme_thatShowsTheScenario_saysThatItNeedsModeArchive() throws IOException {
    String text = Files.readString(CommandRun.HOME.resolve("README.md"));
    assertTrue(
        text.replaceAll("\\s+", " ")
            .contains("`Mode=archive` such a key's finding is archived within seconds"),
        text);
  }
}
