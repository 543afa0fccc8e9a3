package io.accesstriage.sweep;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.aws.AwsCallException;
import io.accesstriage.finding.Arn;
import io.accesstriage.health.AccessKind;
import io.accesstriage.health.AnalyzerCheck;
import io.accesstriage.health.Analyzers;
import io.accesstriage.health.Checkup;
import io.accesstriage.health.HealthRecord;
import io.accesstriage.health.TrailLook;
import io.accesstriage.health.Trails;
import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;
import io.accesstriage.json.MalformedInput;
import io.accesstriage.json.RecordJson;
import io.accesstriage.ledger.InMemoryLedger;
import io.accesstriage.ledger.Ledger;
import io.accesstriage.messages.health.HealthMessage;
import io.accesstriage.state.Settings;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Looks whether the analyzers still look and whether changes are logged, at the end of a sweep, and
 * tells operators what changed. It is recorded after the message is sent: a crash in between
 * repeats it and drops nothing. Thread-safe.
 */
public final class AnalyzerWatch {
  private final Analyzers analyzers;
  private final Trails trails;
  private final Function<String, Ledger> ledgers;
  private final Function<String, OperationsTopic> topics;
  private final Clock clock;

  /**
   * @param ledgers the ledger of a table's name
   * @param topics the topic of an ARN
   */
  public AnalyzerWatch(
      Analyzers analyzers,
      Trails trails,
      Function<String, Ledger> ledgers,
      Function<String, OperationsTopic> topics,
      Clock clock) {
    this.analyzers = analyzers;
    this.trails = trails;
    this.ledgers = ledgers;
    this.topics = topics;
    this.clock = clock;
  }

  /**
   * @param request of the sweep's last state
   * @return how many problems analyzers have; without a topic also the message that it would get
   * @throws io.accesstriage.failure.TransientFailure where it is to be tried again
   */
  ObjectNode look(Fields request) {
    SweepRequest sweep = SweepRequest.read(request, clock);
    Settings config = Settings.of(request);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Checkup checkup =
        AnalyzerCheck.of(
                analyzers,
                new AnalyzerCheck.Scope(
                    sweep.config().analyzers(),
                    new LinkedHashSet<>(config.optionalList("analyzerRegions")),
                    kinds(config),
                    sweep.config().alertsServiceLinked()),
                sweep.state().listings(),
                now)
            .and(TrailLook.of(trails, Arn.regionOf(sweep.execution()).orElse("this region")));
    try {
      return told(sweep, config, checkup, now);
    } catch (AwsCallException e) {
      throw e.asStepFailure();
    }
  }

  private ObjectNode told(SweepRequest sweep, Settings config, Checkup checkup, Instant now) {
    Ledger ledger = sweep.config().ledger().map(ledgers).orElseGet(InMemoryLedger::new);
    HealthRecord.Change change = ledger.health().orElse(HealthRecord.NONE).after(checkup, now);
    ObjectNode answer =
        Json.object()
            .put("problems", count(change, false))
            .put("trails", count(change, true))
            .put("news", change.news().size())
            .put("over", change.over().size());
    ArrayNode counts = answer.putArray("counts");
    checkup.counts().forEach(count -> counts.add(RecordJson.STATE.write(count)));
    if (!change.isSilent()) {
      // Where nothing can be kept, each try and each sweep would tell the same.
      ledger.keepHealth(change.untold());
      HealthMessage message = HealthMessage.of(change, place(sweep.execution()));
      Optional<OperationsTopic> topic = config.orNone("operationsTopic").map(topics);
      if (topic.isEmpty()) {
        answer.put("subject", message.subject()).put("message", message.text());
      }
      topic.ifPresent(t -> t.publish(message));
    }
    ledger.keepHealth(change.record());
    return answer;
  }

  private static long count(HealthRecord.Change change, boolean ofTrails) {
    return change.open().stream().filter(open -> open.problem().isOfTrails() == ofTrails).count();
  }

  private static Set<AccessKind> kinds(Settings config) {
    Set<AccessKind> kinds = EnumSet.noneOf(AccessKind.class);
    for (String name : config.list("expectedAnalyzers")) {
      try {
        kinds.add(AccessKind.valueOf(name.toUpperCase(Locale.ROOT)));
      } catch (IllegalArgumentException e) {
        throw new MalformedInput(
            "%s: expected external, internal or unused, or none, found %s"
                .formatted(config.fields().at("expectedAnalyzers"), name),
            e);
      }
    }
    return kinds;
  }

  private static String place(String execution) {
    return "Account: %s. Region: %s."
        .formatted(
            Arn.accountOf(execution).orElse("unknown"), Arn.regionOf(execution).orElse("unknown"));
  }
}
