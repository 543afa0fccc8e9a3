package io.accesstriage.reliability;

import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.archive.ArchiveHandler;
import io.accesstriage.archive.FindingArchiver;
import io.accesstriage.aws.AwsCallException;
import io.accesstriage.cli.local.RunConfig;
import io.accesstriage.enrich.AccountFacts;
import io.accesstriage.enrich.EnrichHandler;
import io.accesstriage.enrich.FactsReader;
import io.accesstriage.enrich.FindingEnricher;
import io.accesstriage.enrich.KeyAliasReader;
import io.accesstriage.enrich.TagReader;
import io.accesstriage.enrich.TagReaders;
import io.accesstriage.evaluate.EvaluateHandler;
import io.accesstriage.evaluate.FindingEvaluator;
import io.accesstriage.finding.FindingArchive;
import io.accesstriage.finding.Resource;
import io.accesstriage.ledger.Ledger;
import io.accesstriage.messages.AlertMessage;
import io.accesstriage.notify.AlertTopic;
import io.accesstriage.notify.ArchiveHistory;
import io.accesstriage.notify.Digest;
import io.accesstriage.notify.DigestHandler;
import io.accesstriage.notify.NotifyHandler;
import io.accesstriage.rules.RuleSet;
import io.accesstriage.state.Mode;
import io.accesstriage.stateslanguage.Execution;
import io.accesstriage.stateslanguage.ExecutionStarter;
import io.accesstriage.stateslanguage.Interpreter;
import io.accesstriage.stateslanguage.LambdaFunction;
import io.accesstriage.stateslanguage.LambdaInvoke;
import io.accesstriage.stateslanguage.SqsSendMessage;
import io.accesstriage.stateslanguage.StateMachine;
import io.accesstriage.stateslanguage.StatesStartExecution;
import io.accesstriage.stateslanguage.StreamHandlerFunction;
import io.accesstriage.stateslanguage.TaskFailedException;
import io.accesstriage.stateslanguage.TaskResource;
import io.accesstriage.stateslanguage.UnsupportedStateMachineException;
import io.accesstriage.sweep.AnalyzerWatch;
import io.accesstriage.sweep.FindingSweep;
import io.accesstriage.sweep.OperationsTopic;
import io.accesstriage.sweep.SweepHandler;
import io.accesstriage.sweep.TriageStart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The product as it is deployed: the real state machine and handlers over the simulated world. */
final class Deployment {
  private static final Path TRIAGE = Path.of("..", "..", "statemachine.asl.json");
  private static final Path SWEEP = Path.of("..", "..", "sweep.asl.json");
  private static final String TRIAGE_ARN =
      "arn:aws:states:eu-west-1:111122223333:stateMachine:access-analyzer-triage";
  private static final String SWEEP_ARN =
      "arn:aws:states:eu-west-1:111122223333:stateMachine:access-analyzer-sweep";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Compiling them takes longer than most runs. */
  private static final Map<String, RuleSet> RULES = new ConcurrentHashMap<>();

  private static final Map<String, StateMachine> MACHINES = new ConcurrentHashMap<>();

  private static final LambdaLogger SILENT =
      new LambdaLogger() {
        @Override
        public void log(String message) {}

        @Override
        public void log(byte[] message) {}
      };

  private final World world;
  private final Sabotage sabotage;
  private final Setting setting;
  private StateMachine triage;
  private StateMachine sweep;
  private final LambdaFunction digest;
  private final Map<String, TaskResource> resources;
  private final Map<Law, RequestStreamHandler> evaluators = new HashMap<>();
  private final Ledger ledger;
  private Law law;
  private Consumer<String> worstMoment = finding -> {};

  /** Starts of executions, by name, which cannot be used twice. */
  private final Map<String, Instant> started = new HashMap<>();

  Deployment(World world, Sabotage sabotage) {
    this(world, sabotage, Setting.USUAL, Law.FIRST);
  }

  Deployment(World world, Sabotage sabotage, Setting setting, Law firstLaw) {
    this.law = firstLaw;
    this.world = world;
    this.sabotage = sabotage;
    this.setting = setting;
    Mode first = setting.observed().isZero() ? Mode.ARCHIVE : Mode.OBSERVE;
    this.triage = triage(first);
    this.sweep = machine(text(SWEEP), first);
    world.analyzer().sabotage(sabotage);
    this.ledger = sabotage.ledger(world.ledger());
    FindingArchive archive = sabotage.archive(world.analyzer());
    AccountFacts accounts =
        world.isWhole()
            ? new AccountFacts(
                new SimulatedOrganization(world.calls()), Activity.CLOCK, Runnable::run)
            : null;
    Map<String, LambdaFunction> functions = new HashMap<>();
    LambdaFunction enrich =
        handler(
            new EnrichHandler(
                config ->
                    new FindingEnricher(
                        world.analyzer(),
                        new FactsReader(tagReaders(), aliasReader(), accounts, Runnable::run),
                        Activity.CLOCK)));
    functions.put(
        "EnrichFunction",
        payload -> {
          Activity.current().beginReading();
          return enrich.invoke(payload);
        });
    functions.put(
        "EvaluateFunction",
        payload -> {
          Activity.current().law = law;
          Activity.current().decidedAt = world.now();
          return handler(evaluator(law)).invoke(payload);
        });
    LambdaFunction archiver =
        handler(new ArchiveHandler(new FindingArchiver(archive, table -> ledger, Activity.CLOCK)));
    functions.put(
        "ArchiveFunction",
        payload -> {
          worstMoment.accept(Activity.current().subject);
          return archiver.invoke(payload);
        });
    LambdaFunction notifier =
        handler(
            new NotifyHandler(topic -> sabotage.topic(topic()), table -> ledger, Activity.CLOCK));
    functions.put(
        "NotifyFunction", payload -> notifier.invoke(sabotage.payload("NotifyFunction", payload)));
    LambdaFunction sweeper =
        handler(
            new SweepHandler(
                new FindingSweep(
                    world.analyzer(),
                    table -> ledger,
                    this::started,
                    Activity.CLOCK,
                    pause -> world.calls().pass(pause)),
                new AnalyzerWatch(
                    sabotage.analyzers(world.outages()),
                    sabotage.trails(world.outages().trails()),
                    table -> ledger,
                    topic -> sabotage.operations(operations()),
                    Activity.CLOCK)));
    functions.put(
        "SweepFunction",
        payload -> {
          if (!payload.has("ask")) {
            return sweeper.invoke(payload);
          }
          world.journal().answered.clear();
          JsonNode answer = sweeper.invoke(payload);
          world
              .journal()
              .looks
              .add(new SilenceLaw.Look(world.now(), List.copyOf(world.journal().answered)));
          return answer;
        });
    this.digest =
        handler(
            new DigestHandler(
                new Digest(
                    topic -> sabotage.topic(topic()),
                    table -> ledger,
                    asked -> new ArchiveHistory.Page(List.of(), null),
                    Activity.CLOCK,
                    1)));
    LambdaInvoke lambda = new LambdaInvoke(functions);
    this.resources =
        Map.of(
            LambdaInvoke.ARN,
            parameters ->
                world
                    .calls()
                    .invoke(
                        parameters.path("FunctionName").asText(), () -> lambda.call(parameters)),
            SqsSendMessage.ARN,
            new SqsSendMessage((queue, body) -> deadLetter()),
            StatesStartExecution.ARN,
            new StatesStartExecution(this::continued));
  }

  private RequestStreamHandler evaluator(Law newLaw) {
    return evaluators.computeIfAbsent(
        newLaw,
        each -> {
          RuleSet rules =
              RULES.computeIfAbsent(
                  sabotage.rules(each.file()),
                  text -> RuleSet.parse("rules-" + each + ".yaml", text));
          return new EvaluateHandler(new FindingEvaluator(rules, table -> ledger, Activity.CLOCK));
        });
  }

  /** What happens to a finding that is about to be archived, given its id. */
  void atWorstMoment(Consumer<String> happening) {
    worstMoment = happening;
  }

  /** Deploys other rules. */
  void deploy(Law newLaw) {
    law = newLaw;
  }

  /** From now on findings are archived; executions under way go on as they began. */
  void archive() {
    triage = triage(Mode.ARCHIVE);
    sweep = machine(text(SWEEP), Mode.ARCHIVE);
  }

  private StateMachine triage(Mode mode) {
    return machine(sabotage.stateMachine(text(TRIAGE)), mode);
  }

  private StateMachine machine(String text, Mode mode) {
    return MACHINES.computeIfAbsent(
        mode + " " + setting.mostArchives() + " " + text, key -> parsed(text, mode, setting));
  }

  Law law() {
    return law;
  }

  /** Sends a digest, as the schedule invokes its function: twice more where it fails. */
  void digest(Instant at) {
    Activity activity =
        new Activity("digest-" + at.getEpochSecond(), Agenda.EVERYTHING, at, world.isTraced());
    world.timeline().begin(at, Agenda.EVERYTHING, () -> activity.run(() -> digest(activity)));
  }

  private void digest(Activity activity) {
    world.activities().add(activity);
    JsonNode request = json("{\"config\": {\"ledger\": \"ledger\", \"topic\": \"alerts\"}}");
    boolean isDone = false;
    for (int attempt = 1; attempt <= 3 && !isDone; attempt++) {
      try {
        world.calls().invoke("DigestFunction", () -> invoked(request));
        isDone = true;
      } catch (TaskFailedException e) {
        world.journal().digestAlarms.add(world.now());
        world.calls().pass(Duration.ofMinutes(attempt));
      } catch (Calls.Aborted e) {
        world.journal().digestAlarms.add(world.now());
        isDone = true;
      }
    }
    world.activities().remove(activity);
    world
        .journal()
        .endings
        .add(
            new Journal.Ending(
                activity.name, isDone ? "SENT" : "FAILED", activity.clock.instant()));
  }

  private JsonNode invoked(JsonNode request) throws TaskFailedException {
    try {
      JsonNode answer = digest.invoke(request);
      if (!answer.path("listening").asBoolean(true)) {
        world.journal().digestAlarms.add(world.now());
      }
      return answer;
    } catch (TaskFailedException e) {
      throw e;
    } catch (Exception e) {
      throw new TaskFailedException(e.getClass().getName(), String.valueOf(e.getMessage()));
    }
  }

  /** Starts a sweep. */
  void sweep(Instant at) {
    startSweep("sweep-" + at.getEpochSecond(), JsonNodeFactory.instance.objectNode());
  }

  private void startSweep(String name, JsonNode input) {
    if (started.putIfAbsent(name, world.now()) == null) {
      world
          .timeline()
          .begin(
              world.now(),
              Agenda.EVERYTHING,
              () ->
                  execute(
                      sweep, SWEEP_ARN, name, Agenda.EVERYTHING, input, Activity.Served.nothing()));
    }
  }

  /** As the sweep starts triages. */
  private TriageStart started(String stateMachine, String name, JsonNode input) {
    return world
        .calls()
        .make(
            "states:StartExecution",
            () -> {
              boolean isNew = !started.containsKey(name);
              start(
                  name,
                  input.at("/reference/findingId").asText(),
                  input,
                  world.now(),
                  Activity.Served.nothing());
              return isNew ? TriageStart.STARTED : TriageStart.STARTED_BEFORE;
            });
  }

  /** As a sweep goes on in another execution. */
  private ExecutionStarter.Started continued(
      String stateMachine, @Nullable String name, JsonNode input) throws TaskFailedException {
    try {
      return world
          .calls()
          .make(
              "states:StartExecution",
              () -> {
                startSweep(String.valueOf(name), input);
                return new ExecutionStarter.Started(SWEEP_ARN + ":" + name, world.now());
              });
    } catch (AwsCallException e) {
      throw new TaskFailedException(
          "StepFunctions.SdkClientException", String.valueOf(e.getMessage()));
    }
  }

  /**
   * Starts an execution of the triage state machine.
   *
   * @param name if it was used before, nothing is started
   * @param subject the finding that it is about
   * @param announced the finding as the input describes it
   */
  void start(
      String name, String subject, JsonNode input, Instant at, Activity.Served<State> announced) {
    if (started.putIfAbsent(name, at) == null) {
      world
          .timeline()
          .begin(at, subject, () -> execute(triage, TRIAGE_ARN, name, subject, input, announced));
    }
  }

  private void execute(
      StateMachine machine,
      String arn,
      String name,
      String subject,
      JsonNode input,
      Activity.Served<State> announced) {
    Activity activity = new Activity(name, subject, world.now(), world.isTraced());
    activity.finding = announced;
    activity.announced = announced;
    world.activities().add(activity);
    activity.run(
        () -> {
          String status;
          try {
            Execution execution =
                new Interpreter(machine, arn, resources, activity.clock, world.chance().random())
                    .run(name, input);
            status = execution.status().name();
          } catch (Calls.Aborted e) {
            status = "ABORTED";
          }
          world.activities().remove(activity);
          world.journal().endings.add(new Journal.Ending(name, status, activity.clock.instant()));
        });
  }

  private LambdaFunction handler(RequestStreamHandler handler) {
    StreamHandlerFunction function = new StreamHandlerFunction("function", handler, SILENT);
    return payload -> world.calls().inFunction(payload::toString, () -> function.invoke(payload));
  }

  private TagReaders tagReaders() {
    Map<String, TagReader> readers = new HashMap<>();
    for (String type : Law.TAGGED) {
      readers.put(
          type,
          new TagReader() {
            @Override
            public String operation() {
              return "tags:Read";
            }

            @Override
            public Map<String, String> tags(Resource resource) {
              Activity activity = Activity.current();
              activity.tags = Activity.Served.nothing();
              Map<String, String> tags =
                  world.calls().make(operation(), () -> labels(resource, operation()).tags());
              activity.tags = new Activity.Served<>(Optional.of(tags), world.now());
              return tags;
            }
          });
    }
    return new TagReaders(readers);
  }

  private KeyAliasReader aliasReader() {
    return key -> {
      Activity activity = Activity.current();
      activity.aliases = Activity.Served.nothing();
      List<String> aliases =
          world.calls().make("kms:ListAliases", () -> labels(key, "kms:ListAliases").aliases());
      activity.aliases = new Activity.Served<>(Optional.of(aliases), world.now());
      return aliases;
    };
  }

  private SimulatedResource.Labels labels(Resource asked, String operation) {
    SimulatedResource resource = world.resource(asked.arn());
    if (resource.denied.contain(world.now())) {
      throw new AwsCallException(operation, "AccessDeniedException", 400, "simulated");
    }
    return resource.labels.now();
  }

  private AlertTopic topic() {
    return new AlertTopic() {
      @Override
      public void publish(AlertMessage message) {
        world
            .calls()
            .make(
                "sns:Publish",
                () -> {
                  world.published(message);
                  return true;
                });
      }

      @Override
      public boolean hasReader() {
        return world.calls().make("sns:GetTopicAttributes", world::isSubscribed);
      }

      @Override
      public boolean hasUnfilteredReader() {
        return world.calls().make("sns:ListSubscriptionsByTopic", world::isHeard);
      }
    };
  }

  private OperationsTopic operations() {
    return message ->
        world
            .calls()
            .make(
                "sns:Publish",
                () ->
                    world
                        .journal()
                        .operations
                        .add(new SilenceLaw.Told(world.now(), message.subject(), message.text())));
  }

  private String deadLetter() throws TaskFailedException {
    try {
      return world
          .calls()
          .make("sqs:SendMessage", () -> "message-" + ++world.journal().deadLetters);
    } catch (AwsCallException e) {
      throw new TaskFailedException("SQS.AmazonSQSException", String.valueOf(e.getMessage()));
    }
  }

  /** With the template's defaults, but for what makes a day eventful. */
  private static StateMachine parsed(String text, Mode mode, Setting setting) {
    RunConfig parameters =
        new RunConfig(
            List.of(
                "Mode=" + mode.name().toLowerCase(Locale.ROOT),
                "MaxArchivesPerRulePerDay=" + setting.mostArchives(),
                "AlertTags=Owner,Team",
                "ImmediateAlerts=medium",
                "MaxImmediateAlertsPerHour=100"));
    Map<String, String> substitutions =
        new HashMap<>(parameters.substitutions(Set.copyOf(World.ANALYZERS)));
    substitutions.put(
        "AnalyzerArns",
        Stream.concat(World.ANALYZERS.stream(), Outages.ANALYZERS.stream())
            .collect(Collectors.joining(",")));
    substitutions.put("OperationsTopic", "operations");
    substitutions.put("ExpectedAnalyzers", "external");
    substitutions.put("AnalyzerRegions", String.join(",", Outages.REGIONS));
    substitutions.put("Account", "111122223333");
    substitutions.put("TriageStateMachine", TRIAGE_ARN);
    substitutions.put("SweepHours", "3");
    try {
      return StateMachine.parse(text, substitutions);
    } catch (UnsupportedStateMachineException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The input by which the sweep starts a triage. */
  static JsonNode reference(String analyzerArn, String findingId) {
    ObjectNode input = JsonNodeFactory.instance.objectNode();
    input.putObject("reference").put("analyzerArn", analyzerArn).put("findingId", findingId);
    return input;
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
