package io.accesstriage.finding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Compares our reading of an event's envelope with AWS's own class for EventBridge events, read as
 * the Lambda runtime reads it.
 */
final class EventEnvelopeTest {
  @ParameterizedTest
  @CsvSource({
    "external.json, id",
    "external-error.json, id",
    "internal.json, id",
    "unused-permission.json, findingId"
  })
  void parse_event_agreesWithScheduledEvent(String file, String idField) throws IOException {
    byte[] json = bytes(file);
    ScheduledEvent theirs =
        LambdaEventSerializers.serializerFor(
                ScheduledEvent.class, EventEnvelopeTest.class.getClassLoader())
            .fromJson(new ByteArrayInputStream(json));
    Fields event = Json.readObject(json, "event");

    Finding ours = FindingEvent.parse(event);

    assertEquals(theirs.getSource(), event.text("source"));
    assertEquals(theirs.getDetailType(), event.text("detail-type"));
    assertEquals(theirs.getResources(), List.of(ours.analyzerArn()));
    assertEquals(theirs.getDetail().get(idField), ours.id());
    assertEquals(theirs.getDetail().get("status"), ours.status().name());
    assertEquals(theirs.getDetail().get("resource"), ours.resource().arn());
    assertEquals(theirs.getDetail().get("resourceType"), ours.resource().type());
    assertEquals(
        theirs.getDetail().get("isPublic"),
        event.object("detail").optionalFlag("isPublic").orElse(null));
    assertEquals(
        theirs.getDetail().get("action"),
        event.object("detail").optionalTexts("action").orElse(null));
    assertEquals(
        theirs.getDetail().get("condition"),
        event.object("detail").optionalTextMap("condition").orElse(null));
    assertEquals(theirs.getTime().getMillis(), event.time("time").toEpochMilli());
  }

  private static byte[] bytes(String file) throws IOException {
    try (InputStream in = EventEnvelopeTest.class.getResourceAsStream(file)) {
      return Objects.requireNonNull(in, file).readAllBytes();
    }
  }
}
