package io.accesstriage.rules;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
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

/** A rule that somebody is offered, as YAML, to complete with an owner and a reason. */
public final class RuleText {
  /** What a person is to replace. */
  public static final String OWNER = "you@example.com";

  public static final String REASON = "Say why this is expected.";

  private static final int LONGEST_NAME = 60;

  private RuleText() {}

  /**
   * An archive rule as an element of a file's list.
   *
   * @param when the condition, in lines
   */
  public static String of(String id, LocalDate expires, String when) {
    return yaml(
        List.of(
            field("id", id, ScalarStyle.PLAIN),
            field("effect", "archive", ScalarStyle.PLAIN),
            field("owner", OWNER, ScalarStyle.PLAIN),
            field("reason", REASON, ScalarStyle.PLAIN),
            field("expires", expires.toString(), ScalarStyle.PLAIN),
            field("when", when, ScalarStyle.LITERAL)));
  }

  /** An id of what the rule is for, whatever characters that has. */
  public static String id(String what) {
    String slug =
        what.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    return "expected-"
        + slug.substring(0, Math.min(LONGEST_NAME, slug.length())).replaceAll("-$", "");
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
