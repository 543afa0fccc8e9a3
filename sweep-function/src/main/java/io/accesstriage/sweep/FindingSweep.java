package io.accesstriage.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.aws.AwsCallException;
import io.accesstriage.failure.PermanentFailure;
import io.accesstriage.failure.TransientFailure;
import io.accesstriage.finding.FindingList;
import io.accesstriage.finding.FindingPage;
import io.accesstriage.finding.FindingStatus;
import io.accesstriage.finding.ListedFinding;
import io.accesstriage.health.Listing;
import io.accesstriage.json.Json;
import io.accesstriage.ledger.Ledger;
import io.accesstriage.ledger.LedgerEntry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One page of the sweep: lists it by one call, reads the ledger's entries of its findings by
 * another, and starts a triage of each that is due. Doing a page again does no harm: a triage's
 * name is that of its finding and sweep, and the claim of a triage keeps others away. Thread-safe.
 */
public final class FindingSweep {
  /**
   * So that an execution stays below 25,000 events of its history even if each page is retried as
   * often as its state allows, which makes 72 events.
   */
  static final int PAGES_OF_AN_EXECUTION = 300;

  /**
   * How many triages are started on average. Each keeps a function or two busy for a few seconds,
   * so that some 30 of an account's 1,000 concurrent functions are, and 2,000 findings take a bit
   * over three minutes. Step Functions would let 150 a second be started in the smaller regions.
   */
  static final int STARTS_PER_SECOND = 10;

  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(4);
  private static final Duration PACE_AFTER_THROTTLING = Duration.ofMillis(200);

  /** Of one page; a function has a minute. */
  private static final Duration LONGEST_PAUSES = Duration.ofSeconds(35);

  /**
   * A status of many pages may meet more than one token that is no longer accepted; one that never
   * is ends here.
   */
  private static final int MOST_RESTARTS = 3;

  private static final String INVALID = "ValidationException";

  private final FindingList list;
  private final Function<String, Ledger> ledgers;
  private final TriageMachine triage;
  private final Clock clock;
  private final Pause pause;

  /**
   * @param ledgers the ledger of a table's name
   * @param pause used where starts are throttled
   */
  public FindingSweep(
      FindingList list,
      Function<String, Ledger> ledgers,
      TriageMachine triage,
      Clock clock,
      Pause pause) {
    this.list = list;
    this.ledgers = ledgers;
    this.triage = triage;
    this.clock = clock;
    this.pause = pause;
  }

  Clock clock() {
    return clock;
  }

  /**
   * Does the page that the request's state is at.
   *
   * @throws TransientFailure where the page is to be tried again
   */
  SweepAnswer page(SweepRequest request) {
    Position at = request.state().position();
    if (at == null) {
      return answer(request.state(), SweepCounts.NONE, List.of());
    }
    if (request.failure().isPresent()) {
      return leave(request, at, SweepReport.sentence(request.failure().get()));
    }
    try {
      return page(request, at);
    } catch (AwsCallException e) {
      RuntimeException failure = e.asStepFailure();
      if (failure instanceof PermanentFailure) {
        return leave(request, at, SweepReport.reason(at.analyzer(), request.execution(), e));
      }
      throw failure;
    } catch (PermanentFailure e) {
      return leave(request, at, SweepReport.sentence(String.valueOf(e.getMessage())));
    }
  }

  private SweepAnswer page(SweepRequest request, Position at) {
    FindingPage<ListedFinding> page;
    try {
      page = list.page(at.analyzer(), at.status(), at.asksForOrder(), at.token());
    } catch (AwsCallException e) {
      return answer(
          request.state().at(another(at, e).orElseThrow(() -> e), SweepCounts.NONE),
          SweepCounts.NONE,
          List.of());
    }
    Starts starts = start(request, at, page.findings());
    SweepCounts counts =
        new SweepCounts(
            1,
            page.findings().size(),
            starts.reasons.values().stream().mapToInt(Integer::intValue).sum(),
            starts.started,
            starts.reasons);
    Position counted = at.counted(page.findings());
    Position next = next(request, counted, page);
    SweepState state = request.state().at(next, counts);
    boolean isAnalyzerDone = next == null || !next.analyzer().equals(at.analyzer());
    return answer(
        (isAnalyzerDone ? counted.listing(clock.instant()) : Optional.<Listing>empty())
            .map(state::listed)
            .orElse(state),
        counts,
        starts.notStarted);
  }

  /** What to ask for instead of what was found invalid, which may be the token or the order. */
  private static Optional<Position> another(Position at, AwsCallException failure) {
    if (!failure.code().equals(INVALID)) {
      return Optional.empty();
    }
    if (at.token() != null) {
      return at.restarts() < MOST_RESTARTS ? Optional.of(at.restart()) : Optional.empty();
    }
    return at.asksForOrder() ? Optional.of(at.withoutOrder()) : Optional.empty();
  }

  /** Leaves an analyzer, so that the others are swept. */
  private SweepAnswer leave(SweepRequest request, Position at, String why) {
    return answer(
        request
            .state()
            .without(
                new UnsweptAnalyzer(at.analyzer(), why),
                firstAfter(at.analyzer(), request.config())),
        SweepCounts.NONE,
        List.of());
  }

  private @Nullable Position next(
      SweepRequest request, Position at, FindingPage<ListedFinding> page) {
    Position.Order order = order(at, page.findings());
    String token = page.nextToken();
    Instant last =
        page.findings().isEmpty()
            ? at.last()
            : page.findings().get(page.findings().size() - 1).updatedAt();
    boolean isOld =
        at.status() == FindingStatus.RESOLVED
            && order == Position.Order.ASKED_FOR
            && last != null
            && last.isBefore(request.state().resolvedSince());
    if (token != null && !isOld) {
      return at.ofNextPage(token, last, order);
    }
    return at.ofNextStatus().orElseGet(() -> firstAfter(at.analyzer(), request.config()));
  }

  private static Position.Order order(Position at, List<ListedFinding> findings) {
    if (!at.asksForOrder()) {
      return at.order();
    }
    Instant before = at.last();
    for (ListedFinding finding : findings) {
      if (before != null && finding.updatedAt().isAfter(before)) {
        return Position.Order.NOT_KEPT;
      }
      before = finding.updatedAt();
    }
    return at.order();
  }

  private @Nullable Position firstAfter(String analyzer, SweepConfig config) {
    return config.after(analyzer).map(next -> Position.firstOf(next, clock.instant())).orElse(null);
  }

  private static SweepAnswer answer(
      SweepState state, SweepCounts page, List<SweepAnswer.WouldStart> notStarted) {
    if (state.position() == null) {
      return new SweepAnswer(
          state,
          state.unswept().isEmpty() ? SweepAnswer.Next.DONE : SweepAnswer.Next.INCOMPLETE,
          0,
          page,
          notStarted);
    }
    if (state.pagesOfPart() >= PAGES_OF_AN_EXECUTION) {
      return new SweepAnswer(state.ofNextPart(), SweepAnswer.Next.CONTINUE, 0, page, notStarted);
    }
    int pauseSeconds = page.started() / STARTS_PER_SECOND;
    return new SweepAnswer(
        state,
        pauseSeconds == 0 ? SweepAnswer.Next.PAGE : SweepAnswer.Next.PAUSE,
        pauseSeconds,
        page,
        notStarted);
  }

  /** What became of a page's findings. */
  private static final class Starts {
    final Map<Due, Integer> reasons = new EnumMap<>(Due.class);
    final List<SweepAnswer.WouldStart> notStarted = new ArrayList<>();
    int started;
    Duration pace = Duration.ZERO;
    Duration paused = Duration.ZERO;
  }

  private Starts start(SweepRequest request, Position at, List<ListedFinding> findings) {
    Map<String, LedgerEntry> entries = entries(request.config(), findings);
    Due.Present present =
        new Due.Present(
            request.state().rulesVersion(),
            request.config().mode(),
            clock.instant(),
            request.config().alertsServiceLinked());
    Starts starts = new Starts();
    for (ListedFinding finding : findings) {
      Due.of(at.status(), finding.updatedAt(), entries.get(finding.id()), present)
          .ifPresent(
              due -> {
                starts.reasons.merge(due, 1, Integer::sum);
                start(request, at.analyzer(), finding.id(), due, starts);
              });
    }
    return starts;
  }

  private Map<String, LedgerEntry> entries(SweepConfig config, List<ListedFinding> findings) {
    if (config.ledger().isEmpty() || findings.isEmpty()) {
      return Map.of();
    }
    Set<String> ids = findings.stream().map(ListedFinding::id).collect(Collectors.toSet());
    return ledgers.apply(config.ledger().get()).readAll(ids);
  }

  private void start(
      SweepRequest request, String analyzer, String findingId, Due due, Starts starts) {
    String name = ExecutionName.of(findingId, request.state().id());
    if (request.config().triage().isEmpty()) {
      starts.notStarted.add(new SweepAnswer.WouldStart(findingId, due, name));
      return;
    }
    TriageStart start =
        start(request.config().triage().get(), name, reference(analyzer, findingId), starts);
    if (start == TriageStart.STARTED) {
      starts.started++;
    }
  }

  private static JsonNode reference(String analyzer, String findingId) {
    ObjectNode input = Json.object();
    input.putObject("reference").put("analyzerArn", analyzer).put("findingId", findingId);
    return input;
  }

  /** Slower where Step Functions throttles; after a while the whole page is tried again later. */
  private TriageStart start(String stateMachine, String name, JsonNode input, Starts starts) {
    pause(starts.pace, starts);
    Duration wait = FIRST_PAUSE;
    while (true) {
      try {
        return triage.start(stateMachine, name, input);
      } catch (AwsCallException e) {
        if (e.asStepFailure() instanceof PermanentFailure
            || starts.paused.compareTo(LONGEST_PAUSES) > 0) {
          throw e;
        }
        starts.pace = PACE_AFTER_THROTTLING;
        pause(wait, starts);
        wait = wait.compareTo(LONGEST_PAUSE) < 0 ? wait.multipliedBy(2) : wait;
      }
    }
  }

  private void pause(Duration duration, Starts starts) {
    if (!duration.isZero()) {
      starts.paused = starts.paused.plus(duration);
      pause.pause(duration);
    }
  }
}
