package io.accesstriage.integration;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.accesstriage.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * IAM Access Analyzer, which moto lacks: answers what the fixtures say, in the API's own JSON, and
 * remembers updates. A request that no stub expects is answered with an error and kept.
 */
final class AccessAnalyzerStub implements Gateway.Service, AutoCloseable {
  private static final Path FIXTURES =
      Local.root().resolve("testing/integration/src/test/resources/access-analyzer");

  /** Fewer than are asked for, as the API may answer, so that there are several. */
  private static final int LIST_PAGE = 10;

  private static final String ARCHIVED = "ARCHIVED";
  private static final String ACTIVE = "ACTIVE";

  private final WireMockServer server =
      new WireMockServer(
          WireMockConfiguration.wireMockConfig().bindAddress("127.0.0.1").dynamicPort());
  private final Gateway gateway;
  private final Map<String, Set<String>> listed = new ConcurrentHashMap<>();
  private final Map<String, Gateway.Answer> refusals = new ConcurrentHashMap<>();
  private final AtomicInteger lists = new AtomicInteger();

  AccessAnalyzerStub(Gateway gateway) {
    this.gateway = gateway;
    server.start();
  }

  @Override
  public Optional<Gateway.Answer> answer(Gateway.Request request)
      throws IOException, InterruptedException {
    String path = request.uri().getPath();
    if (path.equals("/findingv2") && request.method().equals("POST")) {
      return Optional.of(list(Json.read(request.body(), "a request for a list")));
    }
    return path.startsWith("/finding")
        ? Optional.of(
            gateway.forward(
                request, URI.create("http://127.0.0.1:" + server.port()), Local.ACCOUNT))
        : Optional.empty();
  }

  /** Forgets everything. */
  void renew() {
    server.resetAll();
    listed.clear();
    refusals.clear();
    lists.set(0);
  }

  /** How many pages of lists were asked for. */
  int lists() {
    return lists.get();
  }

  /** The next list of this analyzer that is asked for with a token, or without, is refused. */
  void refusesList(String analyzerArn, boolean withToken, int status, String error) {
    refusals.put(
        analyzerArn + " " + withToken,
        new Gateway.Answer(
            status,
            Map.of("x-amzn-ErrorType", error, "Content-Type", "application/json"),
            "{\"message\": \"as the test says\"}"));
  }

  /** A page of ListFindingsV2: of the findings that are known, as they are answered now. */
  private Gateway.Answer list(JsonNode request) throws IOException, InterruptedException {
    lists.incrementAndGet();
    String analyzerArn = request.path("analyzerArn").asText();
    String token = request.path("nextToken").asText();
    Gateway.Answer refusal = refusals.remove(analyzerArn + " " + !token.isEmpty());
    if (refusal != null) {
      return refusal;
    }
    List<ObjectNode> all = new ArrayList<>();
    for (String findingId : listed.getOrDefault(analyzerArn, Set.of())) {
      all.add(now(analyzerArn, findingId).without(List.of("findingDetails", "nextToken")));
    }
    if (request.at("/sort/orderBy").asText().equals("DESC")) {
      String attribute = request.at("/sort/attributeName").asText();
      all.sort(
          Comparator.comparing((ObjectNode f) -> Instant.parse(f.path(attribute).asText()))
              .reversed());
    }
    return page(all, request.at("/filter/status/eq/0"), token);
  }

  /** A token is the last finding's id: what changes its status moves no other to another page. */
  private static Gateway.Answer page(List<ObjectNode> all, JsonNode status, String token) {
    ObjectNode page = Json.object();
    ArrayNode findings = page.putArray("findings");
    boolean isBefore = !token.isEmpty();
    for (ObjectNode finding : all) {
      if (!isBefore && finding.path("status").equals(status)) {
        if (findings.size() == LIST_PAGE) {
          page.put("nextToken", findings.get(LIST_PAGE - 1).path("id").asText());
          break;
        }
        findings.add(finding);
      }
      isBefore &= !finding.path("id").asText().equals(token);
    }
    return new Gateway.Answer(200, Map.of("Content-Type", "application/json"), Json.text(page));
  }

  private ObjectNode now(String analyzerArn, String findingId)
      throws IOException, InterruptedException {
    HttpRequest read =
        HttpRequest.newBuilder(
                URI.create(
                    "http://127.0.0.1:%d/findingv2/%s?analyzerArn=%s"
                        .formatted(
                            server.port(),
                            findingId,
                            URLEncoder.encode(analyzerArn, StandardCharsets.UTF_8))))
            .build();
    return (ObjectNode)
        Json.read(
            HttpClient.newHttpClient().send(read, HttpResponse.BodyHandlers.ofString()).body(),
            "finding " + findingId);
  }

  /** Lets a finding be as its fixture says. */
  void knows(String analyzerArn, String findingId) {
    knows(analyzerArn, findingId, fixture(findingId + ".json"));
  }

  /** Lets a finding be as an answer says. */
  void knows(String analyzerArn, String findingId, ObjectNode answer) {
    listed.computeIfAbsent(analyzerArn, analyzer -> new ConcurrentSkipListSet<>()).add(findingId);
    becomes(analyzerArn, findingId, Scenario.STARTED, answer);
    MappingBuilder archive = update(analyzerArn, findingId, ARCHIVED);
    server.stubFor(archive.inScenario(findingId).willSetStateTo(ARCHIVED));
    MappingBuilder unarchive = update(analyzerArn, findingId, ACTIVE);
    server.stubFor(unarchive.inScenario(findingId).willSetStateTo(ACTIVE));
  }

  /** Lets a finding be unknown, as when it was deleted. */
  void forgets(String analyzerArn, String findingId) {
    server.stubFor(
        read(analyzerArn, findingId)
            .willReturn(
                aResponse()
                    .withStatus(404)
                    .withHeader("x-amzn-ErrorType", "ResourceNotFoundException")
                    .withHeader("Content-Type", "application/json")
                    .withBody(Local.text(FIXTURES.resolve("not-found.json")))));
  }

  private void becomes(String analyzerArn, String findingId, String state, ObjectNode first) {
    answers(analyzerArn, findingId, state, first);
    answers(analyzerArn, findingId, ARCHIVED, first.deepCopy().put("status", ARCHIVED));
    answers(analyzerArn, findingId, ACTIVE, first.deepCopy().put("status", ACTIVE));
  }

  /** The first read is answered by one fixture, later ones by another. */
  void changes(String analyzerArn, String findingId, ObjectNode before, ObjectNode after) {
    knows(analyzerArn, findingId);
    server.stubFor(
        read(analyzerArn, findingId)
            .withQueryParam("nextToken", absent())
            .inScenario(findingId)
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(json(before))
            .willSetStateTo("changed"));
    becomes(analyzerArn, findingId, "changed", after);
  }

  /** The first reads of a finding are answered with a server error. */
  void failsAtFirst(String analyzerArn, String findingId, int times) {
    knows(analyzerArn, findingId);
    for (int i = 0; i < times; i++) {
      server.stubFor(
          read(analyzerArn, findingId)
              .inScenario(findingId)
              .whenScenarioStateIs(i == 0 ? Scenario.STARTED : "failed " + i)
              .willReturn(
                  aResponse()
                      .withStatus(500)
                      .withHeader("x-amzn-ErrorType", "InternalServerException")
                      .withHeader("Content-Type", "application/json")
                      .withBody("{\"message\": \"Internal server error\"}"))
              .willSetStateTo("failed " + (i + 1)));
    }
    becomes(analyzerArn, findingId, "failed " + times, fixture(findingId + ".json"));
  }

  /** The updates since the last call that found their finding, as "ARCHIVED id". */
  List<String> takeUpdates() {
    List<String> updates =
        server.findAll(putRequestedFor(urlPathEqualTo("/finding"))).stream()
            .map(request -> Json.read(request.getBodyAsString(), "an update"))
            .map(body -> body.path("status").asText() + " " + body.path("ids").path(0).asText())
            .toList();
    server.resetRequests();
    return updates;
  }

  /** What was asked since the last {@link #takeUpdates} and nobody expected. */
  List<String> unexpected() {
    return server.findAllUnmatchedRequests().stream()
        .map(r -> r.getMethod() + " " + r.getUrl() + " " + r.getBodyAsString())
        .toList();
  }

  static boolean has(String fixture) {
    return Files.exists(FIXTURES.resolve(fixture));
  }

  static ObjectNode fixture(String name) {
    return (ObjectNode) Local.json(FIXTURES.resolve(name));
  }

  private void answers(String analyzerArn, String findingId, String state, ObjectNode first) {
    server.stubFor(
        read(analyzerArn, findingId)
            .withQueryParam("nextToken", absent())
            .inScenario(findingId)
            .whenScenarioStateIs(state)
            .willReturn(json(first)));
    JsonNode token = first.path("nextToken");
    if (token.isTextual() && has(findingId + ".page2.json")) {
      server.stubFor(
          read(analyzerArn, findingId)
              .withQueryParam("nextToken", equalTo(token.textValue()))
              .willReturn(json(fixture(findingId + ".page2.json"))));
    }
  }

  private static MappingBuilder read(String analyzerArn, String findingId) {
    return get(urlPathEqualTo("/findingv2/" + findingId))
        .withQueryParam("analyzerArn", equalTo(analyzerArn));
  }

  private static MappingBuilder update(String analyzerArn, String findingId, String status) {
    ObjectNode body = Json.object().put("analyzerArn", analyzerArn).put("status", status);
    body.put("clientToken", "${json-unit.any-string}");
    body.putArray("ids").add(findingId);
    // Nothing else is allowed: by its resourceArn, an update would hit every finding of the
    // resource.
    return put(urlPathEqualTo("/finding"))
        .withRequestBody(equalToJson(Json.text(body), false, false))
        .willReturn(aResponse().withStatus(200));
  }

  private static ResponseDefinitionBuilder json(JsonNode body) {
    return aResponse()
        .withStatus(200)
        .withHeader("Content-Type", "application/json")
        .withBody(Json.bytes(body));
  }

  @Override
  public void close() {
    server.stop();
  }
}
