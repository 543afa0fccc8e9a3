package io.accesstriage.cli.local;

import com.fasterxml.jackson.databind.JsonNode;
import io.accesstriage.cli.io.InputKind;
import io.accesstriage.cli.io.JsonInput;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingEvent;
import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;
import io.accesstriage.json.MalformedInput;
import io.accesstriage.text.InputText;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an execution is started with: the JSON object in an event file, whatever it says. */
public record EventInput(Fields fields) {
  /**
   * States wrap their input in that of the next, and JSON may be nested 1,000 deep: what is less
   * deep than this reaches every state, the failure report included.
   */
  private static final int DEEPEST = 950;

  private static final String EXPLAINED =
      "; \"triage explain --from FILE --id ID\" explains one of them";

  /**
   * @throws MalformedInput where the content can start no execution: it is no JSON object, too
   *     deep, or what another command reads
   */
  public static EventInput read(byte[] content) {
    String text;
    try {
      text = InputText.of(content);
    } catch (CharacterCodingException e) {
      throw new MalformedInput("the event is no text in UTF-8 or UTF-16", e);
    }
    Optional<InputKind> another =
        JsonInput.first(text).flatMap(InputKind::of).filter(kind -> kind != InputKind.EVENT);
    if (another.isPresent()) {
      throw new MalformedInput(
          "expected the event of a finding, and this is "
              + another.get().words()
              + (another.get() == InputKind.FINDINGS ? EXPLAINED : ""));
    }
    Fields fields = Fields.of(Json.read(text, "the event"), "the event");
    if (Json.isDeeperThan(DEEPEST, fields.node())) {
      throw new MalformedInput(
          "the event is nested too deep to be passed from state to state: more than %d levels"
              .formatted(DEEPEST));
    }
    return new EventInput(fields);
  }

  /** The finding as the event describes it; nothing where it is no finding event. */
  public Optional<Finding> finding() {
    try {
      return Optional.of(FindingEvent.parse(fields));
    } catch (MalformedInput e) {
      // Enrich finding will say so.
      return Optional.empty();
    }
  }

  /** Which finding it is about, as far as that can be told; null where it cannot. */
  @Nullable String findingId() {
    JsonNode detail = json().path("detail");
    return Stream.of(
            detail.path("id"), detail.path("findingId"), json().path("reference").path("findingId"))
        .filter(JsonNode::isTextual)
        .map(JsonNode::textValue)
        .filter(id -> !id.isEmpty())
        .findFirst()
        .orElse(null);
  }

  JsonNode json() {
    return fields.node();
  }
}
