package io.accesstriage.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class StateMachineIT {
  private static final String ANALYZER =
      "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/organization-external";

  private static TriageOnMoto triage;

  @BeforeAll
  static void deploy() {
    triage = new TriageOnMoto(Map.of("BusyWaitSeconds", "1", "AnalyzerArns", ANALYZER));
    triage.account().load(Local.events().resolve("sample-account.yaml"));
  }

  @AfterAll
  static void stop() {
    triage.close();
  }

  @Test
  void developmentKey_onMoto_isArchived() {
    var event =
        Local.json(Local.events().resolve("external/kms-development-key-shared-with-account.json"));
    triage
        .analyzer()
        .knows(
            event.path("resources").path(0).textValue(),
            event.path("detail").path("id").textValue());
    TriageOnMoto.Ended ended = triage.run("one", event);
    assertEquals(
        List.of(
            "Enrich finding",
            "Evaluate rules",
            "Archive or notify?",
            "Archive finding",
            "Archived?",
            "Done"),
        ended.states(),
        () -> ended.toString() + triage.analyzer().unexpected());
  }
}
