package io.accesstriage.health;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.health.AnalyzerProblem.TypeChanged;
import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;
import io.accesstriage.json.MalformedInput;
import io.accesstriage.json.RecordJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What is known of the analyzers from one look to the next.
 *
 * @param open problems that were not seen to be over
 * @param counts of the last look
 * @param types of the analyzers, as AWS names them, before any changed for the worse
 */
public record HealthRecord(
    Instant checkedAt, List<Open> open, List<Checkup.Count> counts, Map<String, String> types) {
  /** Of analyzers that were never looked at. */
  public static final HealthRecord NONE = new HealthRecord(Instant.EPOCH, List.of(), List.of());

  /** Of analyzers of which something is kept that this version does not understand. */
  public static final HealthRecord UNREADABLE = new HealthRecord(Instant.MIN, List.of(), List.of());

  /** Looks that a problem takes to be believed where one may be wrong. */
  private static final int SECOND = 2;

  /** How types begin that look at one account, and at all of the organization's. */
  private static final String OF_ACCOUNT = "ACCOUNT";

  private static final String OF_ORGANIZATION = "ORGANIZATION";

  public HealthRecord {
    open = List.copyOf(open);
    counts = List.copyOf(counts);
    types = Map.copyOf(types);
  }

  /** Of analyzers whose types are not known yet. */
  public HealthRecord(Instant checkedAt, List<Open> open, List<Checkup.Count> counts) {
    this(checkedAt, open, counts, Map.of());
  }

  /**
   * A problem that is not over.
   *
   * @param since when it was first seen
   * @param looks that saw it, counted to the second
   * @param told whether operators have heard of it
   * @param perhapsTold whether a message of it was about to be sent
   */
  public record Open(
      AnalyzerProblem problem, Instant since, int looks, boolean told, boolean perhapsTold) {
    public Open(AnalyzerProblem problem, Instant since, int looks, boolean told) {
      this(problem, since, looks, told, false);
    }

    /** Whether it is believed. */
    public boolean isSure() {
      return told || looks >= SECOND || !problem.needsSecondLook();
    }

    private Open seenAgain(AnalyzerProblem now) {
      return new Open(now, since, Math.min(looks + 1, SECOND), told);
    }

    /** As if no look had counted yet. */
    private Open asUnseen() {
      return new Open(problem, since, 0, told, isSure());
    }

    private Open asPerhapsTold() {
      return new Open(problem, since, looks, told, true);
    }

    private Open asTold() {
      return new Open(problem, since, looks, isSure());
    }
  }

  /**
   * What a look changes.
   *
   * @param news for operators
   * @param over what they heard of before and is no more
   * @param open all that operators know of then, the news included
   * @param untold to keep until the message is sent: the same look once more finds the same
   * @param record to keep once it is sent
   */
  public record Change(
      List<Open> news, List<Open> over, List<Open> open, HealthRecord untold, HealthRecord record) {
    public boolean isSilent() {
      return news.isEmpty() && over.isEmpty();
    }
  }

  /**
   * Whether what was known of them is lost, so that no problem in it does not mean that none is.
   */
  public boolean isUnreadable() {
    return checkedAt.equals(UNREADABLE.checkedAt);
  }

  /** What is so after this look. What it could not find out is as before. */
  public Change after(Checkup checkup, Instant now) {
    List<TypeChanged> changed = changedTypes(checkup);
    Map<String, String> typesSince = typesAfter(checkup, changed);
    List<AnalyzerProblem> problems =
        Stream.concat(checkup.problems().stream(), changed.stream()).toList();
    List<Open> present = new ArrayList<>();
    for (AnalyzerProblem problem : problems) {
      present.add(
          before(problem)
              .map(open -> open.seenAgain(problem))
              .orElseGet(() -> new Open(problem, now, 1, false)));
    }
    List<Open> over = new ArrayList<>();
    for (Open before : open) {
      if (present.stream().anyMatch(o -> o.problem().isSame(before.problem()))) {
        continue;
      }
      if (checkup.unanswered().contains(before.problem().question())) {
        present.add(before);
      } else if ((before.told() || before.perhapsTold()) && !isReplaced(before, problems)) {
        over.add(before);
      }
    }
    List<Open> sure = present.stream().filter(Open::isSure).toList();
    List<Open> news = sure.stream().filter(open -> !open.told()).toList();
    return new Change(
        news,
        over,
        sure,
        new HealthRecord(
            now,
            Stream.concat(
                    open.stream()
                        .map(
                            before ->
                                news.stream().anyMatch(n -> n.problem().isSame(before.problem()))
                                    ? before.asPerhapsTold()
                                    : before),
                    present.stream()
                        .filter(seen -> before(seen.problem()).isEmpty())
                        .map(Open::asUnseen))
                .toList(),
            checkup.counts(),
            typesSince),
        new HealthRecord(
            now, present.stream().map(Open::asTold).toList(), checkup.counts(), typesSince));
  }

  /** An analyzer that changed for the worse keeps the type that it had. */
  private Map<String, String> typesAfter(Checkup checkup, List<TypeChanged> changed) {
    Map<String, String> after = new TreeMap<>();
    checkup
        .types()
        .forEach(
            (analyzer, type) ->
                after.put(analyzer, type.isEmpty() ? types.getOrDefault(analyzer, "") : type));
    changed.forEach(change -> after.put(change.about(), change.was()));
    return after;
  }

  /** The analyzers that were made again and do not see all that they saw, by their ARNs. */
  public List<TypeChanged> changedTypes(Checkup checkup) {
    return new TreeMap<>(checkup.types())
        .entrySet().stream()
            .filter(now -> !now.getValue().isEmpty())
            .map(
                now ->
                    new TypeChanged(
                        now.getKey(), types.getOrDefault(now.getKey(), ""), now.getValue()))
            .filter(change -> !change.was().isEmpty() && !seesAll(change.type(), change.was()))
            .toList();
  }

  /**
   * Whether an analyzer of the one type finds all that one of the other does. One that looks for
   * external access takes its organization's other accounts for trusted, so that the account's own
   * finds what it does not.
   */
  private static boolean seesAll(String type, String was) {
    return type.equals(was)
        || (was.startsWith(OF_ACCOUNT)
            && !was.equals(OF_ACCOUNT)
            && type.equals(OF_ORGANIZATION + was.substring(OF_ACCOUNT.length())));
  }

  private Optional<Open> before(AnalyzerProblem problem) {
    return open.stream().filter(open -> open.problem().isSame(problem)).findFirst();
  }

  /**
   * An analyzer is in one state and of one type at a time, and so are a region's trails: the new
   * one says that the old one is over.
   */
  private static boolean isReplaced(Open before, List<AnalyzerProblem> problems) {
    AnalyzerProblem.Question question = before.problem().question();
    return problems.stream()
        .filter(problem -> problem.question().equals(question))
        .anyMatch(
            problem ->
                question.asks().equals(Analyzers.GET)
                    || question.asks().equals(AnalyzerProblem.Question.TYPE)
                    || (problem.isOfTrails()
                        && problem.getClass().equals(before.problem().getClass())));
  }

  public ObjectNode write() {
    ObjectNode json = Json.object().put("checkedAt", checkedAt.toString());
    ArrayNode problems = json.putArray("open");
    for (Open each : open) {
      problems
          .addObject()
          .put("since", each.since().toString())
          .put("looks", each.looks())
          .put("told", each.told())
          .put("perhapsTold", each.perhapsTold())
          .set("problem", each.problem().write());
    }
    ArrayNode seen = json.putArray("counts");
    counts.forEach(count -> seen.add(RecordJson.STATE.write(count)));
    ObjectNode known = json.putObject("types");
    new TreeMap<>(types).forEach(known::put);
    return json;
  }

  /**
   * @throws MalformedInput where another version wrote it: operators then hear of everything again
   */
  public static HealthRecord read(Fields json) {
    return new HealthRecord(
        json.time("checkedAt"),
        json.objects(
            "open",
            each ->
                new Open(
                    AnalyzerProblem.read(each.object("problem")),
                    each.time("since"),
                    each.number("looks"),
                    each.optionalFlag("told").orElse(false),
                    each.optionalFlag("perhapsTold").orElse(false))),
        json.objects("counts", each -> RecordJson.STATE.read(Checkup.Count.class, each)),
        json.textMap("types"));
  }
}
