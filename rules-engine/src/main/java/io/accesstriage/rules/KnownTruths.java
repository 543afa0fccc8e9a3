package io.accesstriage.rules;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How parts of conditions turned out for values that come again, for who judges thousands of
 * findings by the same rules: most have the actions and conditions of others. Of parts that read
 * tags, and of long values, nothing is kept. Thread-safe.
 */
public final class KnownTruths {
  private static final int MOST = 10_000;

  /** In characters. */
  private static final int LONGEST = 1_000;

  private final Map<Question, Truth> known = new ConcurrentHashMap<>();

  /** A part of a condition, and the values of all names that it reads. */
  private static final class Question {
    private final Condition.Part part;
    private final List<Optional<Object>> values;

    Question(Condition.Part part, List<Optional<Object>> values) {
      this.part = part;
      this.values = values;
    }

    /** Parts are compared by identity: as records they would compare their whole sources. */
    @Override
    @SuppressWarnings("ReferenceEquality")
    public boolean equals(Object other) {
      return other instanceof Question question
          && part == question.part
          && values.equals(question.values);
    }

    @Override
    public int hashCode() {
      return 31 * System.identityHashCode(part) + values.hashCode();
    }
  }

  Truth of(Condition.Part part, Scope scope) {
    if (part.readsTags()) {
      return part.evaluate(scope);
    }
    List<Optional<Object>> values = new ArrayList<>();
    int length = 0;
    for (String name : part.names()) {
      // Lists are the same for all findings.
      if (!name.startsWith(Vocabulary.LISTS)) {
        Optional<Object> value = scope.find(name);
        values.add(value);
        length += length(value.orElse(""));
      }
    }
    if (length > LONGEST) {
      return part.evaluate(scope);
    }
    Question question = new Question(part, values);
    Truth truth = known.get(question);
    if (truth == null) {
      truth = part.evaluate(scope);
      if (known.size() >= MOST) {
        known.clear();
      }
      known.put(question, truth);
    }
    return truth;
  }

  private static int length(Object value) {
    if (value instanceof String text) {
      return text.length();
    }
    if (value instanceof Collection<?> all) {
      int length = 0;
      for (Object one : all) {
        length += length(one);
      }
      return length;
    }
    return value instanceof Map<?, ?> map ? length(map.keySet()) + length(map.values()) : 1;
  }
}
