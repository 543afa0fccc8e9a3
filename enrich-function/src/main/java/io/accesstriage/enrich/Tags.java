package io.accesstriage.enrich;

import io.accesstriage.json.MalformedInput;
import io.accesstriage.text.SafeText;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Collects the tags of an answer. AWS promises each key once and never null; an answer that breaks
 * the promise in a way that leaves a value open is not believed.
 */
final class Tags {
  private final String operation;
  private final Map<String, String> values = new LinkedHashMap<>();

  Tags(String operation) {
    this.operation = operation;
  }

  /**
   * @param value null counts as empty
   * @throws MalformedInput where the key is null or had another value before
   */
  void add(@Nullable String key, @Nullable String value) {
    if (key == null) {
      throw new MalformedInput(operation + " answered a tag without a key");
    }
    String text = value == null ? "" : value;
    String before = values.putIfAbsent(key, text);
    if (before != null && !before.equals(text)) {
      throw new MalformedInput(
          "%s answered the tag %s twice, with different values"
              .formatted(operation, SafeText.quoted(key, 128)));
    }
  }

  Map<String, String> asMap() {
    return Collections.unmodifiableMap(values);
  }
}
