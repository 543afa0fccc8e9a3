package io.accesstriage.reliability;

import io.accesstriage.ledger.LedgerEntry;
import io.accesstriage.reliability.Journal.Actor;
import io.accesstriage.reliability.Journal.Ground;
import io.accesstriage.reliability.Journal.Kind;
import io.accesstriage.reliability.Journal.Message;
import io.accesstriage.reliability.Journal.Telling;
import io.accesstriage.reliability.Journal.Update;
import io.accesstriage.reliability.SimulatedFinding.Spell;
import io.accesstriage.reliability.State.Status;
import io.accesstriage.reliability.Verdict.Breach;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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

  private final World world;
  private final Duration race;
  private final Timed<Law> laws;
  private final Setting setting;
  private final Evidence evidence;
  private final BrakeLaw brake;
  private final Verdict verdict = new Verdict();

  /**
   * @param race how long what was read can stay true until it is acted upon
   */
  Oracle(World world, Timed<Law> laws, Duration race, Setting setting) {
    this.setting = setting;
    this.race = race;
    this.world = world;
    this.laws = laws;
    this.evidence = new Evidence(world);
    this.brake = new BrakeLaw(world.journal(), setting);
  }

  Verdict judge() {
    world.journal().updates.stream()
        .filter(u -> u.actor() == Actor.PRODUCT && u.after().status() == Status.ARCHIVED)
        .forEach(this::judgeArchive);
    world.journal().updates.stream()
        .filter(u -> u.actor() == Actor.PRODUCT && u.after().status() == Status.ACTIVE)
        .forEach(this::judgeReopening);
    StatusLaw statuses = new StatusLaw(evidence, laws, verdict);
    NewsLaw news = new NewsLaw(world, evidence, laws, verdict);
    TellingLaw changes = new TellingLaw(world, evidence, laws, verdict);
    for (SimulatedFinding finding : world.analyzer().findings().values()) {
      judgeAlerts(finding);
      judgeEnd(finding);
      statuses.judge(finding);
      news.judge(finding);
      changes.judge(finding);
    }
    judgeReports();
    judgeObserving();
    brake.judge(verdict);
    new SilenceLaw(world, verdict).judge();
    judgeMessages();
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
    State judged = ground.judged().answer().orElse(served);
    if (cases(update, ground, served, judged).noneMatch(ground.law()::archives)) {
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

  /** The product's own archive is no reason to make a finding active again. */
  private void judgeReopening(Update update) {
    Ground ground = update.ground();
    if (ground == null || ground.law() == null || ground.finding().answer().isEmpty()) {
      wrong(update, Breach.REOPENED_AGAINST_RULES, "made active without having been read");
      return;
    }
    State served = ground.finding().answer().get();
    State before =
        evidence.updates(update.finding()).stream()
            .filter(u -> u.after().status() == Status.ARCHIVED && u.at().isBefore(update.at()))
            .reduce((first, second) -> second)
            .map(Update::before)
            .orElse(served);
    Stream<State> judged =
        served.content().equals(before.content()) ? Stream.of(before) : Stream.of(before, served);
    if (judged
        .flatMap(state -> cases(update, ground, served, state))
        .noneMatch(ground.law()::reopens)) {
      wrong(
          update,
          Breach.REOPENED_AGAINST_RULES,
          "made active under the %s rules with tags %s".formatted(ground.law(), ground.tags()));
    }
  }

  /** As what the finding may rightly have been judged. */
  static Stream<Case> cases(Update update, Ground ground, State served, State judged) {
    return Stream.of(ground.decidedAt(), update.at())
        .map(
            now ->
                new Case.Moments(
                    judged.updatedAt(), Wire.analyzedAt(judged, ground.judged().at()), now))
        .map(
            moments ->
                new Case(
                    update.finding(),
                    served.content(),
                    Optional.of(moments),
                    ground.tags(),
                    aliases(update, ground)));
  }

  private static Optional<List<String>> aliases(Update update, Ground ground) {
    return update.finding().resource.type.equals(Law.KEY)
        ? ground.aliases()
        : Optional.of(List.of());
  }

  private void wrong(Update update, String why) {
    wrong(update, Breach.ARCHIVED_AGAINST_RULES, why);
  }

  private void wrong(Update update, Breach breach, String why) {
    verdict.wrong(
        breach,
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
    // What only an event told, nobody knows to be what is read later. A revision is not enough: a
    // namesake gets those of the finding whose name it has, and others of its own.
    Map<String, List<Telling>> same = new TreeMap<>();
    for (Telling telling : evidence.tellings(finding)) {
      long changes =
          evidence.updates(finding).stream().filter(u -> u.at().isBefore(telling.at())).count();
      if (telling.kind() == Kind.ALERT && telling.content().isPresent()) {
        same.computeIfAbsent(
                "%s %s %s %s"
                    .formatted(
                        telling.content().get(),
                        telling.isRead(),
                        telling.isLeftToPerson(),
                        changes),
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
        verdict.wrong(
            Breach.ALERTED_TOO_OFTEN,
            "%s: %s"
                .formatted(
                    finding.id,
                    told.stream()
                        .map(m -> m.severity() + " at " + m.at() + " by " + m.execution())
                        .toList()));
      }
    }
  }

  /** While it only observes, nothing is changed. */
  private void judgeObserving() {
    for (Update update : world.journal().updates) {
      if (update.actor() == Actor.PRODUCT
          && update.at().isBefore(World.START.plus(setting.observed()))) {
        wrong(update, "set to %s in observe mode".formatted(update.after().status()));
      }
    }
  }

  /** Messages speak of what they name, leave nothing out, and are small enough to be sent. */
  private void judgeMessages() {
    world
        .journal()
        .digestsThatLeaveOut
        .forEach(count -> verdict.wrong(Breach.LOST, "a digest that tells " + count));
    world.journal().wrongWords.forEach(words -> verdict.wrong(Breach.WRONG_WORDS, words));
    world
        .journal()
        .tooLarge
        .forEach(size -> verdict.wrong(Breach.TOO_LARGE, "%d bytes".formatted(size)));
  }

  /**
   * The same failure of an execution is reported once, but for one repetition where publishing
   * failed, and one for each time that nobody could keep or read that it was reported, as the
   * ledger may be what failed, or that another execution has decided about the finding meanwhile.
   */
  private void judgeReports() {
    Map<String, List<Message>> reports = new TreeMap<>();
    for (Message message : world.journal().messages) {
      if (message.kind() == Kind.FAILURE) {
        reports
            .computeIfAbsent(
                message.findingId() + " by " + message.execution(), key -> new ArrayList<>())
            .add(message);
      }
    }
    reports.forEach(
        (report, messages) -> {
          int times = messages.size();
          add("failure reports repeated", times - 1);
          Message first = messages.get(0);
          long forgotten =
              world.calls().reportsUnrecorded(first.execution())
                  + world.journal().failuresSettled.stream()
                      .filter(settled -> settled.findingId().equals(first.findingId()))
                      .filter(settled -> settled.at().isAfter(first.at()))
                      .filter(settled -> settled.at().isBefore(messages.get(times - 1).at()))
                      .count();
          if (times > 2 + forgotten) {
            verdict.wrong(
                Breach.ALERTED_TOO_OFTEN, "failure of %s: %d times".formatted(report, times));
          }
        });
  }

  /** What a finding came to. */
  private void judgeEnd(SimulatedFinding finding) {
    State state = finding.now();
    switch (state.status()) {
      case ACTIVE -> judgeActive(finding, state);
      case ARCHIVED -> {
        boolean byProduct =
            evidence.lastUpdate(finding).map(u -> u.actor() == Actor.PRODUCT).orElse(false);
        add(byProduct ? "archived by the product at the end" : "archived by others at the end", 1);
        if (byProduct && always(finding, c -> laws.now().reopens(c))) {
          verdict.wrong(Breach.LEFT_ARCHIVED, described(finding));
        }
      }
      case RESOLVED, GONE -> add("resolved or gone at the end", 1);
    }
  }

  private void judgeActive(SimulatedFinding finding, State state) {
    add("active at the end", 1);
    List<Spell> spells = finding.spells(world.now());
    Spell last = spells.get(spells.size() - 1);
    boolean isKnowable =
        finding.isConfigured()
            || evidence.announced(finding, state.content(), last.from()).isPresent();
    if (!isKnowable) {
      add("active at the end, of which no event came", 1);
      return;
    }
    if (!evidence.isKnown(finding, state.content(), last.from(), world.now())) {
      // Of an id that cannot be dealt with, people at least know that.
      if (!isStrange(finding) || !evidence.isFailureHeard(finding)) {
        verdict.wrong(Breach.LOST, described(finding));
      }
      return;
    }
    List<Telling> told = evidence.told(finding, state.content());
    if (told.stream().noneMatch(m -> m.findingId().equals(finding.id))) {
      add("told with the finding of another region only", 1);
    }
    if (finding.isConfigured()) {
      judgeDecision(finding, told);
    }
  }

  private static boolean isStrange(SimulatedFinding finding) {
    return !finding.id.startsWith("finding-");
  }

  private void judgeDecision(SimulatedFinding finding, List<Telling> told) {
    boolean isCritical = always(finding, c -> laws.now().isCritical(c));
    if (isCritical && told.stream().noneMatch(m -> m.severity().equals("critical"))) {
      verdict.wrong(Breach.UNDECIDED, "not told as critical: " + described(finding));
    }
    boolean isLeftToPerson =
        evidence.updates(finding).stream()
            .anyMatch(u -> u.after().status() == Status.ACTIVE && u.actor() != Actor.PRODUCT);
    if (!isLeftToPerson
        && !isContradicted(finding)
        && always(finding, c -> laws.now().archives(c))
        && !brake.isBraked(laws.now(), present(finding))) {
      verdict.wrong(
          Breach.UNDECIDED, "not archived though the rules say so: " + described(finding));
    }
  }

  /**
   * Whether the product made it active by rules that may say otherwise at another time: then a
   * person decides.
   */
  private boolean isContradicted(SimulatedFinding finding) {
    return evidence.updates(finding).stream()
        .filter(u -> u.after().status() == Status.ACTIVE && u.actor() == Actor.PRODUCT)
        .anyMatch(
            u ->
                !laws.at(u.at())
                    .reopens(
                        Case.of(
                            finding, u.before().content(), finding.resource.labels.at(u.at()))));
  }

  private static Case present(SimulatedFinding finding) {
    return Case.of(finding, finding.now().content(), finding.resource.labels.now());
  }

  /** Whether this holds for all that was true since the present rules. */
  private boolean always(SimulatedFinding finding, Predicate<Case> condition) {
    Instant from = laws.lastChange();
    Instant to = world.now();
    return !finding.resource.denied.overlap(from, to)
        && !finding.refused.overlap(from, to)
        && finding
            .resource
            .labels
            .between(from, to)
            .map(labels -> Case.of(finding, finding.now().content(), labels))
            .allMatch(condition);
  }

  private String described(SimulatedFinding finding) {
    return "%s (%s, %s, %s), %s; entry: %s"
        .formatted(
            finding.id,
            finding.kind,
            finding.now(),
            finding.resource.labels.now(),
            evidence.updates(finding).stream()
                .map(u -> u.after().status() + " by " + u.actor() + " at " + u.at())
                .toList(),
            entry(finding.id));
  }

  /** What the ledger has of it, for whoever reads the verdict. */
  private String entry(String findingId) {
    try {
      return world.entries().read(findingId).map(LedgerEntry::toString).orElse("none");
    } catch (RuntimeException e) {
      return e.toString();
    }
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
    add("digests that leave something out", world.journal().digestsThatLeaveOut.size());
    for (Update update : world.journal().updates) {
      add("set to %s by %s".formatted(update.after().status(), update.actor()), 1);
    }
    add("bytes of the largest message", world.journal().largestMessage);
    add("dead letters", world.journal().deadLetters);
    add("calls", world.calls().made().values().stream().mapToInt(Integer::intValue).sum());
    add("calls that failed", world.calls().failed());
    add("functions that died", world.calls().killed());
  }

  private void add(String fact, int times) {
    verdict.count(fact, times);
  }
}
