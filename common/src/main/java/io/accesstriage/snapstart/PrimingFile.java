package io.accesstriage.snapstart;

import com.fasterxml.jackson.databind.JsonNode;
import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a function is primed with, a JSON file beside its handler:
 *
 * <ul>
 *   <li>{@code at}: the time that it is, so that nothing depends on when a snapshot is taken;
 *   <li>{@code requests}: what the function is asked, one after the other;
 *   <li>{@code answers}: what AWS answers, by {@link HttpMessage#call the name of the call}: a list
 *       of JSON objects or of XML texts, taken in turn.
 * </ul>
 */
final class PrimingFile {
  private final Class<?> function;
  private final String name;

  PrimingFile(Class<?> function) {
    this.function = function;
    this.name = function.getSimpleName() + ".priming.json";
  }

  /** The file as it was read; thread-safe. */
  record Content(Clock clock, List<byte[]> requests, Map<String, Answers> answers) {
    Optional<byte[]> answer(String call) {
      return Optional.ofNullable(answers.get(call)).map(Answers::next);
    }
  }

  private static final class Answers {
    private final List<byte[]> bodies;
    private final AtomicInteger given = new AtomicInteger();

    Answers(JsonNode list) {
      this.bodies = bodies(list);
    }

    byte[] next() {
      return bodies.get(Math.floorMod(given.getAndIncrement(), bodies.size()));
    }
  }

  Content read() throws IOException {
    try (InputStream in = function.getResourceAsStream(name)) {
      if (in == null) {
        throw new FileNotFoundException(name + " is not packaged beside " + function.getName());
      }
      Fields file = Json.readObject(in, name);
      Map<String, Answers> answers = new HashMap<>();
      file.object("answers")
          .node()
          .properties()
          .forEach(call -> answers.put(call.getKey(), new Answers(call.getValue())));
      return new Content(
          Clock.fixed(file.time("at"), ZoneOffset.UTC),
          bodies(file.node().path("requests")),
          answers);
    }
  }

  private static List<byte[]> bodies(JsonNode list) {
    List<byte[]> bodies = new ArrayList<>();
    for (JsonNode body : list) {
      bodies.add(
          body.isTextual() ? body.textValue().getBytes(StandardCharsets.UTF_8) : Json.bytes(body));
    }
    return bodies;
  }
}
