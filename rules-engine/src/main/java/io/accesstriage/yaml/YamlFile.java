package io.accesstriage.yaml;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * One YAML file while it is read: its text, and the mistakes and warnings found so far. YAML 1.2;
 * anchors are refused, since aliases to them could expand without end.
 */
public final class YamlFile {
  private static final int DEEPEST = 50;

  private static final Comparator<Problem> BY_PLACE =
      Comparator.<Problem>naturalOrder().thenComparing(Problem::message);

  private final String name;
  private final String text;
  private final @Nullable Consumer<Warning> warnings;
  private final List<Problem> problems = new ArrayList<>();
  private final Set<Problem> warned = new TreeSet<>(BY_PLACE);
  private final int codePoints;
  private int lastCodePoint;
  private int lastIndex;

  private YamlFile(String name, String text, @Nullable Consumer<Warning> warnings) {
    this.name = name;
    this.text = text;
    this.warnings = warnings;
    this.codePoints = text.codePointCount(0, text.length());
  }

  public static YamlFile of(String name, String text) {
    return new YamlFile(name, text, null);
  }

  /**
   * @param warnings takes what is no mistake, once there is none
   */
  public static YamlFile of(String name, String text, Consumer<Warning> warnings) {
    return new YamlFile(name, text, warnings);
  }

  /**
   * The file's top level.
   *
   * @throws InvalidFileException where the file is no YAML, or its top level is no mapping
   */
  public YamlMap root() {
    Node node = compose();
    if (!(node instanceof MappingNode mapping)) {
      problem(node, "expected a mapping of names to values at the top level");
      throw failure();
    }
    return new YamlMap(this, mapping);
  }

  /** The file as one text that no YAML is around, so that its places are those of the text. */
  public YamlText wholeText() {
    Mark start = new Mark(name, 0, 0, 0, text.codePoints().toArray(), 0);
    return new YamlText(
        this,
        new ScalarNode(
            Tag.STR, true, text, ScalarStyle.PLAIN, Optional.of(start), Optional.of(start)));
  }

  public void problem(int line, int column, String message) {
    problems.add(new Problem(line, column, message));
  }

  /** Notes a mistake at a place of the parsed file. */
  void problem(Node node, String message) {
    problem(node.getStartMark(), message);
  }

  private void problem(Optional<Mark> mark, String message) {
    problem(
        mark.map(m -> m.getLine() + 1).orElse(1),
        mark.map(m -> m.getColumn() + 1).orElse(1),
        message);
  }

  /**
   * Ends the reading.
   *
   * @throws InvalidFileException with all mistakes found, where there is any
   */
  public void failIfAnyProblem() {
    failIfAnyProblem(List.of(this));
  }

  /**
   * The top levels of files that are read together.
   *
   * @throws InvalidFileException with all files that are no YAML, or whose top level is no mapping
   */
  public static List<YamlMap> roots(List<YamlFile> files) {
    List<YamlMap> roots = new ArrayList<>();
    List<InvalidFileException> failures = new ArrayList<>();
    for (YamlFile file : files) {
      try {
        roots.add(file.root());
      } catch (InvalidFileException e) {
        failures.add(e);
      }
    }
    InvalidFileException.throwIfAny(failures);
    return roots;
  }

  /**
   * Ends the reading of files that are read together.
   *
   * @throws InvalidFileException with all mistakes found in any, where there is one
   */
  public static void failIfAnyProblem(List<YamlFile> files) {
    InvalidFileException.throwIfAny(
        files.stream().filter(file -> !file.problems.isEmpty()).map(YamlFile::failure).toList());
    files.forEach(YamlFile::tellWarnings);
  }

  private void tellWarnings() {
    if (warnings != null) {
      for (Problem warning : warned) {
        warnings.accept(new Warning(name, warning.line(), warning.column(), warning.message()));
      }
      warned.clear();
    }
  }

  /** Whether anybody wants to know of what is no mistake. */
  boolean takesWarnings() {
    return warnings != null;
  }

  void warning(int line, int column, String message) {
    warned.add(new Problem(line, column, message));
  }

  String name() {
    return name;
  }

  String text() {
    return text;
  }

  /** Where a mark stands in the text. YAML counts code points; counting goes on from the last. */
  int index(Mark mark) {
    int codePoint = Math.min(mark.getIndex(), codePoints);
    lastIndex = text.offsetByCodePoints(lastIndex, codePoint - lastCodePoint);
    lastCodePoint = codePoint;
    return lastIndex;
  }

  private InvalidFileException failure() {
    Collections.sort(problems);
    return new InvalidFileException(name, text, problems.stream().distinct().toList());
  }

  private Node compose() {
    // Nodes are not expanded here, and no anchor gets further.
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(name)
            .setUseMarks(true)
            .setMaxAliasesForCollections(Integer.MAX_VALUE)
            .build();
    try {
      Optional<Node> node = new Composer(settings, new ShallowPlain(settings)).getSingleNode();
      failIfAnyProblem();
      if (node.isEmpty()) {
        problem(1, 1, "the file is empty");
        throw failure();
      }
      return node.get();
    } catch (MarkedYamlEngineException e) {
      problems.add(SyntaxMistake.of(e, text));
      throw failure();
    } catch (ReaderException e) {
      noteCharacter();
      throw failure();
    } catch (YamlEngineException e) {
      // What an anchor led to says nothing more.
      failIfAnyProblem();
      problem(1, 1, "this is not valid YAML 1.2");
      throw failure();
    }
  }

  /** The parser does not say where the character stands that YAML does not allow. */
  private void noteCharacter() {
    String[] lines = text.split("\\R", -1);
    for (int i = 0; i < lines.length; i++) {
      for (int j = 0; j < lines[i].length(); j++) {
        char c = lines[i].charAt(j);
        if ((c < 0x20 && c != '\t') || c == 0x7f || isHalf(lines[i], j)) {
          problem(i + 1, j + 1, "this character cannot be in a YAML file; remove it");
          return;
        }
      }
    }
    problem(1, 1, "the file has a character that cannot be in a YAML file");
  }

  /** Of a pair that stands for one character, without the other half. */
  private static boolean isHalf(String line, int index) {
    int c = line.codePointAt(index);
    return c >= 0xd800
        && c <= 0xdfff
        && (index == 0 || !Character.isSurrogatePair(line.charAt(index - 1), (char) c));
  }

  /**
   * Refuses depth, since composing a file recurses, and so does everything after it; and notes
   * anchors.
   */
  private final class ShallowPlain extends ParserImpl {
    private int depth;

    ShallowPlain(LoadSettings settings) {
      super(settings, new StreamReader(settings, text));
    }

    @Override
    public Event next() {
      Event event = super.next();
      if (event instanceof CollectionStartEvent) {
        depth++;
      } else if (event instanceof CollectionEndEvent) {
        depth--;
      }
      if (depth > DEEPEST) {
        problem(event.getStartMark(), "nested too deep: more than %d levels".formatted(DEEPEST));
        throw failure();
      }
      if (event instanceof NodeEvent node
          && !(event instanceof AliasEvent)
          && node.getAnchor().isPresent()) {
        problem(event.getStartMark(), SyntaxMistake.ANCHORS);
      }
      return event;
    }
  }
}
