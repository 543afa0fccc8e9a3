package io.accesstriage.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.accesstriage.aws.AwsCallException;
import io.accesstriage.health.AnalyzerProblem.ChangesUnlogged;
import io.accesstriage.health.AnalyzerProblem.NotRead;
import io.accesstriage.json.Fields;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class TrailLookTest {
  private static final String REGION = "us-east-1";
  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

  private final FakeTrails trails = new FakeTrails();

  private enum Kind {
    LOGS,
    STOPPED,
    READS_ONLY
  }

  /** What CloudTrail answers in these tests. */
  private static final class FakeTrails implements Trails {
    final Map<String, Kind> kinds = new LinkedHashMap<>();
    final Set<String> denied = new HashSet<>();

    @Override
    public List<Trail> inRegion() {
      answer(LIST);
      return kinds.keySet().stream().map(name -> new Trail(name, arn(name), REGION)).toList();
    }

    @Override
    public boolean isLogging(Trail trail) {
      answer(STATUS);
      answer(trail.name());
      return kinds.get(trail.name()) != Kind.STOPPED;
    }

    @Override
    public boolean logsChanges(Trail trail) {
      answer(SELECTORS);
      return kinds.get(trail.name()) != Kind.READS_ONLY;
    }

    private void answer(String what) {
      if (denied.contains(what)) {
        throw new AwsCallException(
            what.contains(":") ? what : STATUS, "AccessDeniedException", 403, "not authorized");
      }
    }
  }

  private static String arn(String name) {
    return "arn:aws:cloudtrail:us-east-1:111122223333:trail/" + name;
  }

  private List<AnalyzerProblem> problems() {
    return TrailLook.of(trails, REGION).problems();
  }

  @Test
  void look_oneTrailThatLogsChanges_isEnough() {
    trails.kinds.put("stopped", Kind.STOPPED);
    trails.kinds.put("unread", Kind.LOGS);
    trails.denied.add("unread");
    trails.kinds.put("all", Kind.LOGS);

    assertEquals(new Checkup(List.of(), Set.of(), List.of()), TrailLook.of(trails, REGION));
  }

  @Test
  void look_noneThatLogsChanges_namesThoseThatStopped() {
    assertEquals(List.of(new ChangesUnlogged(REGION, List.of())), problems());

    trails.kinds.put("reads", Kind.READS_ONLY);
    trails.kinds.put("stopped", Kind.STOPPED);
    assertEquals(List.of(new ChangesUnlogged(REGION, List.of(arn("stopped")))), problems());
  }

  @Test
  void look_trailThatCouldNotBeRead_isNotTakenForStopped() {
    trails.kinds.put("stopped", Kind.STOPPED);
    trails.kinds.put("unread", Kind.LOGS);
    trails.denied.add("unread");

    assertEquals(
        List.of(
            new NotRead(
                REGION,
                Trails.STATUS,
                true,
                "cloudtrail:GetTrailStatus: AccessDeniedException: not authorized")),
        problems());
  }

  /** Whichever call fails, what was wrong before is not over. */
  @Test
  void look_thatIsRefused_endsNothing() {
    trails.kinds.put("all", Kind.STOPPED);
    HealthRecord stopped = HealthRecord.NONE.after(TrailLook.of(trails, REGION), NOW).record();
    trails.kinds.put("all", Kind.LOGS);
    for (String call : AnalyzerProblem.TRAIL_CALLS) {
      trails.denied.clear();
      trails.denied.add(call);
      assertEquals(List.of(), stopped.after(TrailLook.of(trails, REGION), NOW).over(), call);
    }
    trails.denied.clear();

    assertEquals(1, stopped.after(TrailLook.of(trails, REGION), NOW).over().size());
  }

  /** It takes three calls, so that two looks may know nothing for two reasons. */
  @Test
  void look_thatIsRefusedInAnotherWayEachTime_isToldAfterTwo() {
    trails.kinds.put("all", Kind.STOPPED);
    trails.denied.add(Trails.LIST);
    HealthRecord once = HealthRecord.NONE.after(TrailLook.of(trails, REGION), NOW).record();
    trails.denied.clear();
    trails.denied.add(Trails.STATUS);

    assertEquals(1, once.after(TrailLook.of(trails, REGION), NOW).news().size());
  }

  @Test
  void problem_writtenAndRead_isTheSame() {
    AnalyzerProblem problem = new ChangesUnlogged(REGION, List.of(arn("stopped")));

    assertEquals(problem, AnalyzerProblem.read(Fields.of(problem.write(), "problem")));
  }
}
