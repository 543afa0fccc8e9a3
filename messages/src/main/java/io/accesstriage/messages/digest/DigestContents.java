package io.accesstriage.messages.digest;

import io.accesstriage.decision.Severity;
import io.accesstriage.facts.Owner;
import io.accesstriage.health.HealthRecord;
import io.accesstriage.ledger.DigestDue;
import io.accesstriage.ledger.Failure;
import io.accesstriage.ledger.FindingSummary;
import io.accesstriage.ledger.LedgerEntry;
import io.accesstriage.ledger.Review;
import io.accesstriage.ledger.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a digest tells, gathered from the ledger's entries one after the other. Of each kind it
 * keeps counts and the first few; of what is due also its id, to clear its mark.
 */
public final class DigestContents {
  private static final String NO_RULE = "(no rule)";
  private static final String UNKNOWN = "unknown";
  private static final FailedStep OTHER_FAILURES = new FailedStep("other steps", "other errors");

  private static final Comparator<Named> BY_RULE_AND_NAME =
      Comparator.comparing(Named::rule)
          .thenComparing(Named::resource)
          .thenComparing(Named::findingId);

  private static final Comparator<Named> OLDEST_FIRST =
      Comparator.comparing(Named::at).thenComparing(Named::findingId);

  /**
   * A sweep looks at whatever is due, several times a day; what was due for so long is not listed
   * any more, such as a deleted finding, or there is no sweep.
   */
  private static final Duration LONGEST_DUE = Duration.ofDays(2);

  /** Who archived more than these is not looked up. */
  private static final int MOST_LOOKED_UP = 2_000;

  private final @Nullable Instant since;
  private final Instant until;
  private final Limits limits;

  private final List<Marked> marked = new ArrayList<>();
  private final Map<Severity, Integer> severities = new EnumMap<>(Severity.class);
  private final Map<String, Integer> types = new TreeMap<>();
  private final Map<String, Integer> accounts = new TreeMap<>();
  private final Map<String, Integer> unchecked = new TreeMap<>();
  private final TreeMap<Rank, Alert> alerts = new TreeMap<>();
  private final AlertGroups groups = new AlertGroups();
  private final OpenAlerts openAlerts;
  private final AlertPrecision precision;
  private final EndingRules endingRules;
  private int resolved;
  private int archivedMeanwhile;

  private final TreeMap<FailedStep, Failures> failures = new TreeMap<>();
  private final Map<Severity, Integer> openSeverities = new EnumMap<>(Severity.class);
  private final TopFew<Alert> open;
  private final TopFew<Named> unswept;
  private final TreeMap<FailedStep, Failures> failuresBefore = new TreeMap<>();
  private final Map<String, Integer> archivedByRule = new TreeMap<>();
  private final TopFew<Named> archivedByTags;
  private final Map<String, Integer> observedByRule = new TreeMap<>();
  private final TopFew<Named> archivedByOthers;
  private final List<Named> toLookUp = new ArrayList<>();
  private final TopFew<Named> unread;
  private boolean hasNewlyUnread;
  private @Nullable HealthRecord health;
  private @Nullable String unheardTopic;
  private @Nullable Archivers archivers;
  private int leftAlone;

  /**
   * @param since what was archived before was told before; null for everything
   * @param until what is archived later is told the next time
   */
  public DigestContents(@Nullable Instant since, Instant until, Limits limits) {
    this.since = since;
    this.until = until;
    this.limits = limits;
    open = new TopFew<>(limits.findings, Comparator.comparing(Alert::finding, OLDEST_FIRST));
    unswept = new TopFew<>(limits.findings, OLDEST_FIRST);
    archivedByTags = new TopFew<>(limits.findings, BY_RULE_AND_NAME);
    archivedByOthers = new TopFew<>(limits.findings, BY_RULE_AND_NAME);
    unread = new TopFew<>(limits.findings, OLDEST_FIRST);
    openAlerts = new OpenAlerts(since, until);
    precision = new AlertPrecision(until);
    endingRules = new EndingRules(since, until);
  }

  /**
   * How much is named; the rest is counted.
   *
   * @param findings of a kind
   * @param failures that differ in step or error
   * @param findingsOfFailure of each of them
   */
  public record Limits(int findings, int failures, int findingsOfFailure) {
    public static final Limits NONE =
        new Limits(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);
    public static final Limits OF_A_MESSAGE = new Limits(20, 20, 3);

    boolean isNone() {
      return equals(NONE);
    }
  }

  /**
   * An entry whose mark is to be cleared once the digest is sent.
   *
   * @param version that was summarised
   */
  public record Marked(String findingId, long version) {}

  /**
   * A finding in a list.
   *
   * @param summary null where an older version wrote the entry
   * @param rule that archived it; empty where that is not known or not the point
   * @param at since when it is as the list says
   */
  public record Named(
      String findingId,
      String analyzerArn,
      @Nullable FindingSummary summary,
      String rule,
      Instant at) {
    /** Its ARN; empty where an older version wrote the entry. */
    public String resource() {
      return summary == null ? "" : summary.resourceArn();
    }

    Owner owner() {
      return summary == null ? Owner.UNKNOWN : summary.owner();
    }
  }

  /**
   * The findings that one alert tells of.
   *
   * @param finding the one that has waited longest
   * @param findings how many report the same access
   */
  record Alert(Named finding, Severity severity, String reason, int findings) {
    Alert with(Alert duplicate) {
      Alert longest = duplicate.finding.at().isBefore(finding.at()) ? duplicate : this;
      return new Alert(longest.finding, severity, longest.reason, findings + duplicate.findings);
    }
  }

  /**
   * What comes first: severe, public, then by owner and resource. DuplicateFindings have the same
   * rank, so that one that no longer ranks among the first is not counted short later.
   */
  private record Rank(
      Severity severity, boolean isPublic, String account, String resource, String content)
      implements Comparable<Rank> {
    private static final Comparator<Rank> ORDER =
        Comparator.comparing(Rank::severity)
            .reversed()
            .thenComparing(Comparator.comparing(Rank::isPublic).reversed())
            .thenComparing(Rank::account)
            .thenComparing(Rank::resource)
            .thenComparing(Rank::content);

    @Override
    public int compareTo(Rank other) {
      return ORDER.compare(this, other);
    }
  }

  /** Where the same error was met. */
  record FailedStep(String step, String error) implements Comparable<FailedStep> {
    @Override
    public int compareTo(FailedStep other) {
      return Comparator.comparing(FailedStep::step)
          .thenComparing(FailedStep::error)
          .compare(this, other);
    }
  }

  /**
   * @param message of one of them
   */
  record Failures(int count, String message, TopFew<Named> findings) {}

  public void add(LedgerEntry entry) {
    if (entry.digestDue() != null) {
      addDue(entry, entry.digestDue());
    }
    if (entry.failure() != null) {
      addFailure(entry.failure().digestDue() ? failures : failuresBefore, entry, entry.failure());
    }
    if (entry.digestDue() != null || (entry.failure() != null && entry.failure().digestDue())) {
      marked.add(new Marked(entry.findingId(), entry.version()));
    }
    if (entry.standing() != null) {
      addStanding(entry, entry.standing());
    }
    precision.add(entry, isUnswept(entry));
    endingRules.add(entry);
  }

  private void addDue(LedgerEntry entry, DigestDue due) {
    Standing standing = entry.standing();
    if (entry.stands(Standing.Kind.RESOLVED)) {
      resolved++;
      return;
    }
    if (standing != null && due.isArchivedBy(standing)) {
      archivedMeanwhile++;
      return;
    }
    FindingSummary summary = entry.summary();
    String account =
        summary == null ? UNKNOWN : Optional.ofNullable(summary.account()).orElse(UNKNOWN);
    count(severities, due.severity());
    count(types, summary == null ? UNKNOWN : summary.resourceType());
    count(accounts, account);
    if (entry.isUndetermined()) {
      count(unchecked, account);
    }
    groups.add(summary, due.severity());
    openAlerts.addOpen(entry, due.severity());
    String content =
        summary == null || standing == null || standing.contentHash() == null
            ? entry.findingId()
            : standing.contentHash();
    alerts.merge(
        new Rank(
            due.severity(),
            summary != null && summary.isPublic(),
            account,
            summary == null ? "" : summary.resourceArn(),
            content),
        new Alert(named(entry, "", due.since()), due.severity(), due.reason(), 1),
        Alert::with);
    if (alerts.size() > limits.findings) {
      alerts.pollLastEntry();
    }
  }

  private void addFailure(Map<FailedStep, Failures> all, LedgerEntry entry, Failure failure) {
    String[] parts = failure.cause().split(": ", 3);
    FailedStep step = new FailedStep(parts[0], parts.length > 1 ? parts[1] : "");
    if (!all.containsKey(step) && all.size() >= limits.failures) {
      step = OTHER_FAILURES;
    }
    Failures before =
        all.getOrDefault(
            step,
            new Failures(
                0,
                parts.length > 2 ? parts[2] : "",
                new TopFew<>(limits.findingsOfFailure, OLDEST_FIRST)));
    before.findings.add(named(entry, "", failure.at()));
    all.put(step, new Failures(before.count + 1, before.message, before.findings));
  }

  private void addStanding(LedgerEntry entry, Standing standing) {
    String rule = standing.rule() == null ? NO_RULE : standing.rule();
    boolean isNew = isNew(standing.at());
    if (!standing.isOpenAlert()) {
      openAlerts.addSettled(entry, isNew);
    }
    switch (standing.kind()) {
      case ALERTED, LEFT_TO_PERSON -> {
        if (isUnswept(entry)) {
          unswept.add(named(entry, "", Objects.requireNonNull(entry.review()).at()));
        } else if (entry.digestDue() == null) {
          addOpen(entry, standing);
        }
      }
      case ARCHIVED_BY_US -> {
        if (isNew) {
          count(archivedByRule, rule);
          if (!standing.tagsUsed().isEmpty()) {
            archivedByTags.add(named(entry, rule, standing.at()));
          }
        }
        addUnread(entry, entry.review());
      }
      case OBSERVED -> {
        if (isNew) {
          count(observedByRule, rule);
        }
      }
      case ARCHIVED_BY_OTHER -> {
        if (isNew) {
          Named finding = named(entry, "", standing.at());
          archivedByOthers.add(finding);
          if (toLookUp.size() < MOST_LOOKED_UP) {
            toLookUp.add(finding);
          }
        }
      }
      case LEFT_ALONE -> leftAlone++;
      case RESOLVED -> {}
    }
  }

  /** Whether it was alerted, and perhaps does not exist any more. */
  private boolean isUnswept(LedgerEntry entry) {
    return entry.digestDue() == null
        && entry.standing() != null
        && entry.standing().isOpenAlert()
        && entry.review() != null
        && entry.review().at().isBefore(until.minus(LONGEST_DUE));
  }

  private void addOpen(LedgerEntry entry, Standing standing) {
    openAlerts.addOpen(entry, standing.severity());
    count(openSeverities, standing.severity());
    Instant first = Objects.requireNonNullElse(entry.alert().since(), standing.at());
    open.add(new Alert(named(entry, "", first), standing.severity(), standing.reason(), 1));
  }

  private void addUnread(LedgerEntry entry, @Nullable Review review) {
    if (review != null && review.undeterminedSince() != null) {
      unread.add(named(entry, "", review.undeterminedSince()));
      hasNewlyUnread |= isNew(review.undeterminedSince());
    }
  }

  private boolean isNew(Instant at) {
    return (since == null || !at.isBefore(since)) && at.isBefore(until);
  }

  private static Named named(LedgerEntry entry, String rule, Instant at) {
    return new Named(entry.findingId(), entry.analyzerArn(), entry.summary(), rule, at);
  }

  private static <K> void count(Map<K, Integer> counts, K key) {
    counts.merge(key, 1, Integer::sum);
  }

  static int sum(Map<?, Integer> counts) {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Whether there is anything that people were not told yet. */
  public boolean isNews() {
    return !marked.isEmpty()
        || archivedCount() > 0
        || observedCount() > 0
        || archivedByOthers.count() > 0
        || hasNewlyUnread
        || unheardTopic != null
        || endingRules.isNews();
  }

  /**
   * Adds what is known of the analyzers, which by itself is no news: operators have heard of it.
   */
  public void add(HealthRecord record) {
    health = record;
  }

  /**
   * Adds that nobody gets all that is published to the topic for operators. Nobody was told of it
   * there, so it is news.
   */
  public void addUnheardTopic(String arn) {
    unheardTopic = arn;
  }

  /** The operators' topic, where nobody gets all of it. */
  Optional<String> unheardTopic() {
    return Optional.ofNullable(unheardTopic);
  }

  /** Adds who archived by hand, which by itself is no news. */
  public void add(Archivers found) {
    archivers = found;
  }

  /** Who archived by hand; nothing where nobody looked. */
  Optional<Archivers> archivers() {
    return Optional.ofNullable(archivers);
  }

  /** How many findings of analyzers that AWS services manage were left alone. */
  int leftAlone() {
    return leftAlone;
  }

  /** How many problems analyzers have, which may keep findings from being seen. */
  int problemCount() {
    return health().map(known -> new AnalyzerSection(known).problemCount()).orElse(0);
  }

  /** How many problems keep changes from being seen. */
  int trailProblemCount() {
    return health().map(known -> new AnalyzerSection(known).trailProblemCount()).orElse(0);
  }

  /** What is known of the analyzers; nothing where no sweep has looked. */
  Optional<HealthRecord> health() {
    return Optional.ofNullable(health);
  }

  public List<Marked> marked() {
    return marked;
  }

  Limits limits() {
    return limits;
  }

  @Nullable Instant since() {
    return since;
  }

  Instant until() {
    return until;
  }

  /** How many findings are alerted. */
  public int alertCount() {
    return sum(severities);
  }

  Map<Severity, Integer> severities() {
    return severities;
  }

  Map<String, Integer> types() {
    return types;
  }

  Map<String, Integer> accounts() {
    return accounts;
  }

  /** Of the alerts, those whose facts the rules could not all see, by account. */
  Map<String, Integer> unchecked() {
    return unchecked;
  }

  /** The most important ones. */
  List<Alert> alerts() {
    return List.copyOf(alerts.values());
  }

  /** What waits, grouped. */
  AlertGroups groups() {
    return groups;
  }

  OpenAlerts openAlerts() {
    return openAlerts;
  }

  AlertPrecision precision() {
    return precision;
  }

  EndingRules endingRules() {
    return endingRules;
  }

  /** How many were marked and are resolved now. */
  int resolved() {
    return resolved;
  }

  /** How many were marked and are archived now. */
  int archivedMeanwhile() {
    return archivedMeanwhile;
  }

  Map<FailedStep, Failures> failures() {
    return failures;
  }

  public int failureCount() {
    return count(failures);
  }

  /** Failures that people were told of, of findings that were not triaged since. */
  Map<FailedStep, Failures> failuresBefore() {
    return failuresBefore;
  }

  int failureBeforeCount() {
    return count(failuresBefore);
  }

  private static int count(Map<FailedStep, Failures> failures) {
    return failures.values().stream().mapToInt(Failures::count).sum();
  }

  /** What was alerted before and still is. */
  TopFew<Alert> open() {
    return open;
  }

  /**
   * What was alerted before, and perhaps is not there any more: since it was to be looked at again,
   * no sweep has done so.
   */
  TopFew<Named> unswept() {
    return unswept;
  }

  Map<Severity, Integer> openSeverities() {
    return openSeverities;
  }

  Map<String, Integer> archivedByRule() {
    return archivedByRule;
  }

  public int archivedCount() {
    return sum(archivedByRule);
  }

  TopFew<Named> archivedByTags() {
    return archivedByTags;
  }

  /** What would have been archived, if Mode were archive. */
  Map<String, Integer> observedByRule() {
    return observedByRule;
  }

  int observedCount() {
    return sum(observedByRule);
  }

  TopFew<Named> archivedByOthers() {
    return archivedByOthers;
  }

  /** The same, to look up who archived them; of very many not all. */
  public List<Named> toLookUp() {
    return toLookUp;
  }

  /** What this product archived and cannot check any more. */
  TopFew<Named> unread() {
    return unread;
  }

  /** The highest of what is told. */
  Severity severity() {
    Severity highest =
        failures.isEmpty() && problemCount() + trailProblemCount() == 0 && unheardTopic().isEmpty()
            ? Severity.LOW
            : Severity.HIGH;
    for (Severity severity : severities.keySet()) {
      highest = highest.atLeast(severity);
    }
    return highest;
  }
}
