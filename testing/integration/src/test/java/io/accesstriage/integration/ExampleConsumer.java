package io.accesstriage.integration;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Request;
import io.accesstriage.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A consumer of {@code docs/examples/consumers}: its Python code as Lambda invokes it, its secret
 * in a stubbed Secrets Manager, its API a stub, too.
 */
final class ExampleConsumer implements AutoCloseable {
  static final Path FOLDER = Local.root().resolve("docs/examples/consumers");

  /** Invokes the handler for each line, in one process as Lambda's is. */
  private static final String INVOKE =
      """
      import importlib, json, sys
      handler = importlib.import_module(sys.argv[1]).handler
      for line in sys.stdin:
          print("answer", json.dumps(handler(json.loads(line), None)))
      """;

  private static final String SECRET_ID = "consumers-secret";

  private final WireMockServer server =
      new WireMockServer(
          WireMockConfiguration.wireMockConfig().bindAddress("127.0.0.1").dynamicPort());
  private final String module;
  private final Map<String, String> environment;

  /**
   * @param module of Python
   * @param urlVariable the name of the environment variable for the API's address
   */
  ExampleConsumer(
      String module, String urlVariable, ObjectNode secret, Map<String, String> environment) {
    this.module = module;
    server.start();
    Map<String, String> all = new TreeMap<>(environment);
    all.put(urlVariable, server.baseUrl());
    all.put("SECRET_ID", SECRET_ID);
    all.put("AWS_ENDPOINT_URL_SECRETS_MANAGER", server.baseUrl());
    all.put("AWS_ACCESS_KEY_ID", "none");
    all.put("AWS_SECRET_ACCESS_KEY", "none");
    all.put("AWS_DEFAULT_REGION", Local.REGION);
    all.put("PYTHONDONTWRITEBYTECODE", "1");
    this.environment = Map.copyOf(all);
    stub(
        post("/")
            .withHeader("X-Amz-Target", equalTo("secretsmanager.GetSecretValue"))
            .withRequestBody(equalToJson("{\"SecretId\": \"%s\"}".formatted(SECRET_ID)))
            .willReturn(okJson(Json.text(Json.object().put("SecretString", Json.text(secret))))));
  }

  void stub(MappingBuilder stub) {
    server.stubFor(stub);
  }

  /** The message that the documentation shows. */
  static ObjectNode alert() {
    return (ObjectNode) Local.json(FOLDER.resolve("alert.json"));
  }

  /** A batch of raw messages; their ids are their places, from 0. */
  static JsonNode batch(JsonNode... messages) {
    return batchOf(Stream.of(messages).map(Json::text).toArray(String[]::new));
  }

  static JsonNode batchOf(String... bodies) {
    ObjectNode event = Json.object();
    ArrayNode records = event.putArray("Records");
    for (String body : bodies) {
      records.addObject().put("messageId", Integer.toString(records.size() - 1)).put("body", body);
    }
    return event;
  }

  /** The ids of the messages that failed, for each batch. */
  List<List<String>> invoke(JsonNode... batches) {
    String lines = String.join("\n", Arrays.stream(batches).map(Json::text).toList()) + "\n";
    List<List<String>> failed = new ArrayList<>();
    for (String line : run(lines, "-c", INVOKE, module).lines().toList()) {
      if (line.startsWith("answer ")) {
        failed.add(
            Json.read(line.substring("answer ".length()), "answer")
                .path("batchItemFailures")
                .valueStream()
                .map(item -> item.path("itemIdentifier").textValue())
                .toList());
      }
    }
    return failed;
  }

  /** What a program of the folder prints. */
  String run(String input, String... arguments) {
    List<String> command = new ArrayList<>(List.of(Local.program("python").toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(FOLDER.toFile()).redirectErrorStream(true);
    builder
        .environment()
        .keySet()
        .removeIf(
            name -> name.startsWith("AWS_") || name.toLowerCase(Locale.ROOT).endsWith("_proxy"));
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What the API was asked, as "METHOD URL", in order, without the secret's reading. */
  List<String> calls() {
    return requests().map(r -> r.getMethod() + " " + r.getUrl()).toList();
  }

  /** The bodies of the calls of a method and path. */
  List<JsonNode> bodies(String method, String path) {
    return requests()
        .filter(r -> r.getMethod().value().equals(method) && r.getUrl().equals(path))
        .map(r -> Json.read(r.getBodyAsString(), "a request"))
        .toList();
  }

  /** Who called, once for each way of saying it. */
  List<String> authorizations() {
    return requests().map(r -> String.valueOf(r.getHeader("Authorization"))).distinct().toList();
  }

  private Stream<Request> requests() {
    List<Request> requests = new ArrayList<>();
    server.getAllServeEvents().forEach(event -> requests.add(0, event.getRequest()));
    return requests.stream().filter(r -> !r.getUrl().equals("/"));
  }

  /** A failure that the API answers. */
  static ResponseDefinitionBuilder error(int status) {
    return aResponse().withStatus(status).withBody("as the test says");
  }

  @Override
  public void close() {
    server.stop();
  }
}
