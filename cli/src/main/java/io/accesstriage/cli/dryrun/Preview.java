package io.accesstriage.cli.dryrun;

import io.accesstriage.cli.source.FindingSource;
import io.accesstriage.cli.source.Unread;
import io.accesstriage.decision.Decision;
import io.accesstriage.decision.Severity;
import io.accesstriage.facts.Fact;
import io.accesstriage.rules.RuleOutline;
import io.accesstriage.rules.RuleSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What rules would do to all findings of a source, counted one finding after the other. Keeps no
 * finding. Not thread-safe.
 */
public final class Preview {
  /** Names come from findings: a source with more than this many different ones has them joined. */
  private static final int MOST_NAMES = 1_000;

  /** What names beyond the first thousand are counted under. */
  public static final String OTHERS = "(others)";

  /** What stands for an account or a type that is not told. */
  public static final String UNKNOWN = "(unknown)";

  private final String source;
  private final RuleSet rules;
  private final Instant startedAt;
  private final Map<String, Integer> byRule = new LinkedHashMap<>();
  private final Map<String, Integer> byTagsAlone = new LinkedHashMap<>();
  private final Map<String, Integer> notChecked = new LinkedHashMap<>();
  private final Map<Severity, Tally> bySeverity = new EnumMap<>(Severity.class);
  private final Map<String, Tally> byFindingType = new TreeMap<>();
  private final Map<String, Tally> byResourceType = new TreeMap<>();
  private final Map<String, Tally> byAccount = new TreeMap<>();
  private final Map<List<Object>, UnreadTotal> unread = new LinkedHashMap<>();
  private Tally total = Tally.NONE;
  private int alertsByDefault;
  private int publicArchived;
  private final ArchivedByOthers archivedByOthers = new ArchivedByOthers();
  private int withoutRole;

  /**
   * What of one kind was not read.
   *
   * @param example the reason of one of them
   */
  public record UnreadTotal(String what, Fact.Cause cause, int findings, String example) {}

  /**
   * @param source as {@link FindingSource#name} says it
   * @param startedAt when reading began
   */
  public Preview(String source, RuleSet rules, Instant startedAt) {
    this.source = source;
    this.rules = rules;
    this.startedAt = startedAt;
    rules.outlines().forEach(rule -> byRule.put(rule.id(), 0));
    if (rules.hasRiskThreshold()) {
      byRule.put(Decision.RISK_THRESHOLD, 0);
    }
    for (Severity severity : Severity.values()) {
      bySeverity.put(severity, Tally.NONE);
    }
  }

  /** Counts a finding. */
  public void add(PreviewedFinding finding) {
    PreviewOutcome outcome = finding.outcome();
    total = total.and(outcome);
    String rule = finding.decision().rule();
    if (rule != null) {
      byRule.merge(rule, 1, Integer::sum);
    } else if (outcome == PreviewOutcome.ALERT) {
      alertsByDefault++;
    }
    if (finding.byTagsAlone() && rule != null) {
      byTagsAlone.merge(rule, 1, Integer::sum);
    }
    if (outcome == PreviewOutcome.ARCHIVE && finding.finding().mayBePublic()) {
      publicArchived++;
    }
    if (finding.unread().stream().anyMatch(not -> not.cause() == Fact.Cause.NO_ROLE)) {
      withoutRole++;
    }
    archivedByOthers.add(finding);
    bySeverity.merge(
        finding.decision().severity(), Tally.NONE.and(outcome), (all, one) -> all.and(outcome));
    count(byFindingType, finding.finding().type().name(), outcome);
    count(byResourceType, finding.finding().resource().type(), outcome);
    count(byAccount, finding.finding().resource().account(), outcome);
    finding.unread().forEach(this::count);
    finding.notChecked().forEach(not -> notChecked.merge(not, 1, Integer::sum));
  }

  private static void count(
      Map<String, Tally> tallies, @Nullable String name, PreviewOutcome outcome) {
    String shown = name == null || name.isEmpty() ? UNKNOWN : name;
    String key = tallies.containsKey(shown) || tallies.size() < MOST_NAMES ? shown : OTHERS;
    tallies.put(key, tallies.getOrDefault(key, Tally.NONE).and(outcome));
  }

  private void count(Unread not) {
    unread.merge(
        List.of(not.what(), not.cause()),
        new UnreadTotal(not.what(), not.cause(), 1, not.reason()),
        (all, one) -> new UnreadTotal(all.what(), all.cause(), all.findings() + 1, all.example()));
  }

  public String source() {
    return source;
  }

  public Instant startedAt() {
    return startedAt;
  }

  public String rulesVersion() {
    return rules.version();
  }

  /** The rules, in the file's order. */
  public List<RuleOutline> rules() {
    return rules.outlines();
  }

  public Tally total() {
    return total;
  }

  /**
   * Rule id, in the file's order, to how many findings it would decide: archive for an archive
   * rule, alert for a notify rule. Those that match nothing are there with 0, and "risk" where the
   * file has a threshold.
   */
  public Map<String, Integer> byRule() {
    return Collections.unmodifiableMap(byRule);
  }

  /** How many alerts there would be because no rule applies. */
  public int alertsByDefault() {
    return alertsByDefault;
  }

  /** How many would be archived by tags or aliases alone. */
  public int archivedByTagsAlone() {
    return byTagsAlone.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** How many of them by this rule. */
  public int archivedByTagsAlone(String rule) {
    return byTagsAlone.getOrDefault(rule, 0);
  }

  /** Of how many findings it is not known whether this rule applies, as something was not read. */
  public int notChecked(String rule) {
    return notChecked.getOrDefault(rule, 0);
  }

  /** Rule id to of how many findings that is so, where there are some. */
  public Map<String, Integer> notChecked() {
    return Collections.unmodifiableMap(notChecked);
  }

  /** How many that are or may be public would be archived. */
  public int publicArchived() {
    return publicArchived;
  }

  /** What is public and archived, and not by these rules. */
  public ArchivedByOthers archivedByOthers() {
    return archivedByOthers;
  }

  /** How many are in accounts that there was no role to read with. */
  public int withoutRole() {
    return withoutRole;
  }

  /** By the severity of the alert, also where none would be sent. */
  public Map<Severity, Tally> bySeverity() {
    return Collections.unmodifiableMap(bySeverity);
  }

  public Map<String, Tally> byFindingType() {
    return Collections.unmodifiableMap(byFindingType);
  }

  public Map<String, Tally> byResourceType() {
    return Collections.unmodifiableMap(byResourceType);
  }

  /** By the account that owns the resource. */
  public Map<String, Tally> byAccount() {
    return Collections.unmodifiableMap(byAccount);
  }

  /** What was asked for and not read, by kind. */
  public List<UnreadTotal> unread() {
    return new ArrayList<>(unread.values());
  }
}
