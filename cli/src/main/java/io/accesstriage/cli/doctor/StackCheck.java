package io.accesstriage.cli.doctor;

import io.accesstriage.messages.words.Words;
import java.util.List;

/** The stack's last change came to its end. */
final class StackCheck implements Check {
  private final DeployedStack stack;

  StackCheck(DeployedStack stack) {
    this.stack = stack;
  }

  @Override
  public String subject() {
    return "stack";
  }

  @Override
  public List<Outcome> look() {
    String what = "%s since %s".formatted(stack.status(), Words.time(stack.changedAt()));
    return List.of(
        switch (stack.status()) {
          case "CREATE_COMPLETE", "UPDATE_COMPLETE", "IMPORT_COMPLETE" -> new Outcome.Ok(what);
          case "CREATE_IN_PROGRESS",
              "UPDATE_IN_PROGRESS",
              "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
              "REVIEW_IN_PROGRESS",
              "IMPORT_IN_PROGRESS" ->
              new Outcome.Unknown(
                  what + ": it is being changed", "Run triage doctor again once that has ended.");
          default ->
              new Outcome.Wrong(
                  what,
                  "Part or all of the old version may still run.",
                  "aws cloudformation describe-stack-events --stack-name %s --region %s"
                      .formatted(ShellWord.of(stack.name()), ShellWord.of(stack.region())));
        });
  }
}
