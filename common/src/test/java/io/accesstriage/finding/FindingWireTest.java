package io.accesstriage.finding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;
import io.accesstriage.json.MalformedInput;
import io.accesstriage.json.RecordJson;
import io.accesstriage.testing.RandomStates;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FindingWireTest {
  @Test
  void read_whatWasWritten_isTheSame() {
    for (long seed = 0; seed < 3_000; seed++) {
      Finding finding = new RandomStates(seed).finding();

      byte[] once = Json.bytes(RecordJson.STATE.write(finding));
      Finding copy = RecordJson.STATE.read(Finding.class, Json.readObject(once, "finding"));

      assertEquals(finding, copy, "seed " + seed);
      assertEquals(
          new String(once, java.nio.charset.StandardCharsets.UTF_8),
          Json.text(RecordJson.STATE.write(copy)),
          "seed " + seed);
    }
  }

  @Test
  void mostBytes_anyFindingOrDecision_isNoFewerThanItsJsonHas() {
    for (long seed = 0; seed < 3_000; seed++) {
      for (Record value :
          List.of(new RandomStates(seed).finding(), new RandomStates(seed).decision())) {
        int bytes = Json.bytes(RecordJson.STATE.write(value)).length;

        assertTrue(RecordJson.STATE.mostBytes(value) >= bytes, "seed " + seed);
      }
    }
  }

  @Test
  void mostBytes_moreThanAnIntCanSay_isNoFewer() {
    Access large = new Access(null, null, "x".repeat(1_000));
    Record many = new Many(Collections.nCopies(400_000, large));

    assertTrue(RecordJson.STATE.mostBytes(many) > Integer.MAX_VALUE);
  }

  private record Many(List<Access> all) {}

  @Test
  void write_finding_hasTheContractsNames() {
    Finding finding =
        Finding.builder(
                "id-1",
                "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/a",
                FindingType.EXTERNAL_ACCESS,
                new Resource("arn:aws:s3:::b", "AWS::S3::Bucket", "111122223333", "us-east-1"))
            .isPublic(true)
            .principal(new Principal(PrincipalKind.ANYONE, "", "", "*"))
            .access(new Access(List.of("s3:GetObject"), Map.of("k", "v"), ""))
            .sources(List.of(new Source("POLICY", "")))
            .restrictions(new Restrictions("APPLICABLE", ""))
            .createdAt(Instant.parse("2026-01-01T00:00:00Z"))
            .analyzedAt(Instant.parse("2026-01-02T00:00:00Z"))
            .updatedAt(Instant.parse("2026-01-03T00:00:00.123456789Z"))
            .contentHash("1:abc")
            .build();

    assertEquals(
        Json.read(
            """
            {"id": "id-1",
             "analyzerArn": "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/a",
             "type": "ExternalAccess", "status": "ACTIVE", "isPublic": true,
             "resource": {"arn": "arn:aws:s3:::b", "type": "AWS::S3::Bucket",
                          "account": "111122223333", "region": "us-east-1"},
             "principal": {"kind": "Anyone", "account": "", "arn": "", "value": "*"},
             "access": {"actions": ["s3:GetObject"], "levels": ["Read"],
                        "condition": {"k": "v"}, "type": ""},
             "sources": [{"type": "POLICY", "accessPointArn": ""}],
             "restrictions": {"resourceControlPolicy": "APPLICABLE", "serviceControlPolicy": ""},
             "createdAt": "2026-01-01T00:00:00Z", "analyzedAt": "2026-01-02T00:00:00Z",
             "updatedAt": "2026-01-03T00:00:00.123456789Z",
             "contentHash": "1:abc", "readFrom": "API"}
            """,
            "expected"),
        RecordJson.STATE.write(finding));
  }

  @ParameterizedTest
  @CsvSource({"id", "analyzerArn", "type", "status", "resource", "readFrom"})
  void read_withoutARequiredField_namesIt(String field) {
    ObjectNode json = RecordJson.STATE.write(new RandomStates(1).finding());
    json.remove(field);

    MalformedInput error =
        assertThrows(
            MalformedInput.class,
            () -> RecordJson.STATE.read(Finding.class, Fields.of(json, "state.finding")));

    assertEquals("state.finding." + field + " is missing", error.getMessage());
  }

  @ParameterizedTest
  @CsvSource({"id", "analyzerArn", "type"})
  void read_emptyRequiredText_namesIt(String field) {
    ObjectNode json = RecordJson.STATE.write(new RandomStates(1).finding());
    json.put(field, "");

    MalformedInput error =
        assertThrows(
            MalformedInput.class,
            () -> RecordJson.STATE.read(Finding.class, Fields.of(json, "state.finding")));

    assertEquals("state.finding." + field + " is empty; expected a text", error.getMessage());
  }

  @Test
  void read_emptyNamesOfTheWire_areKept() {
    ObjectNode json = RecordJson.STATE.write(new RandomStates(1).finding());
    json.putObject("principal").put("kind", "Unknown").put("arn", "").put("value", "");
    json.putArray("sources").addObject().put("type", "").put("accessPointArn", "");

    Finding finding = RecordJson.STATE.read(Finding.class, Fields.of(json, "finding"));

    assertEquals(new Principal(PrincipalKind.UNKNOWN, null, "", ""), finding.principal());
    assertEquals(List.of(new Source("", "")), finding.sources());
  }

  @Test
  void read_principalOfANewerVersion_isUnknown() {
    ObjectNode json = RecordJson.STATE.write(new RandomStates(1).finding());
    json.putObject("principal").put("kind", "Robot").put("value", "R2");

    assertEquals(
        new Principal(PrincipalKind.UNKNOWN, null, "", "R2"),
        RecordJson.STATE.read(Finding.class, Fields.of(json, "finding")).principal());
  }
}
