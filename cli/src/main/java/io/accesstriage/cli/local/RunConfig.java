package io.accesstriage.cli.local;

import io.accesstriage.cli.io.CommandLineError;
import io.accesstriage.cli.io.Home;
import io.accesstriage.cli.io.InputFile;
import io.accesstriage.decision.Severity;
import io.accesstriage.finding.Arn;
import io.accesstriage.text.SafeText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The deployment's parameters as a local run has them: the template's defaults, but for those that
 * would hide something, and what the command line says.
 */
public final class RunConfig {
  static final String ANALYZER_ARNS = "AnalyzerArns";
  private static final String NONE = "none";

  /** What a run has instead of the template's default, to show as much as it can. */
  private static final Map<String, String> OF_A_RUN =
      Map.of(
          "Mode",
          "archive",
          "ImmediateAlerts",
          Severity.LOW.label(),
          "ServiceLinkedFindings",
          "alert",
          "MaxImmediateAlertsPerHour",
          NONE);

  /** Where a run takes what no deployment can have. */
  private static final Set<String> MAY_BE_NONE = Set.of(ANALYZER_ARNS, "MaxImmediateAlertsPerHour");

  /** Where the events have no analyzer. */
  private static final String ACCOUNT = "111122223333";

  private final DeploymentParameters parameters;
  private final Map<String, String> values = new LinkedHashMap<>();
  private final List<String> warnings = new ArrayList<>();

  /**
   * @param given NAME=VALUE each
   * @throws CommandLineError for an unknown name or a value that the parameter cannot have, or
   *     where there is no template
   */
  public RunConfig(List<String> given) {
    parameters =
        InputFile.parsed(Home.resolve("template.yaml"), "template", DeploymentParameters::parse);
    parameters
        .ofTriage()
        .forEach(
            (name, parameter) -> {
              String value = OF_A_RUN.getOrDefault(name, parameter.defaultValue());
              if (value != null) {
                values.put(name, value);
              }
            });
    for (String option : given) {
      int equals = option.indexOf('=');
      if (equals < 1) {
        throw new CommandLineError(
            "--config: expected NAME=VALUE, found " + SafeText.quoted(option, 100));
      }
      set(option.substring(0, equals), option.substring(equals + 1));
    }
  }

  /** What each parameter of the state machine stands for. */
  public Map<String, String> substitutions(Set<String> analyzersOfEvents) {
    Map<String, String> substitutions = new LinkedHashMap<>(values);
    substitutions.putIfAbsent(
        ANALYZER_ARNS,
        analyzersOfEvents.isEmpty() ? "none" : String.join(",", new TreeSet<>(analyzersOfEvents)));
    substitutions.put(
        "Account",
        analyzersOfEvents.stream()
            .sorted()
            .findFirst()
            .flatMap(Arn::accountOf)
            .filter(Arn::isAccountId)
            .orElse(ACCOUNT));
    substitutions.put("LedgerTable", "ledger");
    substitutions.put("AlertTopic", "alerts");
    substitutions.put("DeadLetterQueue", "dead-letters");
    substitutions.put("TriageStateMachine", "triage");
    substitutions.put("SweepHours", "6");
    substitutions.put("OperationsTopic", NONE);
    substitutions.put("ExpectedAnalyzers", NONE);
    substitutions.put("AnalyzerRegions", "");
    substitutions.put("SweepFunction", "SweepFunction");
    for (FunctionName function : FunctionName.values()) {
      substitutions.put(function.substitution(), function.substitution());
    }
    return substitutions;
  }

  public List<String> warnings() {
    return warnings;
  }

  private void set(String name, String value) {
    if (parameters.others().contains(name)) {
      warnings.add("--config %s has no effect on a run".formatted(name));
      return;
    }
    DeploymentParameter parameter = parameters.ofTriage().get(name);
    if (parameter == null) {
      throw new CommandLineError(
          "--config: unknown parameter %s; known are %s"
              .formatted(
                  SafeText.quoted(name, 100), String.join(", ", parameters.ofTriage().keySet())));
    }
    if (!(value.equals(NONE) && MAY_BE_NONE.contains(name))) {
      parameter
          .refusal(value)
          .ifPresent(
              why -> {
                throw new CommandLineError("--config %s: %s".formatted(name, why));
              });
    }
    values.put(name, value);
  }
}
