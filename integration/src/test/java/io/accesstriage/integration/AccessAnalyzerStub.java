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
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.accesstriage.json.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * IAM Access Analyzer, which moto lacks: answers what the fixtures say, in the API's own JSON, and
 * remembers updates. A request that no stub expects is answered with an error and kept.
 */
final class AccessAnalyzerStub implements Gateway.Service, AutoCloseable {
  private static final Path FIXTURES =
      Local.root().resolve("integration/src/test/resources/access-analyzer");
  private static final String ARCHIVED = "ARCHIVED";
  private static final String ACTIVE = "ACTIVE";

  private final WireMockServer server =
      new WireMockServer(
          WireMockConfiguration.wireMockConfig().bindAddress("127.0.0.1").dynamicPort());
  private final Gateway gateway;

  AccessAnalyzerStub(Gateway gateway) {
    this.gateway = gateway;
    server.start();
  }

  @Override
  public Optional<Gateway.Answer> answer(Gateway.Request request)
      throws IOException, InterruptedException {
    String path = request.uri().getPath();
    return path.startsWith("/finding")
        ? Optional.of(
            gateway.forward(
                request, URI.create("http://127.0.0.1:" + server.port()), Local.ACCOUNT))
        : Optional.empty();
  }

  /** Forgets everything. */
  void renew() {
    server.resetAll();
  }

  /** Lets a finding be as its fixture says. */
  void knows(String analyzerArn, String findingId) {
    knows(analyzerArn, findingId, fixture(findingId + ".json"));
  }

  /** Lets a finding be as an answer says. */
  void knows(String analyzerArn, String findingId, ObjectNode answer) {
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
