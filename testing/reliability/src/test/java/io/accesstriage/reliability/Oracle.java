package io.accesstriage.reliability;

import io.accesstriage.reliability.Journal.Actor;
import io.accesstriage.reliability.Journal.Ground;
import io.accesstriage.reliability.Journal.Kind;
import io.accesstriage.reliability.Journal.Message;
import io.accesstriage.reliability.Journal.Telling;
import io.accesstriage.reliability.Journal.Update;
import io.accesstriage.reliability.Law.Case;
import io.accesstriage.reliability.State.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The independent statement of what should be: it knows what is true in the world, what the world
 * answered, what took effect, and the rules as {@link Law} states them. It neither uses the product
 * nor looks into its ledger.
 */
final class Oracle {
  /** How old a decision may be when it is carried out, and what the last calls take. */
  private static final Duration MOST_AGE = Duration.ofMinutes(16);

  /** What passes between a reading and the update after it, and how old the reading can be. */
  static final Duration RACE = AccessAnalyzer.STALENESS.plusSeconds(5);

  /** How many executions can have seen the same count of a day before any of them adds to it. */
  private static final int AT_ONCE = 30;

  private final World world;
  private final Duration race;
  private final Timed<Law> laws;
  private final Setting setting;
  private final Map<String, List<Telling>> tellings = new HashMap<>();
  private final Map<String, List<Update>> updates = new HashMap<>();
  private final Verdict verdict =
      new Verdict(
          new ArrayList<>(),
          new ArrayList<>(),
          new ArrayList<>(),
          new ArrayList<>(),
          new ArrayList<>(),
          new TreeMap<>());

  /**
   * @param race how long what was read can stay true until it is acted upon
   */
  Oracle(World world, Timed<Law> laws, Duration race, Setting setting) {
    this.setting = setting;
    this.race = race;
    this.world = world;
    this.laws = laws;
    for (Telling telling : world.journal().tellings) {
      tellings.computeIfAbsent(telling.findingId(), id -> new ArrayList<>()).add(telling);
    }
    for (Update update : world.journal().updates) {
      updates.computeIfAbsent(update.finding().id, id -> new ArrayList<>()).add(update);
    }
  }

  Verdict judge() {
    world.journal().updates.stream()
        .filter(u -> u.actor() == Actor.PRODUCT && u.after().status() == Status.ARCHIVED)
        .forEach(this::judgeArchive);
    for (SimulatedFinding finding : world.analyzer().findings().values()) {
      judgeAlerts(finding);
      judgeEnd(finding);
    }
    judgeReports();
    judgeSetting();
    if (world.journal().digestsThatLeaveOut > 0) {
      verdict.lost().add("findings that were marked for a digest which does not count them");
    }
    count();
    return verdict;
  }

  /** Each archive rests on rules of that time, and on facts that were read. */
  private void judgeArchive(Update update) {
    Ground ground = update.ground();
    if (ground == null || ground.law() == null || ground.finding().answer().isEmpty()) {
      wrong(update, "archived without having been read and judged");
      return;
    }
    State served = ground.finding().answer().get();
    if (ground.finding().at().isBefore(update.at().minus(race))) {
      wrong(update, "archived as it was read at " + ground.finding().at());
    }
    if (!served.content().equals(update.before().content())
        && update.before().updatedAt().isBefore(update.at().minus(race))) {
      wrong(
          update,
          "archived with content %s, but read was %s"
              .formatted(update.before().content(), served.content()));
    }
    if (!ground
        .law()
        .archives(
            new Case(update.finding(), served.content(), ground.tags(), aliases(update, ground)))) {
      wrong(
          update,
          "archived under the %s rules with tags %s, aliases %s"
              .formatted(ground.law(), ground.tags(), ground.aliases()));
    }
    if (laws.between(update.at().minus(MOST_AGE), update.at()).noneMatch(ground.law()::equals)) {
      wrong(
          update,
          "archived under the %s rules, which were replaced before".formatted(ground.law()));
    }
    if (ground.readAt().isBefore(update.at().minus(MOST_AGE))) {
      wrong(update, "archived on facts of " + ground.readAt());
    }
  }

  private static Optional<List<String>> aliases(Update update, Ground ground) {
    return update.finding().resource.type.equals(Law.KEY)
        ? ground.aliases()
        : Optional.of(List.of());
  }

  private void wrong(Update update, String why) {
    verdict
        .archivedAgainstRules()
        .add(
            "%s at %s by %s: %s"
                .formatted(
                    update.finding().id,
                    update.at(),
                    update.ground() == null ? "nobody" : update.ground().execution(),
                    why));
  }

  /**
   * The same content is told once, but for one repetition, until it gets worse or its status
   * changes.
   */
  private void judgeAlerts(SimulatedFinding finding) {
    // What only an event told, nobody knows to be what is read later.
    Map<String, List<Telling>> same = new TreeMap<>();
    for (Telling telling : tellings.getOrDefault(finding.id, List.of())) {
      long changes =
          updates.getOrDefault(finding.id, List.of()).stream()
              .filter(u -> u.at().isBefore(telling.at()))
              .count();
      if (telling.kind() == Kind.ALERT) {
        same.computeIfAbsent(
                telling.revision() + " " + telling.isRead() + " " + changes,
                key -> new ArrayList<>())
            .add(telling);
      }
    }
    for (List<Telling> told : same.values()) {
      int worst = -1;
      int sinceWorse = 0;
      int most = 0;
      for (Telling alert : told) {
        int severity = List.of("low", "medium", "high", "critical").indexOf(alert.severity());
        sinceWorse = severity > worst ? 0 : sinceWorse + 1;
        worst = Math.max(worst, severity);
        most = Math.max(most, sinceWorse);
        add("alerts repeated for the same content", sinceWorse > 0 ? 1 : 0);
      }
      if (most > 1) {
        verdict
            .alertedTooOften()
            .add(
                "%s: %s"
                    .formatted(
                        finding.id,
                        told.stream()
                            .map(m -> m.severity() + " at " + m.at() + " by " + m.execution())
                            .toList()));
      }
    }
  }

  /** While it only observes, nothing is changed; no rule archives more in a day than it may. */
  private void judgeSetting() {
    Map<String, Integer> archived = new TreeMap<>();
    for (Update update : world.journal().updates) {
      if (update.actor() == Actor.PRODUCT) {
        if (update.at().isBefore(World.START.plus(setting.observed()))) {
          wrong(update, "set to %s in observe mode".formatted(update.after().status()));
        }
        if (update.after().status() == Status.ARCHIVED && update.ground() != null) {
          archived.merge(
              LocalDate.ofInstant(update.at(), ZoneOffset.UTC)
                  + " "
                  + Law.rule(update.finding(), update.before().content()),
              1,
              Integer::sum);
        }
      }
    }
    archived.forEach(
        (ruleAndDay, times) -> {
          if (times > setting.mostArchives() + AT_ONCE) {
            verdict.archivedAgainstRules().add("%d by %s".formatted(times, ruleAndDay));
          }
        });
    if (setting.isBraked()) {
      archived.forEach((ruleAndDay, times) -> add("archived by " + ruleAndDay, times));
    }
  }

  /** The same failure of an execution is reported once, but for one repetition. */
  private void judgeReports() {
    Map<String, Integer> reports = new TreeMap<>();
    for (Message message : world.journal().messages) {
      if (message.kind() == Kind.FAILURE) {
        reports.merge(message.findingId() + " by " + message.execution(), 1, Integer::sum);
      }
    }
    reports.forEach(
        (report, times) -> {
          add("failure reports repeated", times - 1);
          if (times > 2) {
            verdict.alertedTooOften().add("failure of %s: %d times".formatted(report, times));
          }
        });
  }

  /** What a finding came to. */
  private void judgeEnd(SimulatedFinding finding) {
    State state = finding.now();
    switch (state.status()) {
      case ACTIVE -> judgeActive(finding, state);
      case ARCHIVED -> {
        boolean byProduct = lastUpdate(finding).map(u -> u.actor() == Actor.PRODUCT).orElse(false);
        add(byProduct ? "archived by the product at the end" : "archived by others at the end", 1);
        if (byProduct && always(finding, c -> laws.now().reopens(c))) {
          verdict.leftArchived().add(described(finding));
        }
      }
      case RESOLVED, GONE -> add("resolved or gone at the end", 1);
    }
  }

  private void judgeActive(SimulatedFinding finding, State state) {
    add("active at the end", 1);
    List<Telling> told =
        tellings(finding)
            .filter(m -> m.heard() && state.content().isKnownBy(m.revision()))
            .toList();
    if (told.isEmpty()) {
      verdict.lost().add(described(finding));
      return;
    }
    if (told.stream().noneMatch(m -> m.findingId().equals(finding.id))) {
      add("told with the finding of another region only", 1);
    }
    boolean isCritical = always(finding, c -> laws.now().isCritical(c));
    if (isCritical && told.stream().noneMatch(m -> m.severity().equals("critical"))) {
      verdict.undecided().add("not told as critical: " + described(finding));
    }
    boolean isLeftToPerson =
        updates.getOrDefault(finding.id, List.of()).stream()
            .anyMatch(u -> u.after().status() == Status.ACTIVE && u.actor() != Actor.PRODUCT);
    if (!isLeftToPerson && !setting.isBraked() && always(finding, c -> laws.now().archives(c))) {
      verdict.undecided().add("not archived though the rules say so: " + described(finding));
    }
  }

  /** What people were told of a finding, or of one that reports the same access. */
  private Stream<Telling> tellings(SimulatedFinding finding) {
    return Stream.concat(
        tellings.getOrDefault(finding.id, List.of()).stream(),
        finding.twin == null
            ? Stream.empty()
            : tellings.getOrDefault(finding.twin.id, List.of()).stream());
  }

  /** Whether this holds for all that was true since the present rules. */
  private boolean always(SimulatedFinding finding, Predicate<Case> condition) {
    Instant from = laws.lastChange();
    Instant to = world.now();
    return !finding.resource.isDeniedBetween(from, to)
        && finding
            .resource
            .labels
            .between(from, to)
            .allMatch(labels -> condition.test(Case.of(finding, finding.now().content(), labels)));
  }

  private Optional<Update> lastUpdate(SimulatedFinding finding) {
    List<Update> all = updates.getOrDefault(finding.id, List.of());
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
  }

  private String described(SimulatedFinding finding) {
    return "%s (%s, %s, %s), %s; entry: %s"
        .formatted(
            finding.id,
            finding.kind,
            finding.now(),
            finding.resource.labels.now(),
            updates.getOrDefault(finding.id, List.of()).stream()
                .map(u -> u.after().status() + " by " + u.actor() + " at " + u.at())
                .toList(),
            world.entries().read(finding.id));
  }

  private void count() {
    add("findings", world.analyzer().findings().size());
    add("executions", world.journal().endings.size());
    for (Journal.Ending ending : world.journal().endings) {
      String what = ending.execution().startsWith("sweep") ? "sweeps" : "executions";
      add(what + " that ended " + ending.status(), 1);
    }
    for (Message message : world.journal().messages) {
      add("messages " + message.kind() + (message.heard() ? "" : " that nobody heard"), 1);
    }
    for (Telling telling : world.journal().tellings) {
      add("findings told by " + telling.kind() + (telling.heard() ? "" : " that nobody heard"), 1);
    }
    add("digests that leave something out", world.journal().digestsThatLeaveOut);
    for (Update update : world.journal().updates) {
      add("set to %s by %s".formatted(update.after().status(), update.actor()), 1);
    }
    add("dead letters", world.journal().deadLetters);
    add("calls", world.calls().made().values().stream().mapToInt(Integer::intValue).sum());
    add("calls that failed", world.calls().failed());
    add("functions that died", world.calls().killed());
  }

  private void add(String fact, int times) {
    verdict.facts().merge(fact, times, Integer::sum);
  }
}
