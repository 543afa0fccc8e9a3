package io.accesstriage.cli.template;

import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Names that a part of a template refers to: by Ref, GetAtt, Sub and DependsOn. */
final class References {
  private final Set<String> names = new TreeSet<>();

  private References() {}

  static Set<String> in(Node node) {
    References references = new References();
    references.add(node);
    return references.names;
  }

  private void add(Node node) {
    if (node instanceof MappingNode) {
      Template.fields(node)
          .forEach(
              (field, value) -> {
                if (field.equals("DependsOn")) {
                  addTexts(value);
                }
                add(value);
              });
    } else if (node instanceof SequenceNode sequence) {
      sequence.getValue().forEach(this::add);
    } else {
      addScalar(node);
    }
  }

  private void addScalar(Node node) {
    switch (node.getTag().getValue()) {
      case "!Ref", "!GetAtt" -> names.add(withoutAttribute(Template.text(node)));
      case "!Sub" ->
          Template.SUBSTITUTION
              .matcher(Template.text(node))
              .results()
              .forEach(match -> names.add(withoutAttribute(match.group(1))));
      default -> {}
    }
  }

  private void addTexts(Node node) {
    if (node instanceof SequenceNode sequence) {
      sequence.getValue().forEach(this::addTexts);
    } else {
      names.add(Template.text(node));
    }
  }

  private static String withoutAttribute(String name) {
    return name.split("\\.", 2)[0];
  }
}
