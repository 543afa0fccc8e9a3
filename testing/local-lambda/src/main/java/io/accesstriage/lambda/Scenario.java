package io.accesstriage.lambda;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
 * than the function is primed with, and says only what differs from that, in a JSON file:
 *
 * <ul>
 *   <li>{@code priming}: the function's priming file, whose first request and answers it takes;
 *   <li>{@code replace}: texts that are other ones all over that file, in this order;
 *   <li>{@code set}: then the other values at JSON pointers into {@code request} and {@code
 *       answers}; null for what is not there. NOW in a text is the time at which the scenario is
 *       read.
 * </ul>
 *
 * @param function such as archive
 */
public record Scenario(String function, JsonNode content) {
  /** All functions, in the order of a finding's way. */
  public static final List<String> FUNCTIONS =
      List.of("enrich", "evaluate", "archive", "notify", "digest", "sweep");

  public static Scenario of(String function) {
    // Only a recent decision is carried out, and the digest lists only recent archives.
    String difference = text(function + ".json").replace("NOW", now());
    return of(function, Json.read(difference, function + ".json"));
  }

  /**
   * @throws IllegalStateException where the difference is about something that the priming file
   *     does not have
   */
  static Scenario of(String function, JsonNode difference) {
    String file = Objects.requireNonNull(difference.path("priming").textValue(), "priming");
    String text = text(file);
    for (Map.Entry<String, JsonNode> replaced : difference.path("replace").properties()) {
      if (!text.contains(replaced.getKey())) {
        throw new IllegalStateException(
            "%s.json replaces \"%s\", which %s does not have"
                .formatted(function, replaced.getKey(), file));
      }
      text = text.replace(replaced.getKey(), replaced.getValue().textValue());
    }
    JsonNode primed = Json.read(text, file);
    ObjectNode content = Json.object();
    content.set("request", primed.path("requests").path(0));
    content.set("answers", primed.path("answers"));
    difference
        .path("set")
        .properties()
        .forEach(
            value -> {
              if (!set(content, JsonPointer.compile(value.getKey()), value.getValue())) {
                throw new IllegalStateException(
                    "%s.json sets %s, for which %s has no place"
                        .formatted(function, value.getKey(), file));
              }
            });
    return new Scenario(function, content);
  }

  private static boolean set(JsonNode content, JsonPointer place, JsonNode value) {
    JsonNode parent = content.at(place.head());
    String name = place.last().getMatchingProperty();
    if (parent instanceof ObjectNode object) {
      return value.isNull() ? object.remove(name) != null : object.replace(name, value) != null;
    }
    return parent instanceof ArrayNode array
        && value.isNull()
        && array.remove(place.last().getMatchingIndex()) != null;
  }

  private static String text(String resource) {
    try (InputStream in =
        Objects.requireNonNull(Scenario.class.getResourceAsStream(resource), resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
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
