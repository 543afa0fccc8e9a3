package io.accesstriage.rules.testing;

import io.accesstriage.finding.Arn;
import io.accesstriage.finding.ContentHash;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingType;
import io.accesstriage.finding.FindingType.Family;
import io.accesstriage.finding.Principal;
import io.accesstriage.finding.PrincipalKind;
import io.accesstriage.finding.Resource;
import io.accesstriage.yaml.YamlMap;
import io.accesstriage.yaml.YamlRecord;
import io.accesstriage.yaml.YamlText;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A finding that is written out in a test file. What is left out is what a finding of its type has
 * where nothing is special: active, not public, shared with another account; {@code null} stands
 * for what could not be read.
 */
final class InlineFinding {
  private static final String ACCOUNT = "111122223333";
  private static final String REGION = "us-east-1";
  private static final String ANALYZER =
      "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/organization";
  private static final String BUCKET = "arn:aws:s3:::amzn-s3-demo-bucket";
  private static final Principal OTHER_ACCOUNT =
      new Principal(PrincipalKind.ACCOUNT, "444455556666", "", "444455556666");
  private static final Instant UPDATED_AT = Instant.parse("2026-01-01T00:00:00Z");
  private static final String READ_FROM = "readFrom";

  private InlineFinding() {}

  static Finding read(YamlMap map) {
    YamlFinding said = YamlFinding.read(map, List.of(READ_FROM));
    FindingType type =
        new FindingType(said.fields().path("type").asText(FindingType.EXTERNAL_ACCESS.name()));
    boolean isUnused = type.family() == Family.UNUSED;
    refuseForeignParts(map, isUnused);
    Finding ordinary =
        ordinary(type, isUnused, said.fields().path("resource").path("arn").asText(BUCKET));
    Finding finding = said.over(ordinary, "finding");
    return isReadFromEvent(map)
        ? finding.asAnnounced("the test says so")
        : finding.asRead(ContentHash.of(finding, Map.of()));
  }

  private static Finding ordinary(FindingType type, boolean isUnused, String arn) {
    Resource resource =
        new Resource(
            arn,
            "AWS::S3::Bucket",
            Arn.accountOf(arn).orElse(ACCOUNT),
            Arn.regionOf(arn).orElse(REGION));
    return Finding.builder("finding", ANALYZER, type, resource)
        .ordinary(UPDATED_AT)
        .principal(isUnused ? null : OTHER_ACCOUNT)
        .build();
  }

  /** A part that the family does not have would silently mean nothing. */
  private static void refuseForeignParts(YamlMap map, boolean isUnused) {
    List<String> foreign =
        isUnused ? List.of("principal", "access", "sources", "restrictions") : List.of("unused");
    for (String name : foreign) {
      if (map.has(name)) {
        map.nameProblem(name, "a finding of this type has no \"%s\"".formatted(name));
      }
    }
  }

  private static boolean isReadFromEvent(YamlMap map) {
    return map.text(READ_FROM)
        .filter(text -> YamlRecord.isOneOf(List.of("API", "EVENT"), text))
        .map(YamlText::value)
        .filter("EVENT"::equals)
        .isPresent();
  }
}
