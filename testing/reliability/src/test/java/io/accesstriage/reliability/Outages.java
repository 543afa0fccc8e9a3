package io.accesstriage.reliability;

import io.accesstriage.aws.AwsCallException;
import io.accesstriage.finding.Arn;
import io.accesstriage.health.AnalyzerState;
import io.accesstriage.health.Analyzers;
import io.accesstriage.health.FindingTotal;
import io.accesstriage.health.Trails;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What Access Analyzer answers about its analyzers and CloudTrail about its trail, and when one of
 * them does not look. Those that fail have no findings, so that what the other laws say of findings
 * holds on the day.
 */
final class Outages implements Analyzers {
  private static final String REGION = "ap-southeast-1";

  /** In use, and its analyzer is not configured: so either there is none, or it is not swept. */
  static final String OTHER_REGION = "eu-west-2";

  private static final String OTHER = arn(OTHER_REGION, "other");

  /** Configured, and without findings. */
  static final List<String> ANALYZERS =
      IntStream.rangeClosed(1, 5).mapToObj(i -> arn(REGION, "watched-" + i)).toList();

  /** Of the product. */
  private static final String OWN_REGION = "eu-west-1";

  static final List<String> REGIONS = List.of("eu-west-1", "us-east-1", REGION, OTHER_REGION);

  /** Long enough that operators must hear of it. */
  private static final Duration TWO_SWEEPS = FaultRun.BETWEEN_SWEEPS.multipliedBy(2);

  /** What a statistic counts that no page has. */
  private static final int UNLISTED = 14;

  /** How an analyzer is blind, and by which words of a message it is recognised. */
  enum Kind {
    SERVICE_ACCESS_DISABLED(GET, "is disabled: trusted access"),
    ADMINISTRATOR_DEREGISTERED(GET, "no longer the delegated administrator"),
    ORGANIZATION_DELETED(GET, "its organization was deleted"),
    ROLE_NOT_CREATED(GET, "has failed: AWS could not create the service-linked role"),
    DISABLED(GET, "is disabled: AWS gives no reason"),
    DELETED(GET, "does not exist"),
    MADE_NARROWER(GET, "is of type ACCOUNT now; it was of type ORGANIZATION"),
    STALE(GET, "has analyzed nothing since"),
    DENIED(GET, "could not be read"),
    MISCOUNTED(STATISTICS, "findings seen"),
    REGION_EMPTY(LIST, "No analyzer is active in"),
    NOT_SWEPT(LIST, "but AnalyzerArns names neither it nor another one that does"),
    TRAIL_STOPPED(Trails.LIST, "the trail watched has stopped"),
    TRAIL_DELETED(Trails.LIST, "No trail logs changes in eu-west-1.");

    final String operation;
    final String words;

    Kind(String operation, String words) {
      this.operation = operation;
      this.words = words;
    }
  }

  /**
   * A time in which something is blind.
   *
   * @param about an analyzer or a region
   */
  record Outage(Kind kind, String about, Instant from, Instant to) {
    boolean isAt(Instant time) {
      return !time.isBefore(from) && time.isBefore(to);
    }

    /** The call that has to be answered to know of it. */
    String question() {
      return kind.operation
          + " "
          + (kind == Kind.NOT_SWEPT ? Arn.regionOf(about).orElse(about) : about);
    }

    /** Whether operators hear the same of both. */
    boolean isSameProblem(Outage other) {
      return kind == other.kind && about.equals(other.about);
    }

    /** As messages name it. */
    String name() {
      if (kind.operation.equals(Trails.LIST)) {
        return "trail logs changes in " + about;
      }
      return Arn.parse(about)
          .map(
              arn ->
                  "%s in %s"
                      .formatted(arn.resource().substring("analyzer/".length()), arn.region()))
          .orElse(about);
    }
  }

  private final World world;
  private final List<Outage> outages = new ArrayList<>();

  Outages(World world) {
    this.world = world;
  }

  private static String arn(String region, String name) {
    return "arn:aws:access-analyzer:%s:111122223333:analyzer/%s".formatted(region, name);
  }

  List<Outage> outages() {
    return outages;
  }

  /** Draws two for each analyzer, of every kind, and one for the region, while there are sweeps. */
  void plan(Chance chance) {
    List<Kind> kinds =
        chance.shuffled(
            Stream.of(Kind.values())
                .filter(kind -> kind.operation.equals(GET) || kind.operation.equals(STATISTICS))
                .toList());
    for (int i = 0; i < kinds.size(); i++) {
      Duration from =
          chance.between(Duration.ofMinutes(5), Duration.ofHours(3)).plusHours(i % 2 == 0 ? 0 : 12);
      add(kinds.get(i), ANALYZERS.get(i / 2), from, chance);
    }
    add(
        Kind.REGION_EMPTY,
        OTHER_REGION,
        chance.between(Duration.ZERO, Duration.ofHours(12)),
        chance);
    Outage empty = outages.get(outages.size() - 1);
    outages.add(new Outage(Kind.NOT_SWEPT, OTHER, World.START, empty.from()));
    outages.add(new Outage(Kind.NOT_SWEPT, OTHER, empty.to(), Instant.MAX));
    Instant stopped = World.START.plus(chance.between(Duration.ZERO, Duration.ofHours(3)));
    outages.add(
        new Outage(
            Kind.TRAIL_STOPPED,
            OWN_REGION,
            stopped,
            stopped.plus(chance.between(TWO_SWEEPS, Duration.ofHours(9)))));
    add(
        Kind.TRAIL_DELETED,
        OWN_REGION,
        chance.between(Duration.ofHours(12), Duration.ofHours(15)),
        chance);
  }

  private void add(Kind kind, String about, Duration after, Chance chance) {
    Instant from = World.START.plus(after);
    // Of these, two looks have to see them.
    boolean isBelievedLate = kind == Kind.MISCOUNTED || kind == Kind.DENIED;
    Duration lasting =
        chance.between(
            isBelievedLate ? TWO_SWEEPS.plusHours(1) : Duration.ofHours(2), Duration.ofHours(9));
    outages.add(new Outage(kind, about, from, from.plus(lasting)));
  }

  private boolean is(Kind kind, String about) {
    return outages.stream()
        .anyMatch(o -> o.kind() == kind && o.about().equals(about) && o.isAt(world.now()));
  }

  /** Whether the analyzer is deleted now, so that it has no list either. */
  boolean isDeleted(String analyzerArn) {
    return is(Kind.DELETED, analyzerArn);
  }

  private <T> T answer(String operation, String about, Supplier<T> answer) {
    T answered = world.calls().make(operation, answer);
    world.journal().answered.add(operation + " " + about);
    return answered;
  }

  @Override
  public AnalyzerState get(String analyzerArn) {
    Optional<AnalyzerState> state =
        answer(
            GET,
            analyzerArn,
            () -> {
              if (is(Kind.DENIED, analyzerArn)) {
                throw new AwsCallException(GET, "AccessDeniedException", 403, "simulated");
              }
              return isDeleted(analyzerArn) ? Optional.empty() : Optional.of(state(analyzerArn));
            });
    return state.orElseThrow(
        () -> new AwsCallException(GET, "ResourceNotFoundException", 404, "simulated"));
  }

  private AnalyzerState state(String arn) {
    String status = "ACTIVE";
    String reason = null;
    for (Outage outage : outages) {
      if (outage.about().equals(arn) && outage.isAt(world.now())) {
        status =
            switch (outage.kind()) {
              case SERVICE_ACCESS_DISABLED,
                  ADMINISTRATOR_DEREGISTERED,
                  ORGANIZATION_DELETED,
                  DISABLED ->
                  "DISABLED";
              case ROLE_NOT_CREATED -> "FAILED";
              case DELETED,
                  MADE_NARROWER,
                  STALE,
                  DENIED,
                  MISCOUNTED,
                  REGION_EMPTY,
                  NOT_SWEPT,
                  TRAIL_STOPPED,
                  TRAIL_DELETED ->
                  status;
            };
        reason = reason(outage.kind());
      }
    }
    return new AnalyzerState(
        arn,
        is(Kind.MADE_NARROWER, arn) ? "ACCOUNT" : "ORGANIZATION",
        status,
        reason,
        World.START.minus(Duration.ofDays(300)),
        is(Kind.STALE, arn) ? World.START.minus(Duration.ofDays(5)) : world.now());
  }

  private static @Nullable String reason(Kind kind) {
    return switch (kind) {
      case SERVICE_ACCESS_DISABLED -> "AWS_SERVICE_ACCESS_DISABLED";
      case ADMINISTRATOR_DEREGISTERED -> "DELEGATED_ADMINISTRATOR_DEREGISTERED";
      case ORGANIZATION_DELETED -> "ORGANIZATION_DELETED";
      case ROLE_NOT_CREATED -> "SERVICE_LINKED_ROLE_CREATION_FAILED";
      case DISABLED,
          DELETED,
          MADE_NARROWER,
          STALE,
          DENIED,
          MISCOUNTED,
          REGION_EMPTY,
          NOT_SWEPT,
          TRAIL_STOPPED,
          TRAIL_DELETED ->
          null;
    };
  }

  @Override
  public List<AnalyzerState> inRegion(String region) {
    return answer(
        LIST,
        region,
        () -> {
          if (region.equals(OTHER_REGION)) {
            return is(Kind.REGION_EMPTY, region) ? List.<AnalyzerState>of() : List.of(state(OTHER));
          }
          return Stream.concat(World.ANALYZERS.stream(), ANALYZERS.stream())
              .filter(arn -> Arn.regionOf(arn).filter(region::equals).isPresent())
              .filter(arn -> !isDeleted(arn))
              .map(this::state)
              .toList();
        });
  }

  /** Of the others no statistics are younger than a listing: their findings change all day. */
  @Override
  public Optional<FindingTotal> total(String analyzerArn) {
    return answer(
        STATISTICS,
        analyzerArn,
        () ->
            ANALYZERS.contains(analyzerArn)
                ? Optional.of(
                    new FindingTotal(is(Kind.MISCOUNTED, analyzerArn) ? UNLISTED : 0, world.now()))
                : Optional.empty());
  }

  /**
   * The product's region's only trail. It counts as answered where the last call that is needed is.
   */
  Trails trails() {
    return new Trails() {
      @Override
      public List<Trail> inRegion() {
        List<Trail> trails =
            world
                .calls()
                .make(
                    LIST,
                    () ->
                        is(Kind.TRAIL_DELETED, OWN_REGION)
                            ? List.<Trail>of()
                            : List.of(
                                new Trail(
                                    "watched",
                                    "arn:aws:cloudtrail:eu-west-1:111122223333:trail/watched",
                                    OWN_REGION)));
        if (trails.isEmpty()) {
          world.journal().answered.add(LIST + " " + OWN_REGION);
        }
        return trails;
      }

      @Override
      public boolean isLogging(Trail trail) {
        boolean isLogging = world.calls().make(STATUS, () -> !is(Kind.TRAIL_STOPPED, OWN_REGION));
        if (!isLogging) {
          world.journal().answered.add(LIST + " " + OWN_REGION);
        }
        return isLogging;
      }

      @Override
      public boolean logsChanges(Trail trail) {
        boolean logsChanges = world.calls().make(SELECTORS, () -> true);
        world.journal().answered.add(LIST + " " + OWN_REGION);
        return logsChanges;
      }
    };
  }
}
