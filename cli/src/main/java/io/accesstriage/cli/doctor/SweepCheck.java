package io.accesstriage.cli.doctor;

import io.accesstriage.json.Json;
import io.accesstriage.json.MalformedInput;
import io.accesstriage.messages.words.Words;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/** A sweep has succeeded within the time after which the alarm on sweeps fires. */
final class SweepCheck implements Check {
  private static final String WHY =
      "Only sweeps find lost events and review decisions; a finding may be seen by nobody.";

  /** More than those of any sweep that ends within the time. */
  private static final int MOST_PARTS = 100;

  private final DeployedStack stack;
  private final SfnClient states;
  private final Clock clock;

  SweepCheck(DeployedStack stack, SfnClient states, Clock clock) {
    this.stack = stack;
    this.states = states;
    this.clock = clock;
  }

  @Override
  public String subject() {
    return "last sweep";
  }

  @Override
  public List<Outcome> look() {
    Optional<String> machine = stack.physicalId("SweepStateMachine");
    String hours = stack.parameter("SweepHours");
    if (machine.isEmpty() || !hours.matches("[1-9]\\d?")) {
      return List.of(
          new Outcome.Wrong(
              "the stack has no SweepStateMachine, or SweepHours is no number",
              WHY,
              Outcome.Wrong.DEPLOY));
    }
    // As HoursWithoutSweep in template.yaml.
    Duration most = Duration.ofHours(2L * Integer.parseInt(hours) + 1);
    Instant now = clock.instant();
    Optional<Instant> last = lastWhole(machine.get());
    String start =
        "aws stepfunctions start-execution --state-machine-arn %s --region %s"
            .formatted(ShellWord.of(machine.get()), ShellWord.of(stack.region()));
    if (last.isEmpty() && now.isBefore(stack.createdAt().plus(most))) {
      return List.of(
          new Outcome.Unknown(
              "none has succeeded yet; the stack was made at " + Words.time(stack.createdAt()),
              "Run triage doctor again when the first sweep has ended."));
    }
    if (last.isEmpty() || last.get().plus(most).isBefore(now)) {
      return List.of(
          new Outcome.Wrong(
              last.map(at -> "the last that succeeded ended at " + Words.time(at))
                      .orElse("none has succeeded")
                  + ", and one is due every %s hours".formatted(hours),
              WHY,
              "Find out why, then start one:\naws stepfunctions list-executions --state-machine-arn %s --region %s --max-items 5\n%s"
                  .formatted(ShellWord.of(machine.get()), ShellWord.of(stack.region()), start)));
    }
    return List.of(new Outcome.Ok("ended at " + Words.time(last.get())));
  }

  /**
   * When the last sweep ended that was swept to its end. An execution that goes on in a new one
   * succeeds, too, and is a part of a sweep only.
   */
  private Optional<Instant> lastWhole(String machine) {
    // The newest first, says ListExecutions.
    List<ExecutionListItem> succeeded =
        Reading.LIST_EXECUTIONS
            .of(
                () ->
                    states.listExecutions(
                        r ->
                            r.stateMachineArn(machine)
                                .statusFilter(ExecutionStatus.SUCCEEDED)
                                .maxResults(MOST_PARTS)))
            .executions();
    for (ExecutionListItem execution : succeeded) {
      if (isWhole(execution.executionArn())) {
        return Optional.of(execution.stopDate());
      }
    }
    return Optional.empty();
  }

  private boolean isWhole(String execution) {
    String output =
        Reading.DESCRIBE_EXECUTION
            .of(() -> states.describeExecution(r -> r.executionArn(execution)))
            .output();
    String next =
        output == null
            ? null
            : Json.read(output, "output of the sweep").path("sweep").path("next").textValue();
    if (next == null) {
      throw new MalformedInput("the output of the sweep does not say whether it was done");
    }
    return !next.equals("CONTINUE");
  }
}
