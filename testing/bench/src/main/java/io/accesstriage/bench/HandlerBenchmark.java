package io.accesstriage.bench;

import io.accesstriage.archive.ArchiveHandler;
import io.accesstriage.archive.FindingArchiver;
import io.accesstriage.decision.Outcome;
import io.accesstriage.enrich.EnrichHandler;
import io.accesstriage.enrich.FindingEnricher;
import io.accesstriage.enrich.KeyAliasReader;
import io.accesstriage.enrich.TagReader;
import io.accesstriage.enrich.TagReaders;
import io.accesstriage.evaluate.EvaluateHandler;
import io.accesstriage.evaluate.FindingEvaluator;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingArchive;
import io.accesstriage.finding.FindingEvent;
import io.accesstriage.finding.FindingStatus;
import io.accesstriage.finding.Resource;
import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;
import io.accesstriage.json.RecordJson;
import io.accesstriage.lambda.Scenario;
import io.accesstriage.ledger.Claim;
import io.accesstriage.ledger.LedgerEntry;
import io.accesstriage.ledger.Standing;
import io.accesstriage.messages.AlertMessage;
import io.accesstriage.notify.AlertTopic;
import io.accesstriage.notify.NotifyHandler;
import io.accesstriage.rules.RuleSet;
import io.accesstriage.state.StepHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What an invocation takes besides its AWS calls, warm: from the request's bytes to the answer's,
 * with everything outside answering at once.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
    value = 1,
    jvmArgs = {"-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx512m"})
public class HandlerBenchmark {
  @Param({"enrich", "evaluate", "archive", "notify"})
  private String function;

  private StepHandler handler;
  private byte[] request;

  @Setup
  public void prepare() throws IOException {
    Fields scenario = Fields.of(Scenario.of(function).request(), "request");
    request = Json.bytes(scenario.node());
    handler =
        switch (function) {
          case "enrich" -> enrich(FindingEvent.parse(scenario.object("event")));
          case "evaluate" ->
              new EvaluateHandler(
                  new FindingEvaluator(
                      RuleSet.parse("rules.yaml", Files.readString(Path.of("rules/rules.yaml"))),
                      table -> ledger(scenario, Outcome.NOTIFY, Standing.Kind.OBSERVED),
                      Clock.systemUTC()));
          case "archive" ->
              new ArchiveHandler(
                  new FindingArchiver(
                      new Archive(finding(scenario)),
                      table -> ledger(scenario, Outcome.ARCHIVE, Standing.Kind.ARCHIVED_BY_US),
                      Clock.systemUTC()));
          case "notify" ->
              new NotifyHandler(
                  arn -> new Topic(),
                  table -> ledger(scenario, Outcome.NOTIFY, Standing.Kind.ALERTED),
                  Clock.systemUTC());
          default -> throw new IllegalArgumentException(function);
        };
  }

  @Benchmark
  public void invoke() throws IOException {
    handler.prime(request);
  }

  private static Finding finding(Fields scenario) {
    return RecordJson.STATE.read(Finding.class, scenario.object("state").object("finding"));
  }

  private static FixedLedger ledger(Fields scenario, Outcome effect, Standing.Kind leadsTo) {
    Finding finding = finding(scenario);
    Claim claim =
        new Claim(
            scenario.text("execution"),
            Instant.now().plus(Claim.LIFE),
            effect,
            finding.contentHash(),
            null,
            leadsTo,
            0,
            0);
    return new FixedLedger(LedgerEntry.first(finding.id(), finding.analyzerArn()).withClaim(claim));
  }

  private static EnrichHandler enrich(Finding finding) {
    Finding read = finding.asRead("1:0000");
    return new EnrichHandler(
        config ->
            new FindingEnricher(
                (analyzer, id) -> Optional.of(read),
                new TagReaders(Map.of(KeyAliasReader.RESOURCE_TYPE, new Tags())),
                key -> List.of("alias/payments"),
                Runnable::run,
                Clock.systemUTC()));
  }

  private static final class Tags implements TagReader {
    @Override
    public String operation() {
      return "kms:ListResourceTags";
    }

    @Override
    public Map<String, String> tags(Resource resource) {
      return Map.of("Team", "payments", "Data Classification", "Internal");
    }
  }

  /** What is archived stays so until the next invocation begins. */
  private static final class Archive implements FindingArchive {
    private final Finding active;
    private final Finding archived;
    private boolean isArchived;

    Archive(Finding finding) {
      active = finding.withStatus(FindingStatus.ACTIVE);
      archived = finding.withStatus(FindingStatus.ARCHIVED);
    }

    @Override
    public Optional<Finding> read(String analyzerArn, String findingId) {
      Finding now = isArchived ? archived : active;
      isArchived = false;
      return Optional.of(now);
    }

    @Override
    public void update(String analyzerArn, String findingId, FindingStatus status) {
      isArchived = true;
    }
  }

  private static final class Topic implements AlertTopic {
    @Override
    public void publish(AlertMessage message) {}

    @Override
    public boolean hasReader() {
      return true;
    }
  }
}
