package io.accesstriage.rules;

import io.accesstriage.finding.Access;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingStatus;
import io.accesstriage.finding.FindingType;
import io.accesstriage.finding.FindingType.Family;
import io.accesstriage.finding.ReadFrom;
import io.accesstriage.finding.Source;
import io.accesstriage.finding.UnusedAccess;
import io.accesstriage.yaml.InvalidFileException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.StreamDataWriter;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A rule that would archive one finding and no other, for a reader to paste and complete. It rests
 * on nothing that the resource's owner can write at will, and is not offered where something about
 * the finding is unknown, public or of interest to a notify rule.
 */
final class OfferedRule {
  private static final int LONGEST = 4_000;

  private OfferedRule() {}

  static Optional<String> of(Subject subject) {
    Finding finding = subject.finding();
    if (finding.isError()
        || finding.mayBePublic()
        || finding.readFrom() != ReadFrom.API
        || finding.status() != FindingStatus.ACTIVE
        || finding.family() == Family.UNKNOWN) {
      return Optional.empty();
    }
    return condition(finding)
        .map(
            when ->
                yaml(
                    List.of(
                        field("id", id(finding), ScalarStyle.PLAIN),
                        field("effect", "archive", ScalarStyle.PLAIN),
                        field("owner", "you@example.com", ScalarStyle.PLAIN),
                        field("reason", "Say why this is expected.", ScalarStyle.PLAIN),
                        field(
                            "expires",
                            subject
                                .now()
                                .atOffset(ZoneOffset.UTC)
                                .toLocalDate()
                                .plusYears(1)
                                .toString(),
                            ScalarStyle.PLAIN),
                        field("when", when, ScalarStyle.LITERAL))))
        .filter(rule -> rule.length() <= LONGEST)
        .filter(rule -> archives(rule, subject));
  }

  /** Whether the text, read as its reader will have it read, means what it was made for. */
  private static boolean archives(String rule, Subject subject) {
    try {
      return RuleSet.parse("offered rule", "rules:\n" + rule).judge(subject).isArchived();
    } catch (InvalidFileException e) {
      return false;
    }
  }

  private static Optional<String> condition(Finding finding) {
    List<String> parts = new ArrayList<>();
    parts.add("finding.type == " + CelText.asciiString(finding.type().name()));
    parts.add("resource.arn == " + CelText.asciiString(finding.resource().arn()));
    parts.add("resource.type == " + CelText.asciiString(finding.resource().type()));
    if (finding.resource().account() != null) {
      parts.add("resource.account == " + CelText.asciiString(finding.resource().account()));
    }
    if (finding.family() == Family.UNUSED) {
      UnusedAccess unused = finding.unused();
      if (unused == null
          || unused.services().size() == UnusedAccess.MOST_SERVICES
          || isUntoldKey(finding.type(), unused)) {
        return Optional.empty();
      }
      parts.add("finding.unused.accessKeyId == " + CelText.asciiString(unused.accessKeyId()));
      parts.add("finding.unused.serviceCount == " + unused.serviceCount());
      parts.add("finding.unused.actionCount == " + unused.actionCount());
      parts.add("finding.unused.services == " + literal(unused.services()));
      return Optional.of(joined(parts));
    }
    Access access = finding.access();
    if (finding.principal() == null
        || access == null
        || access.actions() == null
        || access.condition() == null
        || isThroughAccessPoint(finding)) {
      return Optional.empty();
    }
    parts.add("principal.kind == " + CelText.asciiString(finding.principal().kind().label()));
    parts.add("principal.value == " + CelText.asciiString(finding.principal().value()));
    parts.add("access.actions == " + literal(access.actions()));
    parts.add("access.condition == " + literal(access.condition()));
    parts.add("access.type == " + CelText.asciiString(access.type()));
    if (finding.sources() != null) {
      parts.add(
          "finding.sources == " + literal(finding.sources().stream().map(Source::type).toList()));
    }
    if (finding.restrictions() != null) {
      parts.add(
          "finding.restrictions.resourceControlPolicy == "
              + CelText.asciiString(finding.restrictions().resourceControlPolicy()));
      parts.add(
          "finding.restrictions.serviceControlPolicy == "
              + CelText.asciiString(finding.restrictions().serviceControlPolicy()));
    }
    return Optional.of(joined(parts));
  }

  /** Rules cannot tell one access point from another. */
  private static boolean isThroughAccessPoint(Finding finding) {
    return finding.sources() != null
        && finding.sources().stream().anyMatch(source -> !source.accessPointArn().isEmpty());
  }

  private static boolean isUntoldKey(FindingType type, UnusedAccess unused) {
    return type.equals(FindingType.UNUSED_ACCESS_KEY) && unused.accessKeyId().isEmpty();
  }

  private static String joined(List<String> parts) {
    return String.join("\n&& ", parts) + "\n";
  }

  private static String literal(List<String> values) {
    return values.stream().map(CelText::asciiString).collect(Collectors.joining(", ", "[", "]"));
  }

  private static String literal(Map<String, String> values) {
    return values.entrySet().stream()
        .map(e -> CelText.asciiString(e.getKey()) + ": " + CelText.asciiString(e.getValue()))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static String id(Finding finding) {
    String name = finding.resource().arn().replaceAll(".*[:/]", "");
    String slug =
        (finding.type().name() + "-" + name)
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("^-|-$", "");
    return "expected-" + slug.substring(0, Math.min(60, slug.length())).replaceAll("-$", "");
  }

  private static NodeTuple field(String name, String value, ScalarStyle style) {
    return new NodeTuple(scalar(name, ScalarStyle.PLAIN), scalar(value, style));
  }

  private static Node scalar(String value, ScalarStyle style) {
    return new ScalarNode(Tag.STR, value, style);
  }

  private static String yaml(List<NodeTuple> fields) {
    StringBuilder yaml = new StringBuilder();
    DumpSettings settings =
        DumpSettings.builder().setWidth(10_000).setSplitLines(false).setIndent(2).build();
    new Dump(settings)
        .dumpNode(
            new SequenceNode(
                Tag.SEQ,
                List.of(new MappingNode(Tag.MAP, fields, FlowStyle.BLOCK)),
                FlowStyle.BLOCK),
            new StreamDataWriter() {
              @Override
              public void write(String text) {
                yaml.append(text);
              }

              @Override
              public void write(String text, int off, int len) {
                yaml.append(text, off, off + len);
              }
            });
    return yaml.toString();
  }
}
