package io.accesstriage.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import io.accesstriage.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One job of a function: what it is asked, and what AWS answers meanwhile. It is another finding
 * than the function is primed with.
 *
 * @param function such as archive
 */
public record Scenario(String function, JsonNode content) {
  /** All functions, in the order of a finding's way. */
  public static final List<String> FUNCTIONS =
      List.of("enrich", "evaluate", "archive", "notify", "digest", "sweep");

  public static Scenario of(String function) {
    String name = function + ".json";
    try (InputStream in = Objects.requireNonNull(Scenario.class.getResourceAsStream(name), name)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      // A decision is carried out only while it is new, and archived only lately is told.
      return new Scenario(function, Json.read(text.replace("NOW", now()), name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public JsonNode request() {
    return content.path("request");
  }

  /** Lets AWS answer as this says, each call with a list of answers in turn. */
  public void playedBy(LocalAws aws) {
    Map<String, Integer> given = new ConcurrentHashMap<>();
    aws.answers(
        call -> {
          JsonNode list = content.path("answers").path(call);
          if (list.isEmpty()) {
            throw new IllegalStateException("%s: nothing answers %s".formatted(function, call));
          }
          JsonNode answer = list.get((given.merge(call, 1, Integer::sum) - 1) % list.size());
          return Optional.ofNullable(answer.textValue())
              .map(text -> text.getBytes(StandardCharsets.UTF_8))
              .orElseGet(() -> Json.bytes(answer));
        });
  }

  private static String now() {
    return Instant.now().toString().replaceFirst("\\.\\d+Z", ".000Z");
  }
}
