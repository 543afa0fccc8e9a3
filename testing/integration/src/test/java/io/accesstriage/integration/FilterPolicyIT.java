package io.accesstriage.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.accesstriage.aws.AwsClients;
import io.accesstriage.json.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sns.SnsClient;

/** The documented filter policy, evaluated by an SNS that nobody here wrote. */
final class FilterPolicyIT {
  private static final Path POLICY =
      Local.root().resolve("docs/examples/filter-policy-by-owner.json");

  /** The owner of its topic, audit@example.com, is in the policy. */
  private static final SampleEvent OF_THE_TEAM =
      SampleEvent.of("external/sns-topic-shared-with-service.json");

  /** Its bucket has no owner. */
  private static final SampleEvent OF_NOBODY =
      SampleEvent.of("external/s3-bucket-shared-with-account.json");

  private final TriageOnMoto moto = TriageOnMoto.deployed();
  private final SnsClient sns = AwsClients.ofAws().client(SnsClient::builder);
  private String queue = "";
  private String subscription = "";

  @BeforeEach
  void subscribeTheTeam() {
    queue = moto.makeQueue("team");
    subscription =
        sns.subscribe(
                r ->
                    r.topicArn(moto.deployment().physicalId("AlertTopic"))
                        .protocol("sqs")
                        .endpoint("arn:aws:sqs:%s:%s:team".formatted(Local.REGION, Local.ACCOUNT))
                        .attributes(Map.of("FilterPolicy", Local.text(POLICY)))
                        .returnSubscriptionArn(true))
            .subscriptionArn();
  }

  @AfterEach
  void unsubscribeTheTeam() {
    sns.unsubscribe(r -> r.subscriptionArn(subscription));
    sns.close();
  }

  private void run(SampleEvent event) {
    moto.analyzer().knows(event.analyzerArn(), event.findingId());
    assertEquals("SUCCEEDED", moto.run(event.findingId(), event.json()).status());
  }

  private static List<String> findings(List<JsonNode> messages) {
    return messages.stream()
        .map(message -> Json.read(message.path("Message").textValue(), "message"))
        .map(document -> document.at("/finding/id").textValue())
        .toList();
  }

  @Test
  void policy_ofATeam_passesItsAlertsOnly() {
    run(OF_THE_TEAM);
    run(OF_NOBODY);

    List<JsonNode> ofTeam = moto.receive(queue);
    assertEquals(List.of(OF_THE_TEAM.findingId()), findings(ofTeam));
    JsonNode document = Json.read(ofTeam.get(0).path("Message").textValue(), "message");
    assertEquals("audit@example.com", document.at("/resourceOwner/owner").textValue());
    assertEquals(
        Stream.of(OF_THE_TEAM, OF_NOBODY).map(SampleEvent::findingId).toList(),
        findings(moto.takeDelivered()),
        "who subscribed without a filter gets all");
  }

  /** Why one subscription has to stay without a filter. */
  @Test
  void policy_ofATeam_passesNoDigest() {
    moto.analyzer().knows(OF_THE_TEAM.analyzerArn(), OF_THE_TEAM.findingId());
    assertEquals("SUCCEEDED", moto.run("swept", OF_THE_TEAM.reference()).status());

    moto.digest();

    assertEquals(List.of(), moto.receive(queue));
    List<JsonNode> delivered = moto.takeDelivered();
    assertEquals(1, delivered.size());
    assertEquals(
        "audit@example.com",
        Json.read(delivered.get(0).path("Message").textValue(), "digest")
            .at("/alerts/first/0/owner")
            .textValue());
  }
}
