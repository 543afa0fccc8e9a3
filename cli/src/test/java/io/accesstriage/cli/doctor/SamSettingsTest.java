package io.accesstriage.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.accesstriage.cli.CommandRun;
import io.accesstriage.cli.io.CommandLineError;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SamSettingsTest {
  @Test
  void parse_theFileOfThisRepository_knowsItsStack() throws IOException {
    SamSettings settings =
        SamSettings.parse(
            "samconfig.toml", Files.readString(CommandRun.HOME.resolve("samconfig.toml")));

    assertEquals(Optional.of("access-analyzer-triage"), settings.stackName());
    assertEquals(Optional.of(Map.of()), settings.parameters(), "those of sam build are no matter");
  }

  @Test
  void parse_whatSamWrites_isUnderstood() {
    SamSettings settings =
        SamSettings.parse(
            "f",
            """
            version = 0.1
            [default.global.parameters]
            stack_name = "global" # of all commands
            region = 'eu-west-1'
            [default.deploy.parameters]
            stack_name = "own"
            confirm_changeset = true
            image_repositories = []
            parameter_overrides = "Mode=\\"observe\\" AlertTags=\\"Owner,Cost \\\\\\"center\\\\\\"\\" AccountFacts=none PermissionsBoundary=\\"\\""
            """);

    assertEquals(Optional.of("own"), settings.stackName());
    assertEquals(Optional.of("eu-west-1"), settings.region());
    assertEquals(
        Optional.of(
            Map.of(
                "Mode",
                "observe",
                "AlertTags",
                "Owner,Cost \"center\"",
                "AccountFacts",
                "none",
                "PermissionsBoundary",
                "")),
        settings.parameters());
  }

  @Test
  void parameters_ofAList_orOfTheLongForm_areTheSame() {
    String list =
        """
        [default.deploy.parameters]
        parameter_overrides = [
          "Mode=archive", # now
          'ParameterKey=SweepHours,ParameterValue=2',
        ]
        """;

    assertEquals(
        Optional.of(Map.of("Mode", "archive", "SweepHours", "2")),
        SamSettings.parse("f", list).parameters());
  }

  @Test
  void parameters_thatAreNotUnderstood_areNotGuessed() {
    String text = "[default.deploy.parameters]\nparameter_overrides = \"file://x.yaml Mode=a\"\n";

    assertEquals(Optional.empty(), SamSettings.parse("f", text).parameters());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "stack_name = \"\"\"x\"\"\"",
        "stack_name = {a = 1}",
        "stack_name = \"x",
        "[default.deploy.parameters\nstack_name = 1",
        "stack_name \u001b"
      })
  void parse_whatIsNotUnderstood_isRefusedWithItsLine(String text) {
    String message =
        String.valueOf(
            assertThrows(CommandLineError.class, () -> SamSettings.parse("f", "\n" + text))
                .getMessage());

    assertEquals("f:2: expected", message.substring(0, 13));
    assertEquals(-1, message.indexOf('\u001b'), message);
  }
}
