package io.accesstriage.prover.suggest;

import io.accesstriage.decision.Severity;
import io.accesstriage.finding.FindingStatus;
import io.accesstriage.prover.Answer;
import io.accesstriage.prover.Prover;
import io.accesstriage.prover.Verdict;
import io.accesstriage.prover.suggest.Shape.Extent;
import io.accesstriage.rules.Judgement;
import io.accesstriage.rules.QuestionId;
import io.accesstriage.rules.RuleSet;
import io.accesstriage.rules.RuleText;
import io.accesstriage.rules.Subject;
import io.accesstriage.rules.Truth;
import io.accesstriage.text.SafeText;
import io.accesstriage.yaml.InvalidFileException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Suggests the fewest tight rules for findings that no rule decides. Each is proved to archive
 * nothing public, of any principal, account, action or resource, or by tags alone; and of all
 * findings that were seen the engine itself has said which ones it archives.
 */
public final class Suggester {
  /** What a rule is for is rarely so for longer without a look. */
  private static final int DAYS = 90;

  /** More, and nobody reads them. */
  private static final int MOST = 100;

  private static final int MOST_COMMENTED = 10;
  private static final int LONGEST_ACTION = 100;

  private static final Duration MOST_PROVING = Duration.ofSeconds(20);
  private static final Duration MOST_IMAGINING = Duration.ofSeconds(5);

  private static final Set<String> NARROW =
      Set.of(
          QuestionId.PUBLIC,
          QuestionId.ANY_PRINCIPAL,
          QuestionId.ANY_ACCOUNT,
          QuestionId.ANY_ACTION,
          QuestionId.ANY_RESOURCE,
          QuestionId.TAGS_ALONE);

  /** Of others nothing is left to archive. */
  private static final Set<FindingStatus> IN_FORCE =
      Set.of(FindingStatus.ACTIVE, FindingStatus.ARCHIVED);

  private final RuleSet rules;
  private final Predicate<String> hasReadableTags;
  private final Instant now;
  private final boolean byTags;
  private final int least;

  /**
   * @param rules that there are
   * @param hasReadableTags whether the tags of a type of resource are read
   * @param byTags whether a rule may name resources by the tags that all of them have
   * @param least of fewer findings no rule is suggested
   */
  public Suggester(
      RuleSet rules, Predicate<String> hasReadableTags, Instant now, boolean byTags, int least) {
    this.rules = rules;
    this.hasReadableTags = hasReadableTags;
    this.now = now;
    this.byTags = byTags;
    this.least = least;
  }

  /**
   * A rule that is not looked at closely yet.
   *
   * @param text in YAML
   */
  private record Draft(String id, Shape shape, String text, boolean isExact) {}

  /** Findings, and what the rules say of each. */
  private record Sorted(
      List<Seen> open, List<Subject> refused, List<Subject> all, Map<String, Integer> why) {}

  /** The rules for what none decides of these findings. */
  public Suggestions of(List<Subject> seen) {
    Sorted sorted = sorted(seen);
    List<Shape> shapes =
        new Grouping(byTags ? Extent.TAGGED : Extent.SHARED, least)
            .of(sorted.open()).stream()
                .sorted(Comparator.comparingInt((Shape shape) -> -shape.group().size()))
                .limit(MOST)
                .toList();
    Set<String> ids = new HashSet<>(rules.archiveRules());
    ids.addAll(rules.notifyRules());
    List<Draft> drafts = new ArrayList<>();
    shapes.forEach(shape -> draft(shape, id(shape, ids), false).ifPresent(drafts::add));
    List<Suggestion> all = checked(drafts, sorted);
    int suggested = all.stream().mapToInt(suggestion -> suggestion.findings().size()).sum();
    return new Suggestions(all, seen, sorted.why(), sorted.open().size() - suggested);
  }

  /**
   * The same suggestion by nothing but names that were seen; nothing where it is so already, or
   * they are too many.
   */
  public Optional<Suggestion> narrowed(Suggestion suggestion, Suggestions among) {
    if (suggestion.isExact()) {
      return Optional.empty();
    }
    List<Seen> group = suggestion.findings().stream().map(Seen::new).toList();
    Sorted sorted = sorted(among.seen());
    return Shape.of(group, Extent.EXACT)
        .flatMap(shape -> draft(shape, suggestion.id(), true))
        .flatMap(draft -> checked(List.of(draft), sorted).stream().findFirst());
  }

  private Sorted sorted(List<Subject> all) {
    List<Seen> open = new ArrayList<>();
    List<Subject> refused = new ArrayList<>();
    Map<String, Integer> why = new LinkedHashMap<>();
    for (Subject subject : all) {
      Judgement judgement = rules.judge(subject);
      Optional<String> refusal = Seen.refusal(subject, judgement);
      refusal.ifPresentOrElse(
          reason -> {
            why.merge(reason, 1, Integer::sum);
            if (!judgement.isArchived() && IN_FORCE.contains(subject.finding().status())) {
              refused.add(subject);
            }
          },
          () -> open.add(new Seen(subject)));
    }
    return new Sorted(open, refused, all, why);
  }

  /** One that none of these is. */
  private static String id(Shape shape, Set<String> ids) {
    String id = RuleText.id(shape.name());
    String unique = id;
    for (int i = 2; ids.contains(unique); i++) {
      unique = id + "-" + i;
    }
    ids.add(unique);
    return unique;
  }

  private Optional<Draft> draft(Shape shape, String id, boolean isExact) {
    LocalDate expires = now.atOffset(ZoneOffset.UTC).toLocalDate().plusDays(DAYS);
    Optional<Draft> draft =
        shape
            .when()
            .map(
                when ->
                    new Draft(id, shape, comment(shape) + RuleText.of(id, expires, when), isExact));
    try {
      draft.ifPresent(d -> parsed(List.of(d.text())));
      return draft;
    } catch (InvalidFileException e) {
      // It rests on tags alone, or is too long: not suggested as it is.
      return Optional.empty();
    }
  }

  /** What whoever takes a rule has to know of it first. */
  private static String comment(Shape shape) {
    List<String> managing = List.copyOf(shape.managing());
    if (managing.isEmpty()) {
      return "";
    }
    int more = managing.size() - MOST_COMMENTED;
    return "# By %s%s others may manage permissions.\n"
        .formatted(
            managing.stream()
                .limit(MOST_COMMENTED)
                .map(action -> SafeText.line(action, LONGEST_ACTION))
                .collect(Collectors.joining(", ")),
            more > 0 ? " and %d more".formatted(more) : "");
  }

  static RuleSet parsed(List<String> rules) {
    return RuleSet.parse("suggested.yaml", SuggestedFiles.rules(rules));
  }

  /** Those that are what they are meant to be; narrower ones in place of those that are not. */
  private List<Suggestion> checked(List<Draft> drafts, Sorted sorted) {
    List<Draft> good = new ArrayList<>(drafts);
    for (boolean isLast : List.of(false, true)) {
      if (good.isEmpty()) {
        return List.of();
      }
      RuleSet suggested = parsed(good.stream().map(Draft::text).toList());
      Prover prover = new Prover(suggested, hasReadableTags, now).within(MOST_PROVING);

      Set<String> wide = wide(prover.builtIn());
      wide.addAll(archivingRefused(suggested, sorted.refused()));
      if (wide.isEmpty()) {
        return suggestions(good, suggested, prover, sorted);
      }
      List<Draft> next = new ArrayList<>();
      for (Draft draft : good) {
        if (!wide.contains(draft.id())) {
          next.add(draft);
        } else if (!isLast && !draft.isExact()) {
          Shape.of(draft.shape().group(), Extent.EXACT)
              .flatMap(shape -> draft(shape, draft.id(), true))
              .ifPresent(next::add);
        }
      }
      good = next;
    }
    RuleSet suggested = good.isEmpty() ? rules : parsed(good.stream().map(Draft::text).toList());
    return good.isEmpty()
        ? List.of()
        : suggestions(
            good,
            suggested,
            new Prover(suggested, hasReadableTags, now).within(MOST_IMAGINING),
            sorted);
  }

  /** The rules that are not proved to be narrow. */
  private static Set<String> wide(List<Answer> answers) {
    Set<String> wide = new HashSet<>();
    for (Answer answer : answers) {
      if (NARROW.contains(answer.question()) && answer.verdict() != Verdict.PROVED) {
        wide.add(answer.rule());
      }
    }
    return wide;
  }

  /** The rules that archive what none may be suggested for, such as what a notify rule alerts. */
  private static Set<String> archivingRefused(RuleSet suggested, List<Subject> refused) {
    Set<String> wide = new HashSet<>();
    for (Subject subject : refused) {
      Judgement judgement = suggested.judge(subject);
      if (judgement.isArchived()) {
        suggested.archiveRules().stream()
            .filter(rule -> judgement.archives(rule) == Truth.TRUE)
            .forEach(wide::add);
      }
    }
    return wide;
  }

  private List<Suggestion> suggestions(
      List<Draft> drafts, RuleSet suggested, Prover prover, Sorted sorted) {
    List<BitSet> archiving = new ArrayList<>();
    for (Seen seen : sorted.open()) {
      Judgement judgement = suggested.judge(seen.subject());
      BitSet by = new BitSet();
      for (int i = 0; judgement.isArchived() && i < drafts.size(); i++) {
        by.set(i, judgement.archives(drafts.get(i).id()) == Truth.TRUE);
      }
      archiving.add(by);
    }
    BitSet needed = needed(drafts, archiving);
    List<List<Subject>> claimed = new ArrayList<>();
    drafts.forEach(draft -> claimed.add(new ArrayList<>()));
    for (int i = 0; i < archiving.size(); i++) {
      BitSet by = archiving.get(i);
      by.and(needed);
      if (!by.isEmpty()) {
        claimed.get(by.nextSetBit(0)).add(sorted.open().get(i).subject());
      }
    }

    Nearest nearest = new Nearest(suggested, sorted.all());
    prover.within(MOST_IMAGINING);
    return needed.stream()
        .filter(i -> !claimed.get(i).isEmpty())
        .mapToObj(i -> suggestion(drafts.get(i), claimed.get(i), nearest, prover))
        .toList();
  }

  /** The fewest of the drafts that archive what all of them do, as far as it is easy to tell. */
  private static BitSet needed(List<Draft> drafts, List<BitSet> archiving) {
    int[] by = new int[archiving.size()];
    for (int i = 0; i < by.length; i++) {
      by[i] = archiving.get(i).cardinality();
    }
    BitSet needed = new BitSet();
    needed.set(0, drafts.size());
    // The smallest go first; of groups that somebody has archived, only after all others.
    for (boolean isByHand : List.of(false, true)) {
      for (int i = drafts.size() - 1; i >= 0; i--) {
        if (drafts.get(i).shape().group().get(0).isByHand() != isByHand) {
          continue;
        }
        boolean isNeeded = false;
        for (int f = 0; f < by.length && !isNeeded; f++) {
          isNeeded = archiving.get(f).get(i) && by[f] == 1;
        }
        if (!isNeeded) {
          needed.clear(i);
          for (int f = 0; f < by.length; f++) {
            by[f] -= archiving.get(f).get(i) ? 1 : 0;
          }
        }
      }
    }
    return needed;
  }

  private Suggestion suggestion(
      Draft draft, List<Subject> findings, Nearest nearest, Prover prover) {
    Severity severity = Severity.LOW;
    int risk = Integer.MIN_VALUE;
    Set<String> arns = new HashSet<>();
    Set<String> principals = new HashSet<>(Set.of(""));
    for (Subject subject : findings) {
      Judgement judgement = rules.judge(subject);
      severity = severity.atLeast(judgement.severity());
      risk = Math.max(risk, judgement.risk().score());
    }
    // Of all that it was made of, whichever rule archives it first.
    draft.shape().group().forEach(seen -> arns.add(seen.resource()));
    findings.forEach(subject -> arns.add(subject.finding().resource().arn()));
    for (Seen seen : draft.shape().group()) {
      principals.add(seen.principal());
      if (seen.isWholeAccount()) {
        principals.add("arn:aws:iam::%s:root".formatted(seen.principal()));
      }
      if (seen.subject().finding().principal() != null) {
        principals.add(seen.subject().finding().principal().value());
      }
    }
    return new Suggestion(
        draft.id(),
        draft.text(),
        findings,
        severity,
        risk,
        nearest.leftBy(draft.id(), draft.shape()).orElse(null),
        prover.beyond(draft.id(), arns, principals).orElse(null),
        draft.isExact());
  }
}
