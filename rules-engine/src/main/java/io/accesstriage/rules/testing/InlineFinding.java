package io.accesstriage.rules.testing;

import io.accesstriage.finding.Access;
import io.accesstriage.finding.Arn;
import io.accesstriage.finding.ContentHash;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingStatus;
import io.accesstriage.finding.FindingType;
import io.accesstriage.finding.FindingType.Family;
import io.accesstriage.finding.Principal;
import io.accesstriage.finding.PrincipalKind;
import io.accesstriage.finding.ReadFrom;
import io.accesstriage.finding.Resource;
import io.accesstriage.finding.Restrictions;
import io.accesstriage.finding.Source;
import io.accesstriage.finding.UnusedAccess;
import io.accesstriage.yaml.YamlMap;
import io.accesstriage.yaml.YamlText;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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
  private static final String BUCKET_TYPE = "AWS::S3::Bucket";
  private static final String BUCKET = "arn:aws:s3:::amzn-s3-demo-bucket";
  private static final Principal OTHER_ACCOUNT =
      new Principal(PrincipalKind.ACCOUNT, "444455556666", "", "444455556666");
  private static final Instant UPDATED_AT = Instant.parse("2026-01-01T00:00:00Z");

  private InlineFinding() {}

  static Finding read(YamlMap map) {
    map.allowOnly(
        List.of(
            "id",
            "analyzerArn",
            "type",
            "error",
            "isPublic",
            "resource",
            "principal",
            "access",
            "sources",
            "restrictions",
            "unused",
            "createdAt",
            "analyzedAt",
            "updatedAt",
            "readFrom"));
    FindingType type = new FindingType(text(map, "type", FindingType.EXTERNAL_ACCESS.name()));
    boolean isUnused = type.family() == Family.UNUSED;
    Finding finding =
        new Finding(
            text(map, "id", "finding"),
            text(map, "analyzerArn", ANALYZER),
            type,
            FindingStatus.ACTIVE,
            map.text("error").map(YamlText::value).orElse(null),
            map.isNull("isPublic") ? null : map.flag("isPublic").orElse(false),
            map.map("resource").map(InlineFinding::resource).orElseGet(InlineFinding::bucket),
            isUnused ? null : known(map, "principal", OTHER_ACCOUNT, InlineFinding::principal),
            isUnused
                ? null
                : known(map, "access", new Access(List.of(), Map.of(), ""), InlineFinding::access),
            isUnused || map.isNull("sources") ? null : sources(map),
            isUnused
                ? null
                : known(map, "restrictions", new Restrictions("", ""), InlineFinding::restrictions),
            isUnused
                ? known(
                    map,
                    "unused",
                    new UnusedAccess(null, "", 0, 0, List.of()),
                    InlineFinding::unused)
                : null,
            time(map, "createdAt").orElse(UPDATED_AT),
            time(map, "analyzedAt").orElse(UPDATED_AT),
            time(map, "updatedAt").orElse(UPDATED_AT),
            null,
            ReadFrom.API,
            null);
    refuseForeignParts(map, isUnused);
    return isReadFromEvent(map)
        ? finding.asAnnounced("the test says so")
        : finding.asRead(ContentHash.of(finding, Map.of()));
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
    Optional<YamlText> readFrom = map.text("readFrom");
    readFrom
        .filter(t -> !t.value().equals("API") && !t.value().equals("EVENT"))
        .ifPresent(t -> t.problem("expected API or EVENT, found \"%s\"".formatted(t.value())));
    return readFrom.filter(t -> t.value().equals("EVENT")).isPresent();
  }

  private static Resource bucket() {
    return new Resource(BUCKET, BUCKET_TYPE, ACCOUNT, REGION);
  }

  private static Resource resource(YamlMap map) {
    map.allowOnly(List.of("arn", "type", "account", "region"));
    String arn = text(map, "arn", BUCKET);
    return new Resource(
        arn,
        text(map, "type", BUCKET_TYPE),
        known(map, "account", () -> Arn.accountOf(arn), ACCOUNT),
        known(map, "region", () -> Arn.regionOf(arn), REGION));
  }

  private static Principal principal(YamlMap map) {
    map.allowOnly(List.of("kind", "account", "arn", "value"));
    map.require("value", "an account's id, an ARN, \"*\" or a name");
    String value = text(map, "value", "");
    Principal derived = derived(value);
    PrincipalKind kind = map.text("kind").flatMap(InlineFinding::kind).orElse(derived.kind());
    return new Principal(
        kind,
        map.isNull("account") ? null : text(map, "account", derived.account()),
        text(map, "arn", derived.arn()),
        value);
  }

  private static Principal derived(String value) {
    Principal principal = Principal.of(Map.of("AWS", value));
    if (principal == null) {
      throw new IllegalStateException("a principal of one entry is never empty");
    }
    return principal;
  }

  private static Optional<PrincipalKind> kind(YamlText text) {
    List<String> labels = new ArrayList<>();
    for (PrincipalKind kind : PrincipalKind.values()) {
      if (kind.label().equals(text.value())) {
        return Optional.of(kind);
      }
      labels.add(kind.label());
    }
    text.problem(
        "expected one of %s, found \"%s\"".formatted(String.join(", ", labels), text.value()));
    return Optional.empty();
  }

  private static Access access(YamlMap map) {
    map.allowOnly(List.of("actions", "condition", "type"));
    return new Access(
        map.isNull("actions") ? null : map.texts("actions"),
        map.isNull("condition")
            ? null
            : map.map("condition").map(YamlMap::textMap).orElse(Map.of()),
        text(map, "type", ""));
  }

  private static List<Source> sources(YamlMap map) {
    return map.list("sources", type -> new Source(type.value(), ""), InlineFinding::source);
  }

  private static Source source(YamlMap map) {
    map.allowOnly(List.of("type", "accessPointArn", "accessPointAccount"));
    map.require("type", "such as S3_ACCESS_POINT");
    return new Source(
        text(map, "type", ""),
        text(map, "accessPointArn", ""),
        text(map, "accessPointAccount", ""));
  }

  private static Restrictions restrictions(YamlMap map) {
    map.allowOnly(List.of("resourceControlPolicy", "serviceControlPolicy"));
    return new Restrictions(
        text(map, "resourceControlPolicy", ""), text(map, "serviceControlPolicy", ""));
  }

  private static UnusedAccess unused(YamlMap map) {
    map.allowOnly(
        List.of("lastAccessed", "accessKeyId", "serviceCount", "actionCount", "services"));
    return new UnusedAccess(
        time(map, "lastAccessed").orElse(null),
        text(map, "accessKeyId", ""),
        map.number("serviceCount").orElse(0),
        map.number("actionCount").orElse(0),
        map.texts("services"));
  }

  /** A time, or a date that stands for its first moment in UTC. */
  static Optional<Instant> time(YamlMap map, String name) {
    return map.text(name).flatMap(InlineFinding::time);
  }

  private static Optional<Instant> time(YamlText text) {
    try {
      return Optional.of(
          text.value().contains("T")
              ? OffsetDateTime.parse(text.value()).toInstant()
              : LocalDate.parse(text.value()).atStartOfDay(ZoneOffset.UTC).toInstant());
    } catch (DateTimeException e) {
      text.problem(
          "expected a date such as 2026-01-31 or a time such as 2026-01-31T12:00:00Z, found \"%s\""
              .formatted(text.value()));
      return Optional.empty();
    }
  }

  private static String text(YamlMap map, String name, @Nullable String otherwise) {
    return map.text(name).map(YamlText::value).orElse(otherwise == null ? "" : otherwise);
  }

  private static @Nullable String known(
      YamlMap map, String name, Supplier<Optional<String>> ofArn, String otherwise) {
    return map.isNull(name)
        ? null
        : map.text(name).map(YamlText::value).or(ofArn).orElse(otherwise);
  }

  private static <T> @Nullable T known(
      YamlMap map, String name, T otherwise, Function<YamlMap, T> read) {
    return map.isNull(name) ? null : map.map(name).map(read).orElse(otherwise);
  }
}
