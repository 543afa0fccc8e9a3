package io.accesstriage.reliability;

import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.cli.local.RunConfig;
import io.accesstriage.decision.Severity;
import io.accesstriage.evaluate.EvaluateHandler;
import io.accesstriage.evaluate.FindingEvaluator;
import io.accesstriage.facts.Owner;
import io.accesstriage.finding.FindingPage;
import io.accesstriage.finding.FindingStatus;
import io.accesstriage.finding.ListedFinding;
import io.accesstriage.fixtures.ledger.StandingBuilder;
import io.accesstriage.health.AnalyzerState;
import io.accesstriage.health.Analyzers;
import io.accesstriage.health.FindingTotal;
import io.accesstriage.health.Trails;
import io.accesstriage.ledger.DigestDue;
import io.accesstriage.ledger.FindingSummary;
import io.accesstriage.ledger.Ledger;
import io.accesstriage.ledger.LedgerEntry;
import io.accesstriage.ledger.Review;
import io.accesstriage.ledger.Standing;
import io.accesstriage.ledger.dynamodb.DynamoDbLedger;
import io.accesstriage.messages.AlertMessage;
import io.accesstriage.notify.AlertTopic;
import io.accesstriage.notify.ArchiveHistory;
import io.accesstriage.notify.Digest;
import io.accesstriage.notify.DigestHandler;
import io.accesstriage.rules.RuleSet;
import io.accesstriage.stateslanguage.Execution;
import io.accesstriage.stateslanguage.ExecutionStarter;
import io.accesstriage.stateslanguage.Interpreter;
import io.accesstriage.stateslanguage.LambdaFunction;
import io.accesstriage.stateslanguage.LambdaInvoke;
import io.accesstriage.stateslanguage.SimulatedClock;
import io.accesstriage.stateslanguage.StateMachine;
import io.accesstriage.stateslanguage.StatesStartExecution;
import io.accesstriage.stateslanguage.StreamHandlerFunction;
import io.accesstriage.sweep.AnalyzerWatch;
import io.accesstriage.sweep.FindingSweep;
import io.accesstriage.sweep.SweepHandler;
import io.accesstriage.sweep.TriageStart;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;
import org.jspecify.annotations.Nullable;

/**
 * What a sweep and a digest take, by how many findings there are: the real state machine and
 * functions over a list and a table that are made up as they are read. Of a hundred findings one
 * has no entry, so that its triage is started, and one is marked for the digest. Ends of executions
 * and triages that are started are not simulated.
 */
final class Growth {
  private static final Path HOME = Path.of(System.getProperty("triage.home", "../.."));
  private static final Instant NOW = Instant.parse("2026-11-24T07:00:00Z");
  private static final Instant UPDATED = NOW.minus(Duration.ofDays(9));
  private static final String ANALYZER = World.ANALYZERS.get(0);
  private static final int PAGE = 100;
  private static final int EVERY = 100;

  /** A call of AWS, Lambda's own among them. */
  private static final Duration CALL = Duration.ofMillis(40);

  private static final LambdaLogger SILENT =
      new LambdaLogger() {
        @Override
        public void log(String message) {}

        @Override
        public void log(byte[] message) {}
      };

  private final SimulatedClock clock = SimulatedClock.startingAt(NOW);
  private final Map<String, Integer> made = new TreeMap<>();
  private final RuleSet rules;
  private final int findings;
  private final GeneratedTable table;
  private final Ledger ledger;
  private Duration inFunctions = Duration.ZERO;

  private Growth(int findings) throws Exception {
    this.findings = findings;
    this.rules = RuleSet.parse("rules.yaml", Files.readString(HOME.resolve("rules/rules.yaml")));
    this.table = new GeneratedTable(findings, this::entry);
    this.ledger = new DynamoDbLedger(table, "ledger");
  }

  /**
   * What it took.
   *
   * @param calls how often each call of AWS was made
   * @param transitions of states that were entered
   * @param simulated until it ended, were each call to take 40 ms
   * @param inFunctions of it the time in functions
   * @param cpu that this JVM used, the simulation's own with it
   * @param heap the most that was left after a collection
   */
  record Figures(
      int findings,
      Map<String, Integer> calls,
      int transitions,
      Duration simulated,
      Duration inFunctions,
      long readUnits,
      long writeUnits,
      Duration cpu,
      long heap) {
    /** As a row of docs/performance.md. */
    String row(String what) {
      return String.format(
          Locale.ROOT,
          "| %s | %,d | %,d | %,d | %.1f | %.1f | %d | %.3f |",
          what,
          findings,
          calls.values().stream().mapToInt(Integer::intValue).sum(),
          transitions,
          simulated.toMillis() / 60_000.0,
          cpu.toMillis() / 1_000.0,
          heap >> 20,
          dollars());
    }

    /**
     * At the list prices of docs/operations.md, whose page for DynamoDB has 0.125 for 1,000,000
     * read units and 0.625 for as many write units.
     */
    double dollars() {
      int invocations =
          calls.entrySet().stream()
              .filter(call -> call.getKey().startsWith("lambda:"))
              .mapToInt(Map.Entry::getValue)
              .sum();
      return transitions * 0.025 / 1_000
          + inFunctions.toMillis() / 1_000.0 * 0.0000133334
          + invocations * 0.20 / 1_000_000
          + (readUnits * 0.125 + writeUnits * 0.625) / 1_000_000;
    }
  }

  static Figures ofSweep(int findings) throws Exception {
    Growth growth = new Growth(findings);
    return growth.measured(growth::sweep);
  }

  static Figures ofDigest(int findings) throws Exception {
    Growth growth = new Growth(findings);
    return growth.measured(growth::digest);
  }

  /** What is measured; it says how many states were entered. */
  private interface Measured {
    int run() throws Exception;
  }

  private Figures measured(Measured what) throws Exception {
    AtomicLong heap = new AtomicLong();
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      ((NotificationEmitter) collector)
          .addNotificationListener(
              (event, unused) -> {
                if (event.getUserData() instanceof CompositeData data) {
                  long left =
                      com.sun.management.GarbageCollectionNotificationInfo.from(data)
                          .getGcInfo()
                          .getMemoryUsageAfterGc()
                          .entrySet()
                          .stream()
                          .filter(pool -> pool.getKey().matches(".*(Eden|Survivor|Old|Tenured).*"))
                          .mapToLong(pool -> pool.getValue().getUsed())
                          .sum();
                  heap.accumulateAndGet(left, Math::max);
                }
              },
              null,
              null);
    }
    long begun = cpuNanos();
    int transitions = what.run();
    Duration cpu = Duration.ofNanos(cpuNanos() - begun);
    Map<String, Integer> calls = new TreeMap<>(made);
    calls.putAll(table.made());
    return new Figures(
        findings,
        calls,
        transitions,
        Duration.between(NOW, clock.instant()),
        inFunctions,
        table.readUnits(),
        table.writeUnits(),
        cpu,
        heap.get());
  }

  private static long cpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private @Nullable LedgerEntry entry(int number) {
    if (number % EVERY == 0 && status(number) != FindingStatus.RESOLVED) {
      return null;
    }
    Standing.Kind kind =
        switch (status(number)) {
          case ARCHIVED -> Standing.Kind.ARCHIVED_BY_US;
          case RESOLVED -> Standing.Kind.RESOLVED;
          default -> Standing.Kind.ALERTED;
        };
    LedgerEntry entry =
        LedgerEntry.first(GeneratedTable.id(number), ANALYZER)
            .withSummary(
                new FindingSummary(
                    "arn:aws:s3:::amzn-s3-demo-bucket-" + number,
                    "AWS::S3::Bucket",
                    "111122223333",
                    "ExternalAccess",
                    "arn:aws:iam::444455556666:role/reader",
                    false,
                    Owner.UNKNOWN,
                    null,
                    null,
                    List.of("s3:GetObject"),
                    false))
            .withStanding(
                StandingBuilder.of(kind)
                    .contentHash("2:%064d:%064d:%064d".formatted(number, number, number))
                    .severity(Severity.MEDIUM)
                    .rule(kind == Standing.Kind.ARCHIVED_BY_US ? "development-key-sharing" : null)
                    .rulesVersion(rules.version())
                    .reason("No archive rule applies.")
                    .at(UPDATED)
                    .build())
            .withReview(new Review(NOW.plus(Duration.ofDays(20)), rules.version(), UPDATED, null));
    return number % EVERY == 1
        ? entry.withDigestDue(new DigestDue(UPDATED, Severity.MEDIUM, "No archive rule applies."))
        : entry;
  }

  /** Of a hundred eighty are active, fifteen archived, five resolved. */
  private FindingStatus status(int number) {
    int place = (int) (100L * number / findings);
    return place < 80
        ? FindingStatus.ACTIVE
        : place < 95 ? FindingStatus.ARCHIVED : FindingStatus.RESOLVED;
  }

  private FindingPage<ListedFinding> page(FindingStatus status, @Nullable String token) {
    call("access-analyzer:ListFindings");
    List<ListedFinding> page =
        IntStream.range(token == null ? 0 : Integer.parseInt(token), findings)
            .filter(number -> status(number) == status)
            .limit(PAGE)
            .mapToObj(number -> new ListedFinding(GeneratedTable.id(number), UPDATED))
            .toList();
    int next =
        page.isEmpty()
            ? findings
            : Integer.parseInt(page.get(page.size() - 1).id().substring(0, 8)) + 1;
    return new FindingPage<>(
        page, next < findings && status(next) == status ? String.valueOf(next) : null);
  }

  private void call(String operation) {
    made.merge(operation, 1, Integer::sum);
    clock.advance(CALL);
  }

  private int sweep() throws Exception {
    FindingSweep sweep =
        new FindingSweep(
            (analyzer, status, newestFirst, token) -> page(status, token),
            name -> ledger,
            (machine, name, input) -> {
              call("states:StartExecution");
              return TriageStart.STARTED;
            },
            clock,
            clock::advance);
    AnalyzerWatch watch =
        new AnalyzerWatch(
            new SoundAnalyzer(), new OneTrail(), name -> ledger, topic -> message -> {}, clock);
    Map<String, LambdaFunction> functions =
        Map.of(
            "EvaluateFunction",
            function(
                "evaluate",
                new EvaluateHandler(new FindingEvaluator(rules, name -> ledger, clock))),
            "SweepFunction",
            function("sweep", new SweepHandler(sweep, watch)));
    Deque<JsonNode> parts = new ArrayDeque<>(List.of(JsonNodeFactory.instance.objectNode()));
    Map<String, String> parameters =
        new TreeMap<>(new RunConfig(List.of("Mode=archive")).substitutions(Set.of(ANALYZER)));
    parameters.put("TriageStateMachine", "triage");
    Interpreter interpreter =
        new Interpreter(
            StateMachine.parse(Files.readString(HOME.resolve("sweep.asl.json")), parameters),
            "arn:aws:states:eu-west-1:111122223333:stateMachine:sweep",
            Map.of(
                LambdaInvoke.ARN,
                new LambdaInvoke(functions),
                StatesStartExecution.ARN,
                new StatesStartExecution(
                    (machine, name, input) -> {
                      call("states:StartExecution of a sweep");
                      parts.add(input);
                      return new ExecutionStarter.Started("sweep", clock.instant());
                    })),
            clock,
            new SplittableRandom(1));
    int transitions = 0;
    for (int part = 0; !parts.isEmpty(); part++) {
      Execution execution = interpreter.run("sweep-" + part, parts.remove());
      if (execution.status() != Execution.Status.SUCCEEDED) {
        throw new IllegalStateException("the sweep failed: " + execution.error());
      }
      transitions += execution.steps().size();
    }
    return transitions;
  }

  private int digest() throws Exception {
    AlertTopic topic =
        new AlertTopic() {
          @Override
          public void publish(AlertMessage message) {
            call("sns:Publish");
          }

          @Override
          public boolean hasReader() {
            return true;
          }
        };
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    request.putObject("config").put("ledger", "ledger").put("topic", "alerts");
    function(
            "digest",
            new DigestHandler(
                new Digest(
                    arn -> topic,
                    name -> ledger,
                    asked -> new ArchiveHistory.Page(List.of(), null),
                    clock,
                    1)))
        .invoke(request);
    return 0;
  }

  private LambdaFunction function(String name, RequestStreamHandler handler) {
    StreamHandlerFunction function = new StreamHandlerFunction(name, handler, SILENT);
    return payload -> {
      Instant begun = clock.instant();
      int tableCalls = tableCalls();
      JsonNode answer = function.invoke(payload);
      clock.advance(CALL.multipliedBy(tableCalls() - tableCalls));
      inFunctions = inFunctions.plus(Duration.between(begun, clock.instant()));
      call("lambda:Invoke " + name);
      return answer;
    };
  }

  private int tableCalls() {
    return table.made().values().stream().mapToInt(Integer::intValue).sum();
  }

  /** It looks, and its statistics say nothing. */
  private final class SoundAnalyzer implements Analyzers {
    @Override
    public AnalyzerState get(String analyzerArn) {
      call(GET);
      return new AnalyzerState(
          analyzerArn, "ORGANIZATION", AnalyzerState.ACTIVE, null, UPDATED, NOW);
    }

    @Override
    public List<AnalyzerState> inRegion(String region) {
      call(LIST);
      return List.of();
    }

    @Override
    public Optional<FindingTotal> total(String analyzerArn) {
      call(STATISTICS);
      return Optional.empty();
    }
  }

  /** One that logs. */
  private final class OneTrail implements Trails {
    @Override
    public List<Trail> inRegion() {
      call(LIST);
      return List.of(
          new Trail("all", "arn:aws:cloudtrail:eu-west-1:111122223333:trail/all", "eu-west-1"));
    }

    @Override
    public boolean isLogging(Trail trail) {
      call(STATUS);
      return true;
    }

    @Override
    public boolean logsChanges(Trail trail) {
      call(SELECTORS);
      return true;
    }
  }
}
