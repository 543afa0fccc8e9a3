package io.accesstriage.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.accesstriage.decision.Delivery;
import io.accesstriage.decision.Severity;
import io.accesstriage.state.Origin;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertDeliveryTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          EVENT     | LOW      | LOW      | IMMEDIATE
          EVENT     | LOW      | MEDIUM   | DIGEST
          EVENT     | MEDIUM   | MEDIUM   | IMMEDIATE
          EVENT     | HIGH     | CRITICAL | DIGEST
          EVENT     | CRITICAL | CRITICAL | IMMEDIATE
          REFERENCE | LOW      | LOW      | DIGEST
          REFERENCE | HIGH     | LOW      | DIGEST
          REFERENCE | CRITICAL | LOW      | IMMEDIATE
          REFERENCE | CRITICAL | CRITICAL | IMMEDIATE
          """)
  void whyLater_severityAndOrigin_isSentOrWaits(
      Origin origin, Severity severity, Severity immediateAlerts, Delivery delivery) {
    assertEquals(
        delivery,
        AlertDelivery.whyLater(severity, origin, immediateAlerts).isPresent()
            ? Delivery.DIGEST
            : Delivery.IMMEDIATE);
  }

  @Test
  void whyLater_alertThatWaits_saysWhichParameterOrWhoFoundIt() {
    assertEquals(
        Optional.of(
            "It goes into the digest: alerts below high are not sent at once (ImmediateAlerts)."),
        AlertDelivery.whyLater(Severity.MEDIUM, Origin.REFERENCE, Severity.HIGH));
    assertEquals(
        Optional.of(
            "It goes into the digest: the sweep found it, and of what it finds only critical alerts are sent at once."),
        AlertDelivery.whyLater(Severity.HIGH, Origin.REFERENCE, Severity.HIGH));
    assertEquals(
        Optional.empty(), AlertDelivery.whyLater(Severity.HIGH, Origin.EVENT, Severity.HIGH));
  }
}
