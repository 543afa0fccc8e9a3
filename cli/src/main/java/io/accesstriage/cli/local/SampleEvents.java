package io.accesstriage.cli.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.cli.io.CommandLineError;
import io.accesstriage.cli.io.Home;
import io.accesstriage.cli.io.InputFile;
import io.accesstriage.cli.source.FindingSource;
import io.accesstriage.cli.source.SourcedFinding;
import io.accesstriage.cli.world.SampleAccount;
import io.accesstriage.cli.world.World;
import io.accesstriage.enrich.EnrichHandler;
import io.accesstriage.failure.TransientFailure;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingEvent;
import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;
import io.accesstriage.json.MalformedInput;
import io.accesstriage.state.TriageState;
import io.accesstriage.stateslanguage.LambdaFunction;
import io.accesstriage.stateslanguage.SimulatedClock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The findings that event files tell of, each read from a sample account by the enrich function's
 * own handler, as {@code triage run} reads them. Not thread-safe.
 */
public final class SampleEvents implements FindingSource {
  private static final String EVENTS = "events";

  /** As often as the state machine tries Enrich finding. */
  private static final int MOST_TRIES = 7;

  private final List<EventFile> files;
  private final SampleAccount account;
  private final RunConfig config;

  private SampleEvents(List<EventFile> files, SampleAccount account, RunConfig config) {
    this.files = files;
    this.account = account;
    this.config = config;
  }

  /**
   * @param paths event files or folders; none for the sample events beside the launcher
   * @param account the account file; null for the sample account beside the launcher
   * @param config the deployment's parameters, NAME=VALUE each
   * @throws CommandLineError where one of them is not there or wrong
   */
  public static SampleEvents of(List<String> paths, @Nullable Path account, List<String> config) {
    return new SampleEvents(files(paths), account(account), new RunConfig(config));
  }

  /** The event files that paths name, or the sample events beside the launcher. */
  public static List<EventFile> files(List<String> paths) {
    return paths.isEmpty()
        ? EventFile.of(EVENTS, Home.resolve(EVENTS))
        : paths.stream().flatMap(path -> EventFile.of(path).stream()).toList();
  }

  public static SampleAccount account(@Nullable Path file) {
    return InputFile.parsed(
        file == null ? Home.resolve("events/sample-account.yaml") : file,
        "account file",
        SampleAccount::parse);
  }

  @Override
  public String name() {
    return files.size() == 1
        ? files.get(0).label()
        : "%d events of the sample account".formatted(files.size());
  }

  /**
   * @throws CommandLineError also for a file that is no finding event
   */
  @Override
  public <R> void read(Function<SourcedFinding, R> work, Consumer<R> each) {
    World world = new World(account);
    SimulatedClock clock = SimulatedClock.startingNow();
    LambdaFunction enrich =
        LocalTriage.function(
            FunctionName.ENRICH.substitution(),
            new EnrichHandler(parameters -> LocalTriage.enricher(parameters, world, clock)));
    List<EventInput> events = new ArrayList<>();
    for (EventFile file : files) {
      events.add(event(file, world));
    }
    for (int i = 0; i < files.size(); i++) {
      TriageState state = enriched(files.get(i), events.get(i), enrich);
      each.accept(
          work.apply(
              new SourcedFinding(state.finding(), state.facts(), state.readAt(), List.of())));
    }
  }

  @Override
  public List<String> notes() {
    return List.of();
  }

  private static EventInput event(EventFile file, World world) {
    try {
      EventInput event = EventInput.read(file.read());
      world.observe(FindingEvent.parse(event.fields()));
      return event;
    } catch (MalformedInput e) {
      throw new CommandLineError("%s: %s".formatted(file.label(), e.getMessage()), e);
    }
  }

  private TriageState enriched(EventFile file, EventInput event, LambdaFunction enrich) {
    ObjectNode payload = Json.object();
    payload.set("event", event.json());
    payload.set("config", config(event));
    for (int tries = 1; ; tries++) {
      try {
        JsonNode answer = enrich.invoke(payload);
        return TriageState.read(Fields.of(answer, "answer of enrich"));
      } catch (TransientFailure e) {
        if (tries == MOST_TRIES) {
          throw unreadable(file, e);
        }
      } catch (Exception e) {
        throw unreadable(file, e);
      }
    }
  }

  private static CommandLineError unreadable(EventFile file, Exception e) {
    return new CommandLineError("%s: %s".formatted(file.label(), e.getMessage()), e);
  }

  /** What the state machine passes to Enrich finding. */
  private ObjectNode config(EventInput event) {
    Map<String, String> values =
        config.substitutions(
            event.finding().map(Finding::analyzerArn).map(Set::of).orElse(Set.of()));
    return Json.object()
        .put("account", values.get("Account"))
        .put("memberAccountRole", values.get("MemberAccountRoleName"))
        .put("externalId", values.get("MemberAccountExternalId"))
        .put("accountFacts", values.get("AccountFacts"));
  }
}
