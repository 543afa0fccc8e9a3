package io.accesstriage.yaml;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A mapping of a YAML file. Reading a field that is missing or of a wrong type notes a mistake in
 * the file and answers nothing, so that all mistakes are found in one reading.
 */
public final class YamlMap {
  private final YamlFile file;
  private final MappingNode node;
  private final Map<String, Node> keys = new LinkedHashMap<>();
  private final Map<String, Node> values = new LinkedHashMap<>();

  YamlMap(YamlFile file, MappingNode node) {
    this.file = file;
    this.node = node;
    for (NodeTuple entry : node.getValue()) {
      if (entry.getKeyNode() instanceof ScalarNode key) {
        // The first is kept, so that its mistakes are found, too.
        if (values.putIfAbsent(key.getValue(), entry.getValueNode()) != null) {
          file.problem(key, "\"%s\" is there twice".formatted(key.getValue()));
        }
        keys.putIfAbsent(key.getValue(), key);
      } else {
        file.problem(entry.getKeyNode(), "expected a name");
      }
    }
  }

  /** Notes a mistake for each field that is none of these. */
  public void allowOnly(Collection<String> names) {
    allowOnly(names, List.of());
  }

  /**
   * The same.
   *
   * @param misplaced of which something else is said
   */
  public void allowOnly(Collection<String> names, Collection<String> misplaced) {
    keys.forEach(
        (key, keyNode) -> {
          if (!names.contains(key) && !misplaced.contains(key)) {
            file.problem(
                keyNode, "unknown field \"%s\"%s".formatted(key, Suggestion.orKnown(key, names)));
          }
        });
  }

  /** The name of the file that it is of. */
  public String file() {
    return file.name();
  }

  public Set<String> names() {
    return keys.keySet();
  }

  /** The line of the file where the mapping begins, from 1. */
  public int line() {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
  }

  /** Whether the field is there and says {@code null}. */
  public boolean isNull(String name) {
    return values.get(name) instanceof ScalarNode scalar && scalar.getTag().equals(Tag.NULL);
  }

  /** Whether the field is there and is a single value, neither a list nor a mapping. */
  public boolean isScalar(String name) {
    return values.get(name) instanceof ScalarNode;
  }

  public boolean isText(String name) {
    return values.get(name) instanceof ScalarNode scalar && scalar.getTag().equals(Tag.STR);
  }

  public boolean has(String name) {
    return values.containsKey(name);
  }

  /** Notes a mistake at a field, or at the mapping where it lacks the field. */
  public void problem(String name, String message) {
    Node at = values.get(name);
    file.problem(at == null ? node : at, message);
  }

  /** Notes a mistake at the name of a field. */
  public void nameProblem(String name, String message) {
    file.problem(keys.getOrDefault(name, node), message);
  }

  /** Notes that the field is required, where it is missing. */
  public void require(String name, String why) {
    if (!has(name)) {
      file.problem(node, "\"%s\" is missing: %s".formatted(name, why));
    }
  }

  /** A text; numbers and flags count as mistakes, since YAML would have changed them. */
  public Optional<YamlText> text(String name) {
    Node value = values.get(name);
    return value == null ? Optional.empty() : text(value, "\"" + name + "\"");
  }

  /** Where the value of a field begins; the file's start where there is none. */
  public Place place(String name) {
    return Optional.ofNullable(values.get(name))
        .flatMap(Node::getStartMark)
        .map(mark -> new Place(file.name(), mark.getLine() + 1, mark.getColumn() + 1))
        .orElse(new Place(file.name(), 1, 1));
  }

  public Optional<Boolean> flag(String name) {
    Node value = values.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof ScalarNode scalar && scalar.getTag().equals(Tag.BOOL)) {
      return Optional.of(scalar.getValue().equalsIgnoreCase("true"));
    }
    file.problem(value, "\"%s\" has to be true or false".formatted(name));
    return Optional.empty();
  }

  public Optional<Integer> number(String name) {
    Node value = values.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof ScalarNode scalar && scalar.getTag().equals(Tag.INT)) {
      try {
        return Optional.of(Integer.decode(scalar.getValue()));
      } catch (NumberFormatException e) {
        file.problem(value, "\"%s\" is too large a number".formatted(name));
        return Optional.empty();
      }
    }
    file.problem(value, "\"%s\" has to be a whole number".formatted(name));
    return Optional.empty();
  }

  public Optional<YamlMap> map(String name) {
    Node value = values.get(name);
    return value == null ? Optional.empty() : map(value, "\"" + name + "\"");
  }

  /** The mappings of a list; elements of another kind are noted as mistakes and left out. */
  public List<YamlMap> maps(String name) {
    return list(name, element -> map(element, "an element of \"" + name + "\""));
  }

  public List<String> texts(String name) {
    return textList(name).stream().map(YamlText::value).toList();
  }

  /** The texts of a list with their places. */
  public List<YamlText> textList(String name) {
    return list(name, element -> text(element, "an element of \"" + name + "\""));
  }

  /** The elements of a list in which a text is short for a mapping. */
  public <T> List<T> list(String name, Function<YamlText, T> text, Function<YamlMap, T> map) {
    String what = "an element of \"" + name + "\"";
    return list(
        name,
        element ->
            element instanceof MappingNode
                ? map(element, what).map(map)
                : text(element, what).map(text));
  }

  /** All fields of the mapping as texts. */
  public Map<String, String> textMap() {
    Map<String, String> map = new LinkedHashMap<>();
    for (String name : names()) {
      text(name).ifPresent(text -> map.put(name, text.value()));
    }
    return map;
  }

  private <T> List<T> list(String name, Function<Node, Optional<T>> read) {
    Node value = values.get(name);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof SequenceNode sequence)) {
      file.problem(value, "\"%s\" has to be a list".formatted(name));
      return List.of();
    }
    List<T> list = new ArrayList<>();
    for (Node element : sequence.getValue()) {
      read.apply(element).ifPresent(list::add);
    }
    return list;
  }

  private Optional<YamlMap> map(@Nullable Node value, String what) {
    if (value instanceof MappingNode mapping) {
      return Optional.of(new YamlMap(file, mapping));
    }
    if (value != null) {
      file.problem(value, what + " has to be a mapping of names to values");
    }
    return Optional.empty();
  }

  private Optional<YamlText> text(Node value, String what) {
    if (value instanceof ScalarNode scalar) {
      if (scalar.getTag().equals(Tag.STR)) {
        return Optional.of(new YamlText(file, scalar));
      }
      if (scalar.getTag().equals(Tag.NULL)) {
        file.problem(value, what + " has no value");
        return Optional.empty();
      }
      file.problem(
          value,
          scalar.getTag().getValue().startsWith("!")
              ? what + SyntaxMistake.BEGINS_WITH_TAG
              : "%s has to be a text: put it in quotes, \"%s\"".formatted(what, scalar.getValue()));
      return Optional.empty();
    }
    file.problem(value, what + " has to be a text");
    return Optional.empty();
  }
}
