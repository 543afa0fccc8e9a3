package io.accesstriage.cli.local;

import io.accesstriage.cli.io.CommandLineError;
import io.accesstriage.cli.source.FindingSource;
import io.accesstriage.cli.source.SourceOptions;
import io.accesstriage.cli.source.SourcedFinding;
import io.accesstriage.text.SafeText;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The one finding that a command line names: that of an event file, read from the sample account,
 * or one of an analyzer or an export by its id. A mixin of every command that looks at one.
 */
public final class OneFinding {
  private static final int LONGEST_ID = 100;

  @Mixin private SourceOptions sources = new SourceOptions();

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "With --from or --analyzer-arn: the id of the finding.")
  private @Nullable String id;

  @Option(
      names = "--config",
      paramLabel = "NAME=VALUE",
      description =
          "For an event file: a parameter of the deployment, as for triage run; of use here are"
              + " AccountFacts and MemberAccountRoleName.")
  private List<String> config = new ArrayList<>();

  /**
   * A finding and where it is from.
   *
   * @param source as the command line names it: a file, or an analyzer's ARN
   */
  public record Named(String source, SourcedFinding finding) {}

  /**
   * Reads it.
   *
   * @param argument that is no option: the event file, or the finding's id; null for none
   * @param err takes what a person has to know
   * @throws CommandLineError where there is no such finding, or more than one
   * @throws io.accesstriage.cli.source.UnreadableSource where AWS does not tell it
   */
  public Named read(@Nullable String argument, PrintWriter err) {
    if (!sources.isNamed()) {
      return ofEvent(argument);
    }
    if (!config.isEmpty()) {
      throw new CommandLineError("--config: is for an event file");
    }
    if ((id == null) == (argument == null)) {
      throw new CommandLineError(
          "--from and --analyzer-arn: expected one finding's id, FINDING_ID or --id ID");
    }
    String wanted = id == null ? String.valueOf(argument) : id;
    if (wanted.isBlank()) {
      throw new CommandLineError("--id: expected the id of a finding, found nothing");
    }
    FindingSource source = sources.only(wanted, err);
    List<SourcedFinding> found = new ArrayList<>();
    source.read(
        Function.identity(),
        sourced -> {
          if (sourced.finding().id().equals(wanted)) {
            found.add(sourced);
          }
        });
    if (found.isEmpty()) {
      throw new CommandLineError(
          "%s: has no finding %s%s"
              .formatted(
                  source.name(),
                  SafeText.quoted(wanted, LONGEST_ID),
                  source.refusals().stream()
                      .findFirst()
                      .map(refusal -> "; what it has could not all be read: " + refusal)
                      .orElse("")));
    }
    return new Named(source.name(), found.get(0));
  }

  private Named ofEvent(@Nullable String event) {
    if (event == null) {
      throw new CommandLineError(
          "expected an event file, --analyzer-arn ARN FINDING_ID, or --from FILE --id ID");
    }
    if (id != null) {
      throw new CommandLineError(
          "--id: is for --from and --analyzer-arn; an event has one finding");
    }
    List<SourcedFinding> findings = new ArrayList<>();
    SampleEvents.of(List.of(event), sources.account(), config)
        .read(Function.identity(), findings::add);
    if (findings.size() != 1) {
      throw new CommandLineError(
          "%s: expected one event file, found %d".formatted(event, findings.size()));
    }
    return new Named(event, findings.get(0));
  }
}
