package io.accesstriage.messages.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.accesstriage.decision.Severity;
import io.accesstriage.json.Json;
import io.accesstriage.messages.AlertMessage;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class StormMessageTest {
  private static final Instant HOUR = Instant.parse("2026-11-24T03:00:00Z");

  @Test
  void of_firstAlertThatWaits_saysWhatWaitsAndWhereToSeeIt() {
    AlertMessage message =
        StormMessage.of(30, HOUR, "[LOW] S3 bucket x is public", Severity.LOW, "ledger-1");

    assertEquals(
        "[HIGH] More than 30 alerts this hour: the rest waits for the digest", message.subject());
    assertEquals(
        """
        30 alerts have gone out since 2026-11-24 03:00 UTC. Further alerts of this hour
        wait for the next digest, each with its reason.
        The first that waits: [LOW] S3 bucket x is public
        From 2026-11-24 04:00 UTC, alerts go out at once again.

        What to do
          - See now what waits:
              triage digest --table ledger-1
          - Find the common cause: a new analyzer, a policy rollout, a removed rule.
          - If the limit is too low for you, raise MaxImmediateAlertsPerHour.
        """,
        message.bodies().get(AlertMessage.EMAIL));
    assertEquals(
        Map.of(
            "severity", "high",
            "outcome", "STORM",
            "resourceType", "various",
            "account", "various",
            "accountName", "various",
            "ou", "various",
            "owner", "various",
            "findingType", "various"),
        message.attributes());
    assertEquals(
        Json.read(
            """
            {"schemaVersion": "1.1", "kind": "storm", "subject": "%s",
             "text": "30 alerts have gone out since 2026-11-24 03:00 UTC. Further alerts of this hour wait for the next digest, each with its reason.\\nThe first that waits: [LOW] S3 bucket x is public\\nFrom 2026-11-24 04:00 UTC, alerts go out at once again.",
             "storm": {"maxImmediateAlertsPerHour": 30, "hour": "2026-11-24T03:00:00Z",
                       "first": "[LOW] S3 bucket x is public"}}
            """
                .formatted(message.subject()),
            "expected"),
        Json.read(message.bodies().get(AlertMessage.QUEUE), "actual"));
  }

  @Test
  void of_criticalAlert_isCritical() {
    AlertMessage message = StormMessage.of(1_000_000, HOUR, "x", Severity.CRITICAL, "t");

    assertEquals(
        "[CRITICAL] More than 1000000 alerts this hour: critical ones wait for the digest",
        message.subject());
    assertEquals("critical", message.attributes().get("severity"));
  }
}
