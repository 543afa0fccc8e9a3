package io.accesstriage.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.accesstriage.aws.AwsClients;
import io.accesstriage.cli.Triage;
import io.accesstriage.decision.Severity;
import io.accesstriage.json.Json;
import io.accesstriage.ledger.DigestDue;
import io.accesstriage.ledger.LedgerEntry;
import io.accesstriage.ledger.Standing;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sns.SnsClient;

/** Alerts that wait for the digest, and the digest, by the real SDK against moto. */
final class DigestIT {
  private static final SampleEvent BUCKET =
      SampleEvent.of("external/s3-bucket-shared-with-account.json");

  private final TriageOnMoto moto = TriageOnMoto.deployed();

  private @Nullable DigestDue mark() {
    return moto.ledger().read(BUCKET.findingId()).orElseThrow().digestDue();
  }

  private void sweepFindsTheBucket() {
    moto.analyzer().knows(BUCKET.analyzerArn(), BUCKET.findingId());
    assertEquals("SUCCEEDED", moto.run("swept", BUCKET.reference()).status());
  }

  @Test
  void findingOfTheSweep_isToldByTheDigestOnly() {
    sweepFindsTheBucket();
    assertEquals(List.of(), moto.takePublished());
    assertNotNull(mark());

    JsonNode answer = moto.digest();

    assertEquals(1, answer.path("cleared").asInt(), answer::toString);
    assertNull(mark());
    assertTrue(moto.ledger().read(BUCKET.findingId()).orElseThrow().stands(Standing.Kind.ALERTED));
    List<JsonNode> delivered = moto.takeDelivered();
    assertEquals(1, delivered.size());
    JsonNode digest = Json.read(delivered.get(0).path("Message").textValue(), "digest");
    assertEquals("digest", digest.path("kind").textValue());
    assertEquals(BUCKET.findingId(), digest.at("/alerts/first/0/findingId").textValue());
    assertEquals("DIGEST", delivered.get(0).at("/MessageAttributes/outcome/Value").textValue());

    assertEquals(1, moto.takePublished().size());
    assertEquals(false, moto.digest().path("published").asBoolean(true));
    assertEquals(List.of(), moto.takePublished());
  }

  @Test
  void digest_whileNobodyListens_isKept() {
    sweepFindsTheBucket();
    moto.listen(false);

    JsonNode answer = moto.digest();

    assertEquals(false, answer.path("listening").asBoolean(true));
    assertEquals(List.of(), moto.takePublished());
    assertNotNull(mark());

    moto.listen(true);
    assertTrue(moto.digest().path("published").asBoolean());
    assertNull(mark());
  }

  /** The only subscription's filter lets nothing through. */
  @Test
  void digest_whileEverySubscriptionFilters_isKept() {
    sweepFindsTheBucket();
    filter("{\"severity\": [\"none\"]}");

    JsonNode answer;
    try {
      answer = moto.digest();
    } finally {
      filter("{}");
    }

    assertTrue(answer.path("published").asBoolean());
    assertEquals(false, answer.path("listening").asBoolean(true));
    assertEquals(List.of(), moto.takeDelivered());
    assertNotNull(mark());

    assertEquals(1, moto.digest().path("cleared").asInt());
    assertEquals(1, moto.takeDelivered().size());
  }

  private void filter(String policy) {
    String topic = moto.deployment().physicalId("AlertTopic");
    try (SnsClient sns = AwsClients.ofAws().client(SnsClient::builder)) {
      sns.listSubscriptionsByTopicPaginator(r -> r.topicArn(topic)).subscriptions().stream()
          .filter(subscription -> subscription.protocol().equals("sqs"))
          .forEach(
              subscription ->
                  sns.setSubscriptionAttributes(
                      r ->
                          r.subscriptionArn(subscription.subscriptionArn())
                              .attributeName("FilterPolicy")
                              .attributeValue(policy)));
    }
  }

  @Test
  void digest_ofMoreThanAPageOfMarks_clearsAll() {
    int marks = 250;
    Instant now = Instant.now();
    for (int i = 0; i < marks; i++) {
      moto.ledger()
          .write(
              LedgerEntry.first("finding-" + i, BUCKET.analyzerArn())
                  .withDigestDue(new DigestDue(now, Severity.LOW, "Reason.")));
    }

    JsonNode answer = moto.digest();

    assertEquals(marks, answer.path("alerts").asInt());
    assertEquals(marks, answer.path("cleared").asInt());
    moto.ledger().forEach(entry -> assertNull(entry.digestDue()));
  }

  @Test
  void triageDigest_ofTheDeployedLedger_listsWhatWaits() {
    sweepFindsTheBucket();
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();

    int exitCode =
        Triage.execute(
            new PrintWriter(out),
            new PrintWriter(err),
            "digest",
            "--table",
            moto.deployment().physicalId("LedgerTable"),
            "--json");

    assertEquals(0, exitCode, err::toString);
    assertEquals(
        BUCKET.findingId(),
        Json.read(out.toString(), "output").at("/alerts/first/0/findingId").textValue());
    assertNotNull(mark());
  }
}
