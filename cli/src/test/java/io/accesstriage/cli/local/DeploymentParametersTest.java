package io.accesstriage.cli.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.accesstriage.cli.CommandRun;
import io.accesstriage.yaml.InvalidFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeploymentParametersTest {
  private static final Path TEMPLATE = CommandRun.HOME.resolve("template.yaml");

  @Test
  void parse_template_tellsWhichParametersATriageReads() throws IOException {
    DeploymentParameters parameters =
        DeploymentParameters.parse("template.yaml", Files.readString(TEMPLATE));

    assertEquals(
        Set.of(
            "AnalyzerArns",
            "Mode",
            "MemberAccountRoleName",
            "MemberAccountExternalId",
            "AccountFacts",
            "ImmediateAlerts",
            "MaxImmediateAlertsPerHour",
            "MaxArchivesPerRulePerDay",
            "ReviewAfterDays",
            "BusyWaitSeconds"),
        parameters.ofTriage().keySet());
    assertEquals(true, parameters.others().contains("DigestSchedule"));
    assertEquals(
        new DeploymentParameter("30", List.of(), 1, 900, null, ""),
        parameters.ofTriage().get("BusyWaitSeconds"));
    assertEquals(
        new DeploymentParameter(
            null, List.of("observe", "archive"), null, null, null, "must be observe or archive."),
        parameters.ofTriage().get("Mode"));
  }

  @Test
  void parse_anotherTemplate_saysWhatIsMissing() {
    InvalidFileException e =
        assertThrows(
            InvalidFileException.class,
            () -> DeploymentParameters.parse("other.yaml", "Parameters: {Mode: {Type: String}}"));

    assertEquals(
        "other.yaml:1:13: expected this product's template: Parameters, and the resource TriageStateMachine with DefinitionSubstitutions",
        e.getMessage().lines().findFirst().orElseThrow());
  }
}
