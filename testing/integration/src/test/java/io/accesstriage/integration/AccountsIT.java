package io.accesstriage.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.json.Json;
import io.accesstriage.stateslanguage.LambdaFunction;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Enrich against moto's STS, KMS and Organizations. moto keeps accounts apart by the credentials of
 * a call, so a key is seen only by who has assumed a role in its account.
 */
final class AccountsIT {
  private static final String FIRST = "444455556666";
  private static final String SECOND = "777788889999";
  private static final String KMS = "TrentService.";
  private static final String ORGANIZATIONS = "AWSOrganizationsV20161128.";

  private static Gateway gateway;
  private static Moto moto;
  private static String endpointBefore;
  private static final List<String> CALLS = new CopyOnWriteArrayList<>();

  private final LambdaFunction enrich =
      LambdaService.function("EnrichFunction", "io.accesstriage.enrich.EnrichHandler");

  @BeforeAll
  static void start() {
    gateway = new Gateway();
    moto = Moto.start(gateway.port());
    gateway.add(AccountsIT::note);
    gateway.add(
        request ->
            request.uri().getPath().startsWith("/findingv2")
                ? Optional.of(
                    new Gateway.Answer(
                        403,
                        Map.of("Content-Type", "application/json"),
                        "{\"__type\": \"AccessDeniedException\"}"))
                : Optional.empty());
    gateway.add(AccountsIT::ofTheAccountOfTheCredentials);
    endpointBefore = System.getProperty("aws.endpointUrl");
    System.setProperty("aws.endpointUrl", gateway.uri().toString());
    System.setProperty("aws.region", Local.REGION);
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "test");
  }

  /** moto knows the credentials that its STS made; the function's own are not among them. */
  private static Optional<Gateway.Answer> ofTheAccountOfTheCredentials(Gateway.Request request)
      throws IOException, InterruptedException {
    boolean isOwn = request.header("Authorization").contains("Credential=test/");
    return Optional.of(gateway.forward(request, moto.uri(), isOwn ? Local.ACCOUNT : null));
  }

  @AfterAll
  static void stop() {
    if (endpointBefore != null) {
      System.setProperty("aws.endpointUrl", endpointBefore);
    }
    moto.close();
    gateway.close();
  }

  @BeforeEach
  void forgetCalls() {
    CALLS.clear();
  }

  private static Optional<Gateway.Answer> note(Gateway.Request request) {
    String target = request.header("X-Amz-Target");
    if (!target.isEmpty()) {
      CALLS.add(target.substring(target.indexOf('.') + 1));
    } else if (request.body().startsWith("Action=")) {
      CALLS.add(request.body().substring("Action=".length(), request.body().indexOf('&')));
    }
    return Optional.empty();
  }

  @Test
  void enrich_keysOfTwoAccounts_readsEachWithItsOwnRole() {
    String first = makeKey(FIRST, "first");
    String second = makeKey(SECOND, "second");

    assertEquals("first", tag(enrich(first, FIRST, "none")));
    assertEquals("second", tag(enrich(second, SECOND, "none")));
    assertEquals(2, CALLS.stream().filter("AssumeRole"::equals).count(), CALLS.toString());

    CALLS.clear();
    assertEquals("first", tag(enrich(first, FIRST, "none")));
    assertEquals(
        List.of("ListAliases", "ListResourceTags"),
        CALLS.stream().sorted().toList(),
        "cached credentials cost no call");
  }

  @Test
  void enrich_keyOfAnAccount_isNotThereWithTheRoleOfAnother() {
    String first = makeKey(FIRST, "first");
    String asIfOfTheSecond = first.replace(FIRST, SECOND);

    JsonNode facts = enrich(asIfOfTheSecond, SECOND, "none");

    assertEquals("FAILED", facts.at("/tags/status").textValue(), facts.toString());
    assertTrue(facts.at("/tags/reason").textValue().contains("NotFoundException"));
  }

  @Test
  void enrich_withAccountFacts_asksTheOrganizationThreeTimesAndThenNotAgain() {
    organizations("CreateOrganization", Json.object().put("FeatureSet", "ALL"));
    String member =
        organizations(
                "CreateAccount",
                Json.object().put("AccountName", "payments").put("Email", "p@example.com"))
            .at("/CreateAccountStatus/AccountId")
            .textValue();
    ObjectNode tags = Json.object().put("ResourceId", member);
    tags.putArray("Tags").addObject().put("Key", "stage").put("Value", "prod");
    organizations("TagResource", tags);
    String root = organizations("ListRoots", Json.object()).at("/Roots/0/Id").textValue();
    String key = makeKey(member, "of a member");

    JsonNode facts = enrich(key, member, "organizations");

    assertEquals(
        Json.read(
            """
            {"status": "FOUND",
             "values": {"name": "payments", "ou": "%s", "path": "%s/", "tags": {"stage": "prod"}}}
            """
                .formatted(root, root),
            "expected"),
        facts.path("account"));
    assertEquals(
        Json.read("{\"status\": \"FOUND\", \"values\": false}", "expected"),
        facts.path("principalInOrganization"));
    assertEquals(
        List.of(
            "AssumeRole",
            "DescribeAccount",
            "DescribeAccount",
            "ListAliases",
            "ListParents",
            "ListResourceTags",
            "ListTagsForResource"),
        CALLS.stream().sorted().toList());

    CALLS.clear();
    assertEquals(facts, enrich(key, member, "organizations"));
    assertEquals(List.of("ListAliases", "ListResourceTags"), CALLS.stream().sorted().toList());
  }

  private static JsonNode organizations(String action, ObjectNode request) {
    return moto.call("organizations", ORGANIZATIONS + action, request);
  }

  private static String makeKey(String account, String name) {
    ObjectNode request = Json.object();
    request.putArray("Tags").addObject().put("TagKey", "Name").put("TagValue", name);
    return moto.call(account, Local.REGION, "kms", KMS + "CreateKey", request)
        .at("/KeyMetadata/Arn")
        .textValue();
  }

  private static String tag(JsonNode facts) {
    return facts.at("/tags/values/Name").asText(facts.toString());
  }

  /** The facts of a finding about a key. */
  private JsonNode enrich(String key, String owner, String accountFacts) {
    ObjectNode event =
        (ObjectNode) SampleEvent.of("external/kms-key-shared-with-account.json").json();
    ((ObjectNode) event.path("detail"))
        .put("resource", key)
        .put("accountId", owner)
        .set("principal", Json.object().put("AWS", "999988887777"));
    ObjectNode request = Json.object();
    request.set("event", event);
    request
        .putObject("config")
        .put("account", Local.ACCOUNT)
        .put("memberAccountRole", "AccessAnalyzerTriageRead")
        .put("externalId", "none")
        .put("accountFacts", accountFacts);
    try {
      return enrich.invoke(request).path("facts");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
