package io.accesstriage.cli.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.accesstriage.cli.CommandRun;
import io.accesstriage.yaml.InvalidFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeploymentParametersTest {
  private static final Path TEMPLATE = CommandRun.HOME.resolve("template.yaml");

  @Test
  void parse_template_tellsWhichParametersATriageReads() throws IOException {
    DeploymentParameters parameters =
        DeploymentParameters.parse("template.yaml", Files.readString(TEMPLATE));

    assertEquals(
        Set.of(
            "AnalyzerArns",
            "ServiceLinkedFindings",
            "Mode",
            "MemberAccountRoleName",
            "MemberAccountExternalId",
            "AccountFacts",
            "AlertTags",
            "ImmediateAlerts",
            "MaxImmediateAlertsPerHour",
            "MaxArchivesPerRulePerDay",
            "ReviewAfterDays",
            "BusyWaitSeconds"),
        parameters.ofTriage().keySet());
    assertEquals(true, parameters.others().contains("DigestSchedule"));
    assertEquals(
        new DeploymentParameter("30", List.of(), 1, 900, false, null, ""),
        parameters.ofTriage().get("BusyWaitSeconds"));
    assertEquals(
        new DeploymentParameter(
            null,
            List.of("observe", "archive"),
            null,
            null,
            false,
            null,
            "must be observe or archive."),
        parameters.ofTriage().get("Mode"));
  }

  @Test
  void refusal_ofATextWithCommas_isOfTheWholeText() throws IOException {
    Map<String, DeploymentParameter> parameters =
        DeploymentParameters.parse("template.yaml", Files.readString(TEMPLATE)).ofTriage();

    assertEquals(Optional.empty(), parameters.get("MemberAccountExternalId").refusal("a,b"));
    assertEquals(
        Optional.of(
            "it must be a role's name without its path, or none. Found \"%s\""
                .formatted("a,".repeat(33))),
        parameters.get("MemberAccountRoleName").refusal("a,".repeat(33)));
    String analyzer = "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/a";
    assertEquals(
        Optional.empty(), parameters.get("AnalyzerArns").refusal(analyzer + "," + analyzer));
  }

  /** As AWS allows them: https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html. */
  @ParameterizedTest
  @CsvSource({
    "Owner",
    "'Owner,Team,Cost Center'",
    "'Dienst/Zust\u00e4ndig,\u62c5\u5f53'",
    "'aws:cloudformation:stack-name,a_b.c:d/e=f+g-h@i'",
    "'Owner, Team'"
  })
  void refusal_ofTagKeys_isNone(String keys) throws IOException {
    assertEquals(
        Optional.empty(),
        DeploymentParameters.parse("template.yaml", Files.readString(TEMPLATE))
            .ofTriage()
            .get("AlertTags")
            .refusal(keys));
  }

  @Test
  void parse_anotherTemplate_saysWhatIsMissing() {
    InvalidFileException e =
        assertThrows(
            InvalidFileException.class,
            () -> DeploymentParameters.parse("other.yaml", "Parameters: {Mode: {Type: String}}"));

    assertEquals(
        "other.yaml:1:13: expected this product's template: Parameters, and the resource"
            + " TriageStateMachine with DefinitionSubstitutions",
        e.getMessage().lines().findFirst().orElseThrow());
  }
}
