package io.accesstriage.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.accesstriage.aws.AwsCallException;
import io.accesstriage.health.AnalyzerProblem.CountDiffers;
import io.accesstriage.health.AnalyzerProblem.Gone;
import io.accesstriage.health.AnalyzerProblem.KindMissing;
import io.accesstriage.health.AnalyzerProblem.NotActive;
import io.accesstriage.health.AnalyzerProblem.NotRead;
import io.accesstriage.health.AnalyzerProblem.NotSwept;
import io.accesstriage.health.AnalyzerProblem.RegionUnwatched;
import io.accesstriage.health.AnalyzerProblem.Stale;
import io.accesstriage.health.AnalyzerProblem.StillCreating;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class AnalyzerCheckTest {
  private static final String PREFIX = "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/";
  private static final String EXTERNAL = PREFIX + "organization";
  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

  private final FakeAnalyzers analyzers = new FakeAnalyzers();
  private final Set<AccessKind> expected = new HashSet<>(Set.of(AccessKind.EXTERNAL));
  private final Set<String> regions = new HashSet<>();

  /** What Access Analyzer answers in these tests. */
  private static final class FakeAnalyzers implements Analyzers {
    final Map<String, AnalyzerState> states = new HashMap<>();
    final Map<String, FindingTotal> totals = new HashMap<>();
    final Set<String> denied = new HashSet<>();

    @Override
    public AnalyzerState get(String arn) {
      answer(GET);
      AnalyzerState state = states.get(arn);
      if (state == null) {
        throw new AwsCallException(GET, "ResourceNotFoundException", 404, "no such analyzer");
      }
      return state;
    }

    @Override
    public List<AnalyzerState> inRegion(String region) {
      answer(denied.contains(region) ? region : LIST);
      return states.values().stream().filter(s -> s.arn().contains(":" + region + ":")).toList();
    }

    @Override
    public Optional<FindingTotal> total(String arn) {
      answer(STATISTICS);
      return Optional.ofNullable(totals.get(arn));
    }

    private void answer(String operation) {
      if (denied.contains(operation)) {
        throw new AwsCallException(
            operation.contains(":") ? operation : LIST,
            "AccessDeniedException",
            403,
            "not authorized");
      }
    }
  }

  private List<String> configured = List.of(EXTERNAL);
  private boolean alertsServiceLinked;

  private void is(String arn, String type, String status, @Nullable String reason, Duration idle) {
    analyzers.states.put(
        arn,
        new AnalyzerState(
            arn, type, status, reason, NOW.minus(Duration.ofDays(100)), NOW.minus(idle)));
  }

  private void works(String arn, String type) {
    is(arn, type, "ACTIVE", null, Duration.ofHours(2));
  }

  private Checkup check(Listing... listings) {
    return AnalyzerCheck.of(
        analyzers,
        new AnalyzerCheck.Scope(configured, regions, expected, alertsServiceLinked),
        List.of(listings),
        NOW);
  }

  private List<AnalyzerProblem> problems(Listing... listings) {
    return check(listings).problems();
  }

  /** It looks, and nobody hears of what it finds. */
  @Test
  void check_onlyAnalyzerIsAServicesAndLeftAlone_regionIsUnwatched() {
    String ofService = EXTERNAL.replace("analyzer/", "analyzer/_");
    works(ofService, "ORGANIZATION");
    configured = List.of(ofService);

    assertEquals(
        List.of("RegionUnwatched"),
        problems().stream().map(problem -> problem.getClass().getSimpleName()).toList());

    alertsServiceLinked = true;
    assertEquals(List.of(), problems());
  }

  @Test
  void check_analyzerAtWork_findsNothing() {
    works(EXTERNAL, "ORGANIZATION");
    analyzers.totals.put(EXTERNAL, new FindingTotal(4212, NOW));

    assertEquals(
        new Checkup(
            List.of(),
            Set.of(),
            List.of(new Checkup.Count(EXTERNAL, 4212, 4212)),
            Map.of(EXTERNAL, "ORGANIZATION")),
        check(new Listing(EXTERNAL, 4212, NOW.minusSeconds(60))));
  }

  @Test
  void check_disabledAnalyzer_isSaidWithItsReasonAndNoSecondProblemOfItsRegion() {
    is(EXTERNAL, "ORGANIZATION", "DISABLED", "ORGANIZATION_DELETED", Duration.ofHours(2));

    assertEquals(
        List.of(new NotActive(EXTERNAL, "ORGANIZATION", "DISABLED", "ORGANIZATION_DELETED")),
        problems());
  }

  @Test
  void check_analyzerInCreation_isAProblemAfterAnHour() {
    Instant created = NOW.minus(Duration.ofMinutes(61));
    analyzers.states.put(
        EXTERNAL, new AnalyzerState(EXTERNAL, "ACCOUNT", "CREATING", null, created, null));
    assertEquals(List.of(new StillCreating(EXTERNAL, created)), problems());

    analyzers.states.put(
        EXTERNAL,
        new AnalyzerState(
            EXTERNAL, "ACCOUNT", "CREATING", null, NOW.minus(Duration.ofMinutes(59)), null));
    assertEquals(List.of(), problems());
  }

  @Test
  void check_analyzerThatAnalyzedNothingForThreeDays_isStale() {
    is(EXTERNAL, "ACCOUNT", "ACTIVE", null, Duration.ofDays(3));
    assertEquals(List.of(), problems());

    is(EXTERNAL, "ACCOUNT", "ACTIVE", null, Duration.ofHours(73));
    assertEquals(List.of(new Stale(EXTERNAL, NOW.minus(Duration.ofHours(73)))), problems());
  }

  @Test
  void check_analyzerThatNeverAnalyzedAnything_isStaleThreeDaysAfterItsCreation() {
    analyzers.states.put(
        EXTERNAL,
        new AnalyzerState(
            EXTERNAL, "ACCOUNT", "ACTIVE", null, NOW.minus(Duration.ofDays(4)), null));

    assertEquals(List.of(new Stale(EXTERNAL, null)), problems());
  }

  @Test
  void check_deletedAnalyzer_isGone_andItsRegionUnwatched() {
    assertEquals(List.of(new Gone(EXTERNAL), new RegionUnwatched("us-east-1")), problems());
  }

  @Test
  void check_countBelowTheStatistics_differs() {
    works(EXTERNAL, "ORGANIZATION");
    analyzers.totals.put(EXTERNAL, new FindingTotal(4212, NOW));

    assertEquals(
        List.of(new CountDiffers(EXTERNAL, 4198, 4212)),
        problems(new Listing(EXTERNAL, 4198, NOW)));
    assertEquals(List.of(), problems(new Listing(EXTERNAL, 4213, NOW)));
  }

  @Test
  void check_statisticsOlderThanTheListing_areNotCompared() {
    works(EXTERNAL, "ORGANIZATION");
    analyzers.totals.put(EXTERNAL, new FindingTotal(4212, NOW.minusSeconds(61)));

    Checkup checkup = check(new Listing(EXTERNAL, 4198, NOW.minusSeconds(60)));

    assertEquals(List.of(), checkup.problems());
    assertEquals(List.of(new Checkup.Count(EXTERNAL, 4198, null)), checkup.counts());
    assertTrue(
        checkup.unanswered().contains(new CountDiffers(EXTERNAL, 0, 1).question()),
        checkup::toString);
  }

  @Test
  void check_callsThatAreDenied_areProblems() {
    works(EXTERNAL, "ORGANIZATION");
    analyzers.denied.addAll(Set.of(Analyzers.GET, Analyzers.LIST, Analyzers.STATISTICS));

    assertEquals(
        List.of(
            denied(EXTERNAL, Analyzers.GET),
            denied(EXTERNAL, Analyzers.STATISTICS),
            denied("us-east-1", Analyzers.LIST)),
        problems(new Listing(EXTERNAL, 1, NOW)));
  }

  private static NotRead denied(String about, String operation) {
    return new NotRead(
        about, operation, true, operation + ": AccessDeniedException: not authorized");
  }

  @Test
  void check_regionsInUse_eachNeedAnExternalAnalyzerThatWorks() {
    works(EXTERNAL, "ORGANIZATION");
    regions.addAll(Set.of("us-east-1", "eu-west-1", "eu-west-2"));
    String other = "arn:aws:access-analyzer:eu-west-1:111122223333:analyzer/other";
    is(other, "ACCOUNT", "DISABLED", null, Duration.ofHours(2));
    works(
        "arn:aws:access-analyzer:eu-west-2:111122223333:analyzer/unused", "ACCOUNT_UNUSED_ACCESS");

    assertEquals(
        Set.of(new RegionUnwatched("eu-west-1"), new KindMissing("eu-west-2", AccessKind.EXTERNAL)),
        Set.copyOf(problems()));
  }

  @Test
  void check_unusedAccess_isEnoughInOneRegion_butNotThatOfAService() {
    works(EXTERNAL, "ORGANIZATION");
    expected.addAll(Set.of(AccessKind.UNUSED, AccessKind.INTERNAL));
    works(PREFIX + "_AccessAnalyzerForSecurityHubV2-1", "ACCOUNT_UNUSED_ACCESS");
    assertEquals(
        List.of(
            new KindMissing("us-east-1", AccessKind.INTERNAL),
            new KindMissing("us-east-1", AccessKind.UNUSED)),
        problems());

    works(PREFIX + "unused", "ACCOUNT_UNUSED_ACCESS");
    works(PREFIX + "internal", "ORGANIZATION_INTERNAL_ACCESS");
    configured = List.of(EXTERNAL, PREFIX + "unused", PREFIX + "internal");
    assertEquals(List.of(), problems());
  }

  /** It works, but no sweep lists its findings, and from another region no event may arrive. */
  @Test
  void check_onlyAnalyzerOfAKindIsNotConfigured_isNotSwept() {
    String other = "arn:aws:access-analyzer:eu-west-1:111122223333:analyzer/other";
    works(EXTERNAL, "ORGANIZATION");
    works(PREFIX + "second", "ACCOUNT");
    works(other, "ACCOUNT");
    works(PREFIX + "unused", "ACCOUNT_UNUSED_ACCESS");
    regions.addAll(Set.of("us-east-1", "eu-west-1"));
    expected.add(AccessKind.UNUSED);

    assertEquals(
        List.of(
            new NotSwept(other, AccessKind.EXTERNAL),
            new NotSwept(PREFIX + "unused", AccessKind.UNUSED)),
        problems());
  }

  @Test
  void check_regionThatCouldNotBeRead_mayHaveTheConfiguredAnalyzerOfUnusedAccess() {
    works(EXTERNAL, "ORGANIZATION");
    works(PREFIX + "unused", "ACCOUNT_UNUSED_ACCESS");
    regions.addAll(Set.of("us-east-1", "eu-west-1"));
    analyzers.denied.add("eu-west-1");
    expected.add(AccessKind.UNUSED);

    Checkup checkup = check();

    assertEquals(List.of(denied("eu-west-1", Analyzers.LIST)), checkup.problems());
    assertTrue(
        checkup
            .unanswered()
            .contains(new NotSwept(PREFIX + "unused", AccessKind.UNUSED).question()),
        checkup::toString);
  }

  @Test
  void check_nothingExpected_asksForNoRegion() {
    works(EXTERNAL, "ORGANIZATION");
    expected.clear();
    regions.add("eu-west-1");

    assertEquals(List.of(), problems());
  }
}
