package io.accesstriage.prover;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
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

/** JSON as YAML for people: a line for each field, small lists and mappings on one line. */
public final class Yaml {
  private static final int LONGEST_ON_ONE_LINE = 100;

  /** What is not of ASCII is escaped: others wrote it. */
  private static final DumpSettings SETTINGS =
      DumpSettings.builder()
          .setWidth(Integer.MAX_VALUE)
          .setSplitLines(false)
          .setUseUnicodeEncoding(false)
          .setIndicatorIndent(2)
          .setIndentWithIndicator(true)
          .build();

  private Yaml() {}

  /** A whole file. */
  public static String of(ObjectNode file) {
    Output output = new Output();
    new Dump(SETTINGS).dumpNode(mapping(file, FlowStyle.BLOCK), output);
    return output.toString();
  }

  private static final class Output extends StringWriter implements StreamDataWriter {}

  private static Node node(JsonNode json) {
    boolean hasObjects = json instanceof ArrayNode && json.path(0).isObject();
    FlowStyle flow =
        hasObjects || json.toString().length() > LONGEST_ON_ONE_LINE
            ? FlowStyle.BLOCK
            : FlowStyle.FLOW;
    if (json instanceof ObjectNode object) {
      return mapping(object, flow);
    }
    if (json instanceof ArrayNode array) {
      List<Node> elements = new ArrayList<>();
      array.forEach(element -> elements.add(node(element)));
      return new SequenceNode(Tag.SEQ, elements, flow);
    }
    Tag tag =
        json.isTextual()
            ? Tag.STR
            : json.isBoolean() ? Tag.BOOL : json.isNull() ? Tag.NULL : Tag.INT;
    return scalar(tag, json.asText());
  }

  /** What would go on in lines of its own is quoted, so that each field has one. */
  private static Node scalar(Tag tag, String text) {
    boolean hasLines =
        text.chars().anyMatch(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029);
    return new ScalarNode(tag, text, hasLines ? ScalarStyle.DOUBLE_QUOTED : ScalarStyle.PLAIN);
  }

  private static Node mapping(ObjectNode object, FlowStyle style) {
    List<NodeTuple> fields = new ArrayList<>();
    object
        .properties()
        .forEach(
            field ->
                fields.add(new NodeTuple(scalar(Tag.STR, field.getKey()), node(field.getValue()))));
    return new MappingNode(Tag.MAP, fields, style);
  }
}
