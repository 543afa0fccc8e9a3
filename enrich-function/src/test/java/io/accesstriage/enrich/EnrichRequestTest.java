package io.accesstriage.enrich;

import static io.accesstriage.enrich.SampleEvents.ANALYZER;
import static io.accesstriage.enrich.SampleEvents.KEY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;
import io.accesstriage.json.MalformedInput;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EnrichRequestTest {
  @Test
  void read_event_isAnnounced() {
    for (ObjectNode event :
        List.of(
            SampleEvents.external("AWS::KMS::Key", KEY),
            SampleEvents.internal("AWS::S3::Bucket", "arn:aws:s3:::b"),
            SampleEvents.unused("AWS::IAM::Role", "arn:aws:iam::111122223333:role/r"))) {
      EnrichRequest expected = new EnrichRequest.Announced(SampleEvents.finding(event), true);

      assertEquals(expected, read(event));
      assertEquals(expected, read(wrapped(event)));
      ObjectNode deployed = wrapped(event);
      deployed.putObject("config");
      assertEquals(new EnrichRequest.Announced(SampleEvents.finding(event), false), read(deployed));
    }
  }

  @Test
  void read_reference_isAReference() {
    ObjectNode request = Json.object();
    request.putObject("reference").put("analyzerArn", ANALYZER).put("findingId", "id-1");
    EnrichRequest expected = new EnrichRequest.Reference(ANALYZER, "id-1");

    assertEquals(expected, read(request));
    assertEquals(expected, read(wrapped(request)));
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws-cn:access-analyzer:cn-north-1:111122223333:analyzer/a",
    "arn:aws-us-gov:access-analyzer:us-gov-west-1:111122223333:analyzer/a",
    "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/with:colons/and%20more",
  })
  void read_analyzersOfAnyPartitionAndName_areTaken(String arn) {
    ObjectNode request = Json.object();
    request.putObject("reference").put("analyzerArn", arn).put("findingId", "id-1");

    assertEquals(new EnrichRequest.Reference(arn, "id-1"), read(request));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | request.source is missing",
        "{\"event\": {}} | request.event.source is missing",
        "{\"event\": null} | request.source is missing",
        "{\"event\": \"text\"} | request.event: expected a JSON object, found \"text\"",
        "{\"event\": []} | request.event: expected a JSON object, found a list",
        "{\"reference\": \"id-1\"} | request.reference: expected a JSON object, found \"id-1\"",
        "{\"reference\": {}} | request.reference.analyzerArn is missing",
        "{\"event\": {\"reference\": {}}} | request.event.reference.analyzerArn is missing",
        "{\"reference\": {\"analyzerArn\": 5}} | request.reference.analyzerArn: expected a text, found 5",
        "{\"reference\": {\"analyzerArn\": \"arn:aws:access-analyzer:us-east-1:111122223333:analyzer/a\"}} | request.reference.findingId is missing",
        "{\"reference\": {\"analyzerArn\": \"arn:aws:access-analyzer:us-east-1:111122223333:analyzer/a\", \"findingId\": \"\"}} | request.reference.findingId is empty; expected a text",
        "{\"reference\": {\"analyzerArn\": \"arn:aws:s3:::b\", \"findingId\": \"x\"}} | request.reference.analyzerArn: expected an analyzer's ARN such as arn:aws:access-analyzer:REGION:ACCOUNT:analyzer/NAME, found \"arn:aws:s3:::b\"",
        "{\"event\": {\"source\": \"aws.s3\"}} | request.event.source: expected \"aws.access-analyzer\", found \"aws.s3\"",
        "{\"source\": \"aws.access-analyzer\"} | request.detail-type is missing",
        "{\"source\": \"aws.access-analyzer\", \"detail-type\": \"Access Analyzer Finding\"} | request.detail is missing",
      })
  void read_malformedRequest_namesTheField(String json, String message) {
    MalformedInput error =
        assertThrows(
            MalformedInput.class,
            () -> EnrichRequest.read(Fields.of(Json.read(json, "request"), "request")));

    assertEquals(message, error.getMessage());
  }

  private static ObjectNode wrapped(ObjectNode event) {
    ObjectNode request = Json.object();
    request.set("event", event);
    return request;
  }

  private static EnrichRequest read(ObjectNode request) {
    return EnrichRequest.read(Fields.of(request, "request"));
  }
}
