package io.accesstriage.reliability;

import com.fasterxml.jackson.databind.JsonNode;
import io.accesstriage.ledger.InMemoryLedger;
import io.accesstriage.ledger.Ledger;
import io.accesstriage.ledger.LedgerEntry;
import io.accesstriage.messages.AlertMessage;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The simulated organization and the services that the product calls. */
final class World implements AutoCloseable {
  static final Instant START = Instant.parse("2026-11-23T00:00:00Z");

  static final List<String> ANALYZERS =
      List.of(
          "arn:aws:access-analyzer:eu-west-1:111122223333:analyzer/organization-external",
          "arn:aws:access-analyzer:eu-west-1:111122223333:analyzer/organization-internal",
          "arn:aws:access-analyzer:eu-west-1:111122223333:analyzer/organization-unused",
          "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/organization-external");

  /** Roles are reported by the external analyzer of each region. */
  static final String OTHER_REGION = ANALYZERS.get(3);

  private final Timeline timeline;
  private final Chance chance;
  private final Calls calls;
  private final Journal journal = new Journal();
  private final AccessAnalyzer analyzer;
  private final Ledger entries = new InMemoryLedger();
  private final Ledger ledger;
  private final Map<String, SimulatedResource> resources = new HashMap<>();
  private final Set<Activity> activities = new LinkedHashSet<>();
  private final Map<String, Activity.Mark> marks = new HashMap<>();
  private final boolean isTraced;
  private Instant subscribedAt = START;

  /** A world in which chance decides. */
  World(Chance chance, Faults faults) {
    this(Agenda.byTime(), chance, faults, Fate.Teller.of(chance, faults), false);
  }

  /**
   * @param isTraced whether it has to be known what each activity was answered
   */
  World(Agenda agenda, Chance chance, Faults faults, Fate.Teller teller, boolean isTraced) {
    this.isTraced = isTraced;
    this.timeline = new Timeline(START, agenda);
    this.chance = chance;
    this.calls = new Calls(timeline, chance, teller);
    this.analyzer = new AccessAnalyzer(timeline, calls, chance, faults, journal);
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

  boolean isSubscribed() {
    return !now().isBefore(subscribedAt);
  }

  /** Notes a message that reached the topic. */
  void published(AlertMessage message) {
    JsonNode body = Deployment.json(String.valueOf(message.bodies().get("sqs")));
    Journal.Kind kind =
        switch (body.path("kind").asText()) {
          case "alert" -> Journal.Kind.ALERT;
          case "failure" -> Journal.Kind.FAILURE;
          case "digest" -> Journal.Kind.DIGEST;
          default -> Journal.Kind.OTHER;
        };
    String id =
        kind == Journal.Kind.FAILURE
            ? body.at("/failure/findingId").asText("")
            : body.at("/finding/id").asText("");
    Activity activity = Activity.current();
    journal.messages.add(
        new Journal.Message(now(), isSubscribed(), kind, id, activity.name, message.subject()));
    if (kind == Journal.Kind.ALERT) {
      tell(
          kind,
          id,
          body.at("/decision/severity").asText(""),
          activity.finding.answer().map(state -> state.content().identity()).orElse(0));
    }
    if (kind == Journal.Kind.DIGEST) {
      int told =
          body.at("/alerts/count").asInt()
              + body.at("/alerts/resolvedMeanwhile").asInt()
              + body.at("/alerts/archivedMeanwhile").asInt();
      journal.digestsThatLeaveOut += told == activity.marks.size() ? 0 : 1;
      activity.marks.forEach(
          (finding, mark) -> tell(kind, finding, mark.severity(), mark.revision()));
    }
  }

  private void tell(Journal.Kind kind, String findingId, String severity, int revision) {
    journal.tellings.add(
        new Journal.Telling(
            now(),
            isSubscribed(),
            kind,
            findingId,
            severity,
            revision,
            Activity.current().isRead,
            Activity.current().name));
  }

  /** Follows the marks for the digest through the calls of the ledger. */
  private void noteMarks(String call, Object[] arguments) {
    Activity activity = Activity.current();
    if (call.equals("write") && arguments[0] instanceof LedgerEntry entry) {
      if (entry.digestDue() == null) {
        marks.remove(entry.findingId());
      } else if (activity.function.equals("NotifyFunction")
          && entry.standing() != null
          && entry.standing().execution().endsWith(":" + activity.name)) {
        marks.put(
            entry.findingId(),
            new Activity.Mark(
                entry.digestDue().severity().label(),
                activity.finding.answer().map(state -> state.content().identity()).orElse(0)));
      }
    }
    if (call.equals("forEach")) {
      activity.marks = Map.copyOf(marks);
    }
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
                      Object answer = invoke(target, method, arguments);
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
