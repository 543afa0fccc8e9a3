package io.accesstriage.rules;

import io.accesstriage.finding.Access;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingStatus;
import io.accesstriage.finding.FindingType;
import io.accesstriage.finding.FindingType.Family;
import io.accesstriage.finding.OpenAccess;
import io.accesstriage.finding.ReadFrom;
import io.accesstriage.finding.Source;
import io.accesstriage.finding.UnusedAccess;
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

  /** The rule, or nothing where {@link #whyNot} says why. */
  static Optional<String> of(Subject subject) {
    return refusal(subject.finding()).isPresent()
        ? Optional.empty()
        : written(subject).filter(rule -> rule.length() <= LONGEST);
  }

  /** Why none is offered, a sentence; nothing where one is. */
  static Optional<String> whyNot(Subject subject) {
    Optional<String> refusal = refusal(subject.finding());
    if (refusal.isPresent()) {
      return refusal;
    }
    Optional<String> rule = written(subject);
    if (rule.isEmpty()) {
      return Optional.of(
          "Something about the finding is unknown, or cannot be said exactly in a rule.");
    }
    return rule.filter(text -> text.length() > LONGEST)
        .map(text -> "It would be longer than %d characters.".formatted(LONGEST));
  }

  private static Optional<String> refusal(Finding finding) {
    if (finding.isError()) {
      return Optional.of("Access Analyzer could not analyze the resource.");
    }
    if (finding.mayBePublic()) {
      return Optional.of("The finding is, or may be, public.");
    }
    if (Boolean.TRUE.equals(OpenAccess.isOpen(finding))) {
      return Optional.of("The access is open: its conditions limit nobody.");
    }
    if (finding.readFrom() != ReadFrom.API) {
      return Optional.of("The finding was not read from Access Analyzer.");
    }
    if (finding.status() != FindingStatus.ACTIVE) {
      return Optional.of("The finding is %s.".formatted(finding.status()));
    }
    return finding.family() == Family.UNKNOWN
        ? Optional.of("This version does not know findings of this type.")
        : Optional.empty();
  }

  private static Optional<String> written(Subject subject) {
    Finding finding = subject.finding();
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
                        field("when", when, ScalarStyle.LITERAL))));
  }

  private static Optional<String> condition(Finding finding) {
    Equalities parts = new Equalities();
    parts.add("finding.type", finding.type().name());
    parts.add("resource.arn", finding.resource().arn());
    parts.add("resource.type", finding.resource().type());
    if (finding.resource().account() != null) {
      parts.add("resource.account", finding.resource().account());
    }
    if (finding.family() == Family.UNUSED) {
      UnusedAccess unused = finding.unused();
      if (unused == null
          || unused.services().size() == UnusedAccess.MOST_SERVICES
          || isUntoldKey(finding.type(), unused)) {
        return Optional.empty();
      }
      parts.add("finding.unused.accessKeyId", unused.accessKeyId());
      parts.add("finding.unused.serviceCount", unused.serviceCount());
      parts.add("finding.unused.actionCount", unused.actionCount());
      parts.add("finding.unused.services", unused.services());
      return parts.joined();
    }
    Access access = finding.access();
    if (finding.principal() == null
        || access == null
        || access.actions() == null
        || access.condition() == null
        || isThroughAccessPoint(finding)) {
      return Optional.empty();
    }
    parts.add("principal.kind", finding.principal().kind().label());
    parts.add("principal.value", finding.principal().value());
    parts.add("access.actions", access.actions());
    parts.add("access.condition", access.condition());
    parts.add("access.type", access.type());
    if (finding.sources() != null) {
      parts.add("finding.sources", finding.sources().stream().map(Source::type).toList());
    }
    if (finding.restrictions() != null) {
      parts.add(
          "finding.restrictions.resourceControlPolicy",
          finding.restrictions().resourceControlPolicy());
      parts.add(
          "finding.restrictions.serviceControlPolicy",
          finding.restrictions().serviceControlPolicy());
    }
    return parts.joined();
  }

  /** Rules cannot tell one access point from another. */
  private static boolean isThroughAccessPoint(Finding finding) {
    return finding.sources() != null
        && finding.sources().stream().anyMatch(source -> !source.accessPointArn().isEmpty());
  }

  private static boolean isUntoldKey(FindingType type, UnusedAccess unused) {
    return type.equals(FindingType.UNUSED_ACCESS_KEY) && unused.accessKeyId().isEmpty();
  }

  /** Names and the only values of theirs that the rule is for. */
  private static final class Equalities {
    private final List<String> parts = new ArrayList<>();
    private boolean isExpressible = true;

    void add(String name, String value) {
      parts.add(name + " == " + literal(value));
    }

    void add(String name, int value) {
      parts.add(name + " == " + value);
    }

    void add(String name, List<String> values) {
      parts.add(
          name
              + " == "
              + values.stream().map(this::literal).collect(Collectors.joining(", ", "[", "]")));
    }

    void add(String name, Map<String, String> values) {
      parts.add(
          name
              + " == "
              + values.entrySet().stream()
                  .map(e -> literal(e.getKey()) + ": " + literal(e.getValue()))
                  .collect(Collectors.joining(", ", "{", "}")));
    }

    /** All of them as one condition, or nothing where a value is none that CEL can write. */
    Optional<String> joined() {
      return isExpressible ? Optional.of(String.join("\n&& ", parts) + "\n") : Optional.empty();
    }

    private String literal(String value) {
      isExpressible &= CelText.isExpressible(value);
      return CelText.asciiString(value);
    }
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
