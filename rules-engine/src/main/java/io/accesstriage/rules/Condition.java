package io.accesstriage.rules;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelErrorCode;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import io.accesstriage.text.SafeText;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A rule's condition: parts that must all be true. Immutable and thread-safe.
 *
 * @param parts in the order of the source
 * @param partsBesidesType those that read more than the finding's type
 */
record Condition(List<Part> parts, List<Part> partsBesidesType) {
  private static final Set<String> TYPE = Set.of("finding.type");
  private static final int MOST_SHOWN = 200;

  /** An explanation has many of them, and travels with the finding. */
  private static final int LONGEST_SENTENCE = 400;

  Condition(List<Part> parts) {
    this(List.copyOf(parts), parts.stream().filter(part -> !part.names().equals(TYPE)).toList());
  }

  /** Which tags a part reads. */
  enum TagsRead {
    NONE,
    NAMED,
    /** Also some whose names are known only when it is evaluated. */
    ANY
  }

  /**
   * A part of the condition that contains no outer "and".
   *
   * @param text as CEL, on one line
   * @param names the variables that it reads
   * @param texts that are written in it
   * @param tagKeys the tags that it names
   * @param isStrict whether one unread value leaves it undetermined whatever the others are: it has
   *     no "or", no choice and no loop
   * @param ast what the program was made of
   * @param plain the same without CEL; nothing where it is of another form
   */
  record Part(
      CelRuntime.Program program,
      String text,
      Set<String> names,
      Set<String> texts,
      Set<String> tagKeys,
      TagsRead tagsRead,
      boolean isStrict,
      CelAbstractSyntaxTree ast,
      Optional<PlainPart> plain) {

    boolean readsTags() {
      return tagsRead != TagsRead.NONE;
    }

    /**
     * Whether it reads what those may write at will who own the resource.
     *
     * @param riskReadsTags whether the risk score rests on that, too
     */
    boolean restsOnTags(boolean riskReadsTags) {
      return readsTags()
          || names.contains(Vocabulary.KEY_ALIASES)
          || (riskReadsTags && names.contains(Vocabulary.RISK));
    }

    /** By CEL, also where there is a shorter way. */
    Truth evaluate(Scope scope) {
      return isStrict && lacksValue(scope) ? Truth.UNDETERMINED : scope.evaluate(program);
    }

    private boolean lacksValue(Scope scope) {
      if (readsTags() && scope.tags().isEmpty()) {
        return true;
      }
      for (String name : names) {
        if (scope.find(name).isEmpty()) {
          return true;
        }
      }
      return false;
    }

    private Set<String> lacking(Scope scope) {
      Set<String> lacking = new LinkedHashSet<>();
      if (readsTags() && scope.tags().isEmpty()) {
        lacking.add(Vocabulary.TAG);
      }
      for (String name : names) {
        if (scope.find(name).isEmpty()) {
          lacking.add(name);
        }
      }
      return lacking;
    }

    /** The values that it looks at, or why they were not read, a sentence each. */
    List<String> saw(Scope scope) {
      return allSaw(scope).stream().map(saw -> SafeText.line(saw, LONGEST_SENTENCE)).toList();
    }

    private List<String> allSaw(Scope scope) {
      List<String> saw = new ArrayList<>();
      if (readsTags()) {
        scope
            .tags()
            .ifPresentOrElse(
                tags ->
                    tagKeys.forEach(
                        key ->
                            saw.add(
                                "tag(%s) is %s"
                                    .formatted(SafeText.quoted(key, 130), tag(tags, key)))),
                () -> saw.add(scope.unread(Vocabulary.TAG)));
      }
      for (String name : names) {
        if (name.startsWith(Vocabulary.LISTS)) {
          continue;
        }
        saw.add(
            scope
                .find(name)
                .map(value -> name + " is " + show(value))
                .orElseGet(() -> scope.unread(name)));
      }
      return saw;
    }

    /** The values of all that it reads, and why it has no value where none of them is missing. */
    List<String> sawOrNot(Scope scope) {
      List<String> all = new ArrayList<>(saw(scope));
      names.stream()
          .filter(name -> name.startsWith(Vocabulary.LISTS))
          .forEach(
              name ->
                  scope
                      .find(name)
                      .ifPresent(
                          list ->
                              all.add(
                                  SafeText.line(name + " is " + show(list), LONGEST_SENTENCE))));
      if (scope.of(this) == Truth.UNDETERMINED && lacking(scope).isEmpty()) {
        all.addAll(unread(scope));
      }
      return all;
    }

    /** Why it could not be determined. */
    List<String> unread(Scope scope) {
      return allUnread(scope).stream()
          .map(unread -> SafeText.line(unread, LONGEST_SENTENCE))
          .toList();
    }

    private List<String> allUnread(Scope scope) {
      List<String> unread = new ArrayList<>();
      lacking(scope).forEach(name -> unread.add(scope.whyUnread(name)));
      if (unread.isEmpty()) {
        unread.add(failure(scope));
      }
      return unread;
    }

    private String failure(Scope scope) {
      try {
        Object unused = program.eval(scope, scope);
        return text + ": it has no value";
      } catch (CelEvaluationException e) {
        return text + ": " + why(e.getErrorCode());
      }
    }

    /** CEL's own messages quote its source and name its functions. */
    private static String why(CelErrorCode code) {
      return switch (code) {
        case ATTRIBUTE_NOT_FOUND -> "there is no such key";
        case INDEX_OUT_OF_BOUNDS -> "the list has no such element";
        case DIVIDE_BY_ZERO -> "it divides by zero";
        case NUMERIC_OVERFLOW -> "a number is too large";
        case ITERATION_BUDGET_EXCEEDED -> "its loops take more than 10,000 rounds";
        case BAD_FORMAT, INVALID_ARGUMENT -> "a text is no number, time or duration";
        case INTERNAL_ERROR,
            DUPLICATE_ATTRIBUTE,
            OVERLOAD_NOT_FOUND,
            AMBIGUOUS_OVERLOAD,
            TYPE_NOT_FOUND ->
            "it cannot be evaluated for these values";
      };
    }

    private static String tag(Map<String, String> tags, String key) {
      return tags.containsKey(key) ? SafeText.quoted(tags.get(key), MOST_SHOWN) : "not there";
    }

    private static String show(Object value) {
      if (value instanceof String text) {
        return SafeText.quoted(text, MOST_SHOWN);
      }
      if (value instanceof List<?> list) {
        return list.isEmpty()
            ? "empty"
            : list.stream().limit(10).map(Part::show).collect(Collectors.joining(", "))
                + (list.size() > 10 ? ", … (%d in all)".formatted(list.size()) : "");
      }
      if (value instanceof Map<?, ?> map) {
        return map.isEmpty()
            ? "empty"
            : map.entrySet().stream()
                    .limit(10)
                    .map(e -> show(e.getKey()) + ": " + show(e.getValue()))
                    .collect(Collectors.joining(", "))
                + (map.size() > 10 ? ", … (%d in all)".formatted(map.size()) : "");
      }
      return value.toString();
    }
  }

  Truth evaluate(Scope scope) {
    Truth truth = Truth.TRUE;
    for (Part part : parts) {
      truth = truth.and(scope.of(part));
      if (truth == Truth.FALSE) {
        return truth;
      }
    }
    return truth;
  }

  /** Why it could not be determined, each reason once. */
  List<String> unread(Scope scope) {
    Set<String> unread = new LinkedHashSet<>();
    for (Part part : parts) {
      if (scope.of(part) == Truth.UNDETERMINED) {
        unread.addAll(part.unread(scope));
      }
    }
    return List.copyOf(unread);
  }

  /** The names, {@link Vocabulary#TAG} for the tags, for want of which it is undetermined. */
  Set<String> lacking(Scope scope) {
    Set<String> lacking = new LinkedHashSet<>();
    if (evaluate(scope) == Truth.UNDETERMINED) {
      for (Part part : parts) {
        if (scope.of(part) == Truth.UNDETERMINED) {
          lacking.addAll(part.lacking(scope));
        }
      }
    }
    return lacking;
  }

  /** The texts that are written in it. */
  Set<String> texts() {
    Set<String> texts = new LinkedHashSet<>();
    parts.forEach(part -> texts.addAll(part.texts()));
    return texts;
  }

  boolean reads(String name) {
    return parts.stream().anyMatch(part -> part.names().contains(name));
  }

  boolean readsAnyOf(String prefix) {
    return parts.stream()
        .anyMatch(part -> part.names().stream().anyMatch(name -> name.startsWith(prefix)));
  }

  /** Whether any part of it does what {@link Part#restsOnTags} says. */
  boolean restsOnTags(boolean riskReadsTags) {
    return parts.stream().anyMatch(part -> part.restsOnTags(riskReadsTags));
  }

  /** Those of the resource's tags that it reads. */
  Map<String, String> tagsUsed(Scope scope) {
    Map<String, String> used = new TreeMap<>();
    for (Map.Entry<String, String> tag : scope.tags().orElse(Map.of()).entrySet()) {
      if (parts.stream()
          .anyMatch(
              part -> part.tagsRead() == TagsRead.ANY || part.tagKeys().contains(tag.getKey()))) {
        used.put(tag.getKey(), tag.getValue());
      }
    }
    return used;
  }

  /** Its parts for a program that reads them. */
  List<Clause> clauses() {
    return parts.stream().map(part -> new Clause(part.text(), part.ast())).toList();
  }

  /** The condition in a form that stays the same while its meaning does, and only then. */
  String canonical() {
    return parts.stream().map(Part::text).collect(Collectors.joining("\t&&\t"));
  }
}
