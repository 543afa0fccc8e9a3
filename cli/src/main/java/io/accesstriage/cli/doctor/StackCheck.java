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
    String status = stack.status();
    String what = "%s since %s".formatted(status, Words.time(stack.changedAt()));
    if (status.endsWith("_IN_PROGRESS")) {
      return List.of(
          new Outcome.Unknown(
              what + ": it is being changed", "Run triage doctor again once that has ended."));
    }
    return List.of(
        switch (status) {
          case "CREATE_COMPLETE", "UPDATE_COMPLETE", "IMPORT_COMPLETE" -> new Outcome.Ok(what);
          case "UPDATE_ROLLBACK_COMPLETE" ->
              new Outcome.Wrong(
                  what, "The last deployment failed: the version before it runs.", events());
          case "UPDATE_ROLLBACK_FAILED" ->
              new Outcome.Wrong(
                  what,
                  "Parts of two versions may run, and no deployment succeeds until the last one is rolled back.",
                  events()
                      + "\nThen fix that, and: aws cloudformation continue-update-rollback --stack-name %s --region %s"
                          .formatted(ShellWord.of(stack.name()), ShellWord.of(stack.region())));
          default ->
              new Outcome.Wrong(
                  what, "Parts of it may be missing, or of another version.", events());
        });
  }

  private String events() {
    return StackReader.whyItFailed(stack.name(), stack.region());
  }
}
