package io.accesstriage.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import io.accesstriage.enrich.TagReaders;
import io.accesstriage.json.Json;
import io.accesstriage.lambda.FunctionJar;
import io.accesstriage.lambda.FunctionProgram;
import io.accesstriage.lambda.Jdks;
import io.accesstriage.lambda.LambdaRuntime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The jars that are deployed, under Lambda's own runtime interface client: the handler strings of
 * the template resolve, and no class is missing.
 */
final class FunctionJarsIT {
  /** The oldest that the classes are compiled for, and the one of the template's runtime. */
  private static final List<Integer> JAVA_VERSIONS = List.of(17, 25);

  private static final SampleEvent KEY =
      SampleEvent.of("external/kms-development-key-shared-with-account.json");

  /** Nothing listens on the port of TCP's multiplexer. */
  private static final Map<String, String> NO_NETWORK =
      Map.of(
          "AWS_ACCESS_KEY_ID", "none",
          "AWS_SECRET_ACCESS_KEY", "none",
          "AWS_ENDPOINT_URL", "http://127.0.0.1:1",
          "AWS_MAX_ATTEMPTS", "1");

  private static final Map<String, String> HANDLERS =
      Deployment.of(Map.of("Mode", "archive")).handlers();

  static Stream<Arguments> functionsByJdk() {
    Map<Integer, Path> jdks = new TreeMap<>(Jdks.installed());
    for (int version : JAVA_VERSIONS) {
      if (!jdks.containsKey(version)) {
        System.out.println(
            "NOT RUN: the functions under Java %d, for no such JDK is in JAVA_HOME or /usr/lib/jvm; found %s"
                .formatted(version, jdks.keySet()));
      }
    }
    jdks.keySet().retainAll(JAVA_VERSIONS);
    return jdks.entrySet().stream()
        .flatMap(
            jdk ->
                HANDLERS.keySet().stream()
                    .map(function -> Arguments.of(function, jdk.getKey(), jdk.getValue())));
  }

  @ParameterizedTest(name = "{0} under Java {1}")
  @MethodSource("functionsByJdk")
  void function_underLambdasRuntime_answersAsInThisJvm(String function, int version, Path java)
      throws Exception {
    List<Path> requests = requests(function);
    try (LambdaRuntime runtime =
        new LambdaRuntime(
            FunctionProgram.ofJava(java, jar(function), handler(function)), environment(version))) {
      for (Path request : requests) {
        LambdaRuntime.Reply reply = runtime.invoke(Local.json(request));

        assertEquals("response", reply.kind(), () -> request + ": " + reply.body());
        if (!function.equals("EnrichFunction")) {
          assertEquals(
              comparable(inThisJvm(function, Local.json(request))),
              comparable(reply.body()),
              request::toString);
        }
      }
      LambdaRuntime.Reply error = runtime.invoke(Json.object());
      Exception expected = assertThrows(Exception.class, () -> inThisJvm(function, Json.object()));
      assertEquals("error", error.kind());
      assertEquals(expected.getClass().getName(), error.body().path("errorType").asText());
      assertEquals(expected.getMessage(), error.body().path("errorMessage").asText());
    }
  }

  /** The jar has only those classes of the largest clients that reading tags needs. */
  @Test
  void enrich_resourceOfEveryType_readsItsTagsWithWhatTheJarHas() {
    TriageOnMoto moto = TriageOnMoto.deployed();
    Map<String, String> environment = new LinkedHashMap<>(NO_NETWORK);
    environment.put("AWS_ENDPOINT_URL", moto.endpoint().toString());
    Path java = Jdks.installed().values().iterator().next();
    Map<String, List<String>> notRead = new TreeMap<>();
    try (LambdaRuntime runtime =
        new LambdaRuntime(
            FunctionProgram.ofJava(java, jar("EnrichFunction"), handler("EnrichFunction")),
            environment)) {
      for (String type : TagReaders.ofAws().operations().keySet()) {
        List<String> answers = new ArrayList<>();
        for (SampleEvent event : SampleEvent.ofType(type)) {
          moto.analyzer().knows(event.analyzerArn(), event.findingId());
          ObjectNode request = Json.object();
          request.set("event", event.json());
          request
              .putObject("config")
              .put("account", Local.ACCOUNT)
              .put("memberAccountRole", "AccessAnalyzerTriageRead")
              .put("externalId", "none")
              .put("accountFacts", "none");
          JsonNode body = runtime.invoke(request).body();
          answers.add(body.path("facts").path("tags").path("status").asText(body.toString()));
        }
        if (!answers.contains("FOUND")) {
          notRead.put(type, answers);
        }
      }
    }
    assertEquals(Map.of(), notRead, "types of which no resource has tags");
  }

  @Test
  void enrich_withoutNetwork_answersFromTheEvent() {
    assertAnsweredFromTheEvent(NO_NETWORK);
  }

  @Test
  void enrich_withoutCredentials_answersFromTheEvent() {
    Map<String, String> environment = new LinkedHashMap<>(NO_NETWORK);
    environment.remove("AWS_ACCESS_KEY_ID");
    environment.remove("AWS_SECRET_ACCESS_KEY");
    environment.put("AWS_EC2_METADATA_DISABLED", "true");
    assertAnsweredFromTheEvent(environment);
  }

  /** Which is what sam local meets, with the credentials that it makes up. */
  @Test
  void enrich_withRefusedCredentials_answersFromTheEvent() throws IOException {
    HttpServer aws =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    aws.createContext(
        "/",
        exchange -> {
          try (exchange) {
            byte[] body =
                """
                {"__type": "UnrecognizedClientException", "message": "The security token included in the request is invalid."}"""
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("x-amzn-ErrorType", "UnrecognizedClientException");
            exchange.sendResponseHeaders(403, body.length);
            exchange.getResponseBody().write(body);
          }
        });
    aws.start();
    try {
      Map<String, String> environment = new LinkedHashMap<>(NO_NETWORK);
      environment.put("AWS_ENDPOINT_URL", "http://127.0.0.1:" + aws.getAddress().getPort());
      assertAnsweredFromTheEvent(environment);
    } finally {
      aws.stop(0);
    }
  }

  private static void assertAnsweredFromTheEvent(Map<String, String> environment) {
    Path java = Jdks.installed().values().iterator().next();
    try (LambdaRuntime runtime =
        new LambdaRuntime(
            FunctionProgram.ofJava(java, jar("EnrichFunction"), handler("EnrichFunction")),
            environment)) {
      LambdaRuntime.Reply reply = runtime.invoke(KEY.json());

      assertEquals("response", reply.kind(), () -> reply.body().toString());
      assertEquals(
          List.of("EVENT", "FAILED", "FAILED"),
          List.of(
              reply.body().path("finding").path("readFrom").asText(),
              reply.body().path("facts").path("tags").path("status").asText(),
              reply.body().path("facts").path("keyAliases").path("status").asText()),
          () -> reply.body().toString());
    }
  }

  /** Deployed are published versions with SnapStart, on the newest Java. */
  private static Map<String, String> environment(int version) {
    Map<String, String> environment = new LinkedHashMap<>(NO_NETWORK);
    environment.put("AWS_LAMBDA_INITIALIZATION_TYPE", version == 25 ? "snap-start" : "on-demand");
    return environment;
  }

  private static JsonNode inThisJvm(String function, JsonNode request) throws Exception {
    return LambdaService.function(function, handler(function)).invoke(request);
  }

  /** The sample inputs of a function, as the state machine passes them. */
  private static List<Path> requests(String function) {
    if (function.equals("EnrichFunction")) {
      return List.of(KEY.file());
    }
    return found(Local.events().resolve("functions"), step(function) + "*.json");
  }

  private static Path jar(String function) {
    return FunctionJar.of(Local.root(), step(function)).file();
  }

  private static List<Path> found(Path folder, String pattern) {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, pattern)) {
      stream.forEach(files::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (files.isEmpty()) {
      throw new IllegalStateException("there is no %s in %s".formatted(pattern, folder));
    }
    return files.stream().sorted().toList();
  }

  private static String step(String function) {
    return function.replace("Function", "").toLowerCase(Locale.ROOT);
  }

  private static String handler(String function) {
    return String.valueOf(HANDLERS.get(function));
  }

  /** Without times; a body that is JSON as JSON, whose fields have no order. */
  private static JsonNode comparable(JsonNode answer) {
    if (answer.path("decision") instanceof ObjectNode decision) {
      decision.remove("decidedAt");
    }
    if (answer instanceof ObjectNode sweep && sweep.has("startedAt")) {
      sweep.remove(List.of("startedAt", "resolvedSince"));
    }
    for (JsonNode message :
        List.of(answer.path("message"), answer.path("notification").path("message"))) {
      if (message.path("bodies") instanceof ObjectNode bodies) {
        for (String protocol : List.of("default", "email")) {
          bodies.put(protocol, withoutTimes(bodies.path(protocol).asText()));
        }
        for (String protocol : List.of("https", "sqs", "lambda")) {
          bodies.set(protocol, Json.read(withoutTimes(bodies.path(protocol).asText()), protocol));
        }
      }
    }
    return answer;
  }

  private static String withoutTimes(String text) {
    return text.replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "TIME");
  }
}
