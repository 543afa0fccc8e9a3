package io.accesstriage.cli.local;

import io.accesstriage.cli.io.CommandLineError;
import io.accesstriage.decision.Severity;
import io.accesstriage.finding.Arn;
import io.accesstriage.state.Mode;
import io.accesstriage.text.SafeText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The deployment's parameters as a local run has them: the template's defaults, but for those that
 * would hide something, and what the command line says.
 */
public final class RunConfig {
  static final String ANALYZER_ARNS = "AnalyzerArns";
  private static final String MODE = "Mode";
  private static final String MEMBER_ROLE = "MemberAccountRoleName";
  private static final String EXTERNAL_ID = "MemberAccountExternalId";
  private static final String ACCOUNT_FACTS = "AccountFacts";
  private static final String IMMEDIATE_ALERTS = "ImmediateAlerts";
  private static final String NO_LIMIT = "none";
  private static final String HOURLY_LIMIT = "MaxImmediateAlertsPerHour";

  /** Where the events have no analyzer. */
  private static final String ACCOUNT = "111122223333";

  private static final Set<String> NUMBERS =
      Set.of("MaxArchivesPerRulePerDay", "ReviewAfterDays", "BusyWaitSeconds");

  /** A run has no schedule. */
  private static final Set<String> WITHOUT_EFFECT = Set.of("DigestSchedule");

  private final Map<String, String> values = new LinkedHashMap<>();
  private final List<String> warnings = new ArrayList<>();

  /**
   * @param given NAME=VALUE each
   * @throws CommandLineError for an unknown name or a value that the parameter cannot have
   */
  public RunConfig(List<String> given) {
    values.put(MODE, "archive");
    values.put("MaxArchivesPerRulePerDay", "1000");
    values.put("ReviewAfterDays", "30");
    values.put("BusyWaitSeconds", "30");
    values.put(MEMBER_ROLE, "AccessAnalyzerTriageRead");
    values.put(EXTERNAL_ID, "none");
    values.put(ACCOUNT_FACTS, "none");
    values.put(IMMEDIATE_ALERTS, Severity.LOW.label());
    values.put(HOURLY_LIMIT, NO_LIMIT);
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
    substitutions.put(LocalSweep.SWEEP, LocalSweep.SWEEP);
    for (FunctionName function : FunctionName.values()) {
      substitutions.put(function.substitution(), function.substitution());
    }
    return substitutions;
  }

  public List<String> warnings() {
    return warnings;
  }

  private void set(String name, String value) {
    if (WITHOUT_EFFECT.contains(name)) {
      warnings.add("--config %s has no effect: a run sends no digest".formatted(name));
      return;
    }
    if (!values.containsKey(name) && !name.equals(ANALYZER_ARNS)) {
      throw new CommandLineError(
          "--config: unknown parameter %s; known are %s, %s"
              .formatted(
                  SafeText.quoted(name, 100), String.join(", ", values.keySet()), ANALYZER_ARNS));
    }
    if (name.equals(MODE) && !isMode(value)) {
      throw new CommandLineError(
          "--config Mode: expected archive or observe, found " + SafeText.quoted(value, 100));
    }
    if (name.equals(IMMEDIATE_ALERTS) && !isSeverity(value)) {
      throw new CommandLineError(
          "--config ImmediateAlerts: expected critical, high, medium or low, found "
              + SafeText.quoted(value, 100));
    }
    if (name.equals(HOURLY_LIMIT) && value.equals(NO_LIMIT)) {
      values.put(name, value);
      return;
    }
    if ((NUMBERS.contains(name) || name.equals(HOURLY_LIMIT))
        && !value.matches("[1-9][0-9]{0,8}")) {
      throw new CommandLineError(
          "--config %s: expected a whole number from 1, found %s"
              .formatted(name, SafeText.quoted(value, 100)));
    }
    if (name.equals(MEMBER_ROLE) && !value.matches("[\\w+=,.@-]{1,64}")) {
      throw new CommandLineError(
          "--config MemberAccountRoleName: expected a role's name without its path, or none, found "
              + SafeText.quoted(value, 100));
    }
    if (name.equals(EXTERNAL_ID) && !value.matches("[\\w+=,.@:/-]{2,1224}")) {
      throw new CommandLineError(
          "--config MemberAccountExternalId: expected an external id of a role, or none, found "
              + SafeText.quoted(value, 100));
    }
    if (name.equals(ACCOUNT_FACTS) && !Set.of("none", "organizations").contains(value)) {
      throw new CommandLineError(
          "--config AccountFacts: expected none or organizations, found "
              + SafeText.quoted(value, 100));
    }
    if (name.equals(ANALYZER_ARNS) && value.isBlank()) {
      throw new CommandLineError("--config AnalyzerArns: expected analyzers' ARNs, found none");
    }
    values.put(name, value);
  }

  private static boolean isSeverity(String value) {
    return Arrays.stream(Severity.values()).anyMatch(severity -> severity.label().equals(value));
  }

  private static boolean isMode(String value) {
    return Arrays.stream(Mode.values())
        .anyMatch(mode -> mode.name().equals(value.toUpperCase(Locale.ROOT)));
  }
}
