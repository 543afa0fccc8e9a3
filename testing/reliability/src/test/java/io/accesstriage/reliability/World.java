package io.accesstriage.reliability;

import com.fasterxml.jackson.databind.JsonNode;
import io.accesstriage.aws.AwsCallException;
import io.accesstriage.ledger.InMemoryLedger;
import io.accesstriage.ledger.Ledger;
import io.accesstriage.ledger.LedgerEntry;
import io.accesstriage.ledger.dynamodb.DynamoDbLedger;
import io.accesstriage.messages.AlertMessage;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The simulated organization and the services that the product calls. */
final class World implements AutoCloseable {
  static final Instant START = Instant.parse("2026-11-23T00:00:00Z");

  static final List<String> ANALYZERS =
      List.of(
          "arn:aws:access-analyzer:eu-west-1:111122223333:analyzer/organization-external",
          "arn:aws:access-analyzer:eu-west-1:111122223333:analyzer/organization-internal",
          "arn:aws:access-analyzer:eu-west-1:111122223333:analyzer/organization-unused",
          "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/organization-external");

  /** Its findings can only be known by events. */
  static final String NOT_CONFIGURED =
      "arn:aws:access-analyzer:eu-west-1:111122223333:analyzer/team-external";

  /** Roles are reported by the external analyzer of each region. */
  static final String OTHER_REGION = ANALYZERS.get(3);

  private final Timeline timeline;
  private final Chance chance;
  private final Calls calls;
  private final Journal journal = new Journal();
  private final AccessAnalyzer analyzer;
  private final Outages outages;
  private final Ledger entries;
  private final Ledger ledger;
  private final Map<String, SimulatedResource> resources = new HashMap<>();
  private final Set<Activity> activities = new LinkedHashSet<>();
  private final Map<String, Activity.Mark> marks = new HashMap<>();

  /** Findings of which the ledger says that a failure was reported. */
  private final Set<String> failed = new HashSet<>();

  private final boolean isTraced;
  private final boolean isWhole;
  private final Wire wire;
  private final Periods filtered = new Periods();
  private Instant subscribedAt = START;

  /** A world in which chance decides. */
  World(Chance chance, Faults faults) {
    this(
        Agenda.byTime(),
        chance,
        faults,
        Fate.Teller.of(chance, faults),
        Wire.Order.varying(chance),
        new DynamoDbLedger(new SimulatedTable(chance, faults.writesMeet()), "ledger"),
        false,
        true);
  }

  /** A world of a few activities, whose every answer has to be known if it is traced. */
  World(Agenda agenda, Chance chance, Faults faults, Fate.Teller teller, boolean isTraced) {
    this(agenda, chance, faults, teller, Wire.Order.KEPT, new InMemoryLedger(), isTraced, false);
  }

  private World(
      Agenda agenda,
      Chance chance,
      Faults faults,
      Fate.Teller teller,
      Wire.Order order,
      Ledger entries,
      boolean isTraced,
      boolean isWhole) {
    this.isWhole = isWhole;
    this.entries = entries;
    this.isTraced = isTraced;
    this.timeline = new Timeline(START, agenda);
    this.chance = chance;
    this.calls = new Calls(timeline, chance, teller);
    this.wire = new Wire(order);
    this.analyzer = new AccessAnalyzer(timeline, calls, chance, faults, journal, wire);
    this.outages = new Outages(this);
    this.analyzer.deleted(outages::isDeleted);
    this.ledger = calling(Ledger.class, "dynamodb", entries);
  }

  Timeline timeline() {
    return timeline;
  }

  /** The time for whoever asks. */
  Instant now() {
    return Activity.now(timeline);
  }

  Instant in(Duration duration) {
    return now().plus(duration);
  }

  /** Whether it has all that an organization has, and not only a few activities. */
  boolean isWhole() {
    return isWhole;
  }

  Wire wire() {
    return wire;
  }

  Chance chance() {
    return chance;
  }

  Calls calls() {
    return calls;
  }

  Journal journal() {
    return journal;
  }

  AccessAnalyzer analyzer() {
    return analyzer;
  }

  Outages outages() {
    return outages;
  }

  /** As the product calls it. */
  Ledger ledger() {
    return ledger;
  }

  /** What is in it, for whoever looks from outside. */
  Ledger entries() {
    return entries;
  }

  /** The executions under way. */
  Set<Activity> activities() {
    return activities;
  }

  boolean isTraced() {
    return isTraced;
  }

  void add(SimulatedResource resource) {
    resources.put(resource.arn, resource);
  }

  SimulatedResource resource(String arn) {
    SimulatedResource resource = resources.get(arn);
    if (resource == null) {
      throw new IllegalArgumentException("no such resource: " + arn);
    }
    return resource;
  }

  /** Until then nobody hears what is published. */
  void subscribeAfter(Duration duration) {
    subscribedAt = START.plus(duration);
  }

  /** In that time the only subscription has a filter that drops everything. */
  void filterBetween(Duration from, Duration to) {
    filtered.add(START.plus(from), START.plus(to));
  }

  /** Whether there is a subscription. */
  boolean isSubscribed() {
    return !now().isBefore(subscribedAt);
  }

  /** Whether anybody hears what is published. */
  boolean isHeard() {
    return isSubscribed() && !isFiltered(now());
  }

  boolean isFiltered(Instant at) {
    return filtered.contain(at);
  }

  /** Notes a message that reached the topic. */
  void published(AlertMessage message) {
    int size = MessageSize.of(message);
    journal.largestMessage = Math.max(journal.largestMessage, size);
    if (size > MessageSize.MOST) {
      journal.tooLarge.add(size);
      throw new AwsCallException("sns:Publish", "InvalidParameter", 400, "Message too long");
    }
    JsonNode body = Deployment.json(String.valueOf(message.bodies().get("sqs")));
    Journal.Kind kind =
        switch (body.path("kind").asText()) {
          case "alert" -> Journal.Kind.ALERT;
          case "failure" -> Journal.Kind.FAILURE;
          case "digest" -> Journal.Kind.DIGEST;
          default -> Journal.Kind.OTHER;
        };
    Activity activity = Activity.current();
    journal.messages.add(
        new Journal.Message(
            now(), isHeard(), kind, named(kind, body), activity.name, message.subject()));
    if (kind == Journal.Kind.ALERT) {
      Words.check(this, body);
      tell(
          kind,
          activity.subject,
          body.at("/decision/severity").asText(""),
          activity.judged.answer().map(State::content),
          activity.isRead,
          body.at("/decision/reason").asText().endsWith("a person has to decide."));
    }
    if (kind == Journal.Kind.DIGEST) {
      Words.checkDigest(this, body);
      int told =
          body.at("/alerts/count").asInt()
              + body.at("/alerts/resolvedMeanwhile").asInt()
              + body.at("/alerts/archivedMeanwhile").asInt();
      if (told != activity.marks.size()) {
        journal.digestsThatLeaveOut.add(
            "%d of %d marks at %s by %s"
                .formatted(told, activity.marks.size(), now(), activity.name));
      }
      activity.marks.forEach(
          (finding, mark) -> {
            if (!activity.settled.contains(finding)) {
              tell(kind, finding, mark.severity(), mark.content(), mark.isRead(), false);
            }
          });
    }
  }

  /** The finding that a message names; ids that are long or strange are shown as something else. */
  private static String named(Journal.Kind kind, JsonNode body) {
    String field = kind == Journal.Kind.FAILURE ? "/failure/findingId" : "/finding/id";
    boolean isNamed = !body.at(field).asText("").isEmpty();
    return isNamed ? Activity.current().subject : "";
  }

  private void tell(
      Journal.Kind kind,
      String findingId,
      String severity,
      Optional<Content> content,
      boolean isRead,
      boolean isLeftToPerson) {
    journal.tellings.add(
        new Journal.Telling(
            now(),
            isHeard(),
            kind,
            findingId,
            severity,
            content,
            isRead,
            isLeftToPerson,
            Activity.current().name));
  }

  /** Follows the marks for the digest through the calls of the ledger. */
  private void noteMarks(String call, Object[] arguments) {
    Activity activity = Activity.current();
    if (call.equals("write") && arguments[0] instanceof LedgerEntry entry) {
      noteSettledFailure(entry);
      if (entry.digestDue() == null) {
        marks.remove(entry.findingId());
      } else if (activity.function.equals("NotifyFunction")) {
        Activity.Mark mark =
            new Activity.Mark(
                entry.digestDue().severity().label(),
                activity.judged.answer().map(State::content),
                activity.isRead);
        mark.content()
            .ifPresent(
                content -> journal.markings.add(new Journal.Marking(now(), entry.findingId())));
        boolean isOwn =
            entry.standing() != null && entry.standing().execution().endsWith(":" + activity.name);
        // One that another execution has overtaken marks the finding, too, but leaves its standing.
        marks.compute(entry.findingId(), (id, before) -> isOwn || before == null ? mark : before);
      }
    }
    if (call.equals("forEach")) {
      activity.marks = Map.copyOf(marks);
    }
  }

  /** What has failed is decided after all. */
  private void noteSettledFailure(LedgerEntry entry) {
    if (entry.failure() != null) {
      failed.add(entry.findingId());
    } else if (failed.remove(entry.findingId())) {
      journal.failuresSettled.add(new Journal.Marking(now(), entry.findingId()));
    }
  }

  /** What the ledger says is over is only counted by a digest: nobody reads which one it is. */
  private static void noteSettled(LedgerEntry entry) {
    if (entry.standing() != null && entry.standing().kind().isPutAside()) {
      Activity.current().settled.add(entry.findingId());
    }
  }

  private static Object[] followed(String call, Object[] arguments) {
    if (!call.equals("forEach")) {
      return arguments;
    }
    // Each attempt of a digest reads all of it again.
    Activity.current().settled.clear();
    @SuppressWarnings("unchecked")
    Consumer<LedgerEntry> reader = (Consumer<LedgerEntry>) arguments[0];
    Consumer<LedgerEntry> followed =
        entry -> {
          noteSettled(entry);
          reader.accept(entry);
        };
    return new Object[] {followed};
  }

  /** A port each of whose methods is a call that takes time and may fail. */
  private <T> T calling(Class<T> port, String service, T target) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (proxy, method, arguments) ->
                calls.make(
                    service + ":" + method.getName(),
                    () -> {
                      Trace.arguments(service + ":" + method.getName(), arguments);
                      Object answer = invoke(target, method, followed(method.getName(), arguments));
                      noteMarks(method.getName(), arguments);
                      return answer;
                    })));
  }

  private static Object invoke(Object target, Method method, Object[] arguments) {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    timeline.close();
  }
}
