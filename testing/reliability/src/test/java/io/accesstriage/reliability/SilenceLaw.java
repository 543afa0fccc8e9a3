package io.accesstriage.reliability;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Whatever could not be seen for longer than two sweeps was told, and was told as over when it was.
 * What a sweep asks may fail: only sweeps that got an answer can know, and two in a row that got
 * none have to say so. What is there again before any sweep could know that it was over, goes on.
 */
final class SilenceLaw {
  /** Headings of what a message does not bring as news. */
  private static final String OVER = "\nResolved\n";

  private static final String KNOWN = "\nReported before, not resolved yet\n";

  private final World world;
  private final Verdict verdict;

  /** A sweep that looked at the analyzers. */
  record Look(Instant at, List<String> answered) {}

  /** A message to the operations topic. */
  record Told(Instant at, String subject, String text) {
    private String news() {
      return text.substring(0, end(OVER, end(KNOWN, text.length())));
    }

    private int end(String heading, int otherwise) {
      int at = text.indexOf(heading);
      return at < 0 ? otherwise : Math.min(at, otherwise);
    }

    private String over() {
      int from = text.indexOf(OVER);
      return from < 0 ? "" : text.substring(from, Math.max(from, end(KNOWN, text.length())));
    }

    private static String joined(String text) {
      return text.replaceAll("\\s+", " ");
    }
  }

  SilenceLaw(World world, Verdict verdict) {
    this.world = world;
    this.verdict = verdict;
  }

  void judge() {
    List<Told> told = world.journal().operations;
    verdict.count("messages to operations about analyzers", told.size());
    verdict.count("looks at the analyzers", world.journal().looks.size());
    world.outages().outages().forEach(this::judge);
    for (Told message : told) {
      for (Outages.Kind kind : Outages.Kind.values()) {
        judge(message, kind);
      }
    }
  }

  private void judge(Outages.Outage outage) {
    if (outage.kind() == Outages.Kind.MADE_NARROWER
        && looks(Instant.MIN, outage.from()).stream()
            .noneMatch(look -> look.answered().contains(outage.question()))) {
      verdict.count("analyzers made narrower before any sweep saw their type", 1);
      return;
    }
    Optional<Instant> due = due(outage, outage.from(), outage.to());
    boolean isContinued = isContinued(outage);
    if (due.isPresent() && !isContinued && news(outage, outage.from(), due.get()).isEmpty()) {
      verdict.wrong(
          Verdict.Breach.SILENT, "%s, which nobody was told by %s".formatted(outage, due.get()));
    }
    Optional<Instant> overDue =
        looks(outage.to(), Instant.MAX).stream()
            .filter(look -> look.answered().contains(outage.question()))
            .map(Look::at)
            .findFirst();
    // What is told later is of another outage.
    if (!isContinued && news(outage, outage.from(), overDue.orElse(Instant.MAX)).isEmpty()) {
      verdict.count("outages too short to be told", 1);
      return;
    }
    verdict.count("outages told: " + outage.kind(), 1);
    boolean isNextOutageThere =
        overDue.isPresent()
            && world.outages().outages().stream()
                .anyMatch(o -> o.about().equals(outage.about()) && o.isAt(overDue.get()));
    if (overDue.isPresent() && !isNextOutageThere && !isOver(outage, overDue.get())) {
      verdict.wrong(
          Verdict.Breach.SILENT,
          "%s is over, which nobody was told by %s".formatted(outage, overDue.get()));
    }
  }

  /** Whether it was told before, as one that no look in between could see to be over. */
  private boolean isContinued(Outages.Outage outage) {
    return world.outages().outages().stream()
        .filter(before -> before.isSameProblem(outage) && !before.to().isAfter(outage.from()))
        .filter(before -> news(before, before.from(), outage.from()).isPresent())
        .anyMatch(
            before ->
                looks(before.to(), outage.from()).stream()
                    .noneMatch(look -> look.answered().contains(outage.question())));
  }

  private List<Look> looks(Instant from, Instant to) {
    return world.journal().looks.stream()
        .filter(look -> !look.at().isBefore(from) && look.at().isBefore(to))
        .toList();
  }

  /** The second look with an answer, or the second in a row without one. */
  private Optional<Instant> due(Outages.Outage outage, Instant from, Instant to) {
    int answered = 0;
    int unanswered = 0;
    for (Look look : looks(from, to)) {
      if (look.answered().contains(outage.question())) {
        answered++;
        unanswered = 0;
      } else {
        unanswered++;
      }
      if (answered == 2 || unanswered == 2) {
        return Optional.of(look.at());
      }
    }
    return Optional.empty();
  }

  private Optional<Instant> news(Outages.Outage outage, Instant from, Instant to) {
    return world.journal().operations.stream()
        .filter(told -> !told.at().isBefore(from) && !told.at().isAfter(to))
        .filter(
            told -> {
              String news = Told.joined(told.news());
              return news.contains(outage.name())
                  && (news.contains(outage.kind().words)
                      || news.contains(Outages.Kind.DENIED.words));
            })
        .map(Told::at)
        .findFirst();
  }

  private boolean isOver(Outages.Outage outage, Instant by) {
    return world.journal().operations.stream()
        .filter(told -> !told.at().isBefore(outage.from()) && !told.at().isAfter(by))
        .anyMatch(told -> Told.joined(told.over()).contains(outage.name()));
  }

  /** Nothing is told that is not so. */
  private void judge(Told message, Outages.Kind kind) {
    String news = Told.joined(message.news());
    if (kind == Outages.Kind.DENIED || !news.contains(kind.words)) {
      return;
    }
    boolean isSo =
        world.outages().outages().stream()
            .anyMatch(
                o ->
                    o.kind() == kind
                        && news.contains(o.name())
                        && o.from().isBefore(message.at())
                        && o.to().isAfter(message.at().minus(FaultRun.BETWEEN_SWEEPS)));
    if (!isSo) {
      verdict.wrong(Verdict.Breach.SILENT, "told of what is not so: " + message.subject());
    }
  }
}
