package io.accesstriage.analyzer;

import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;

/**
 * A text of what an answer says, in which the order and repetition of lists do not show. Answers
 * may give the same list in another order each time.
 */
final class UnorderedText {
  private UnorderedText() {}

  static String of(@Nullable Object value) {
    if (value instanceof SdkPojo pojo) {
      return joined(
          pojo.sdkFields().stream()
              .map(field -> field.memberName() + "=" + of(field.getValueOrDefault(pojo))));
    }
    if (value instanceof Map<?, ?> map) {
      return joined(
          map.entrySet().stream().map(entry -> entry.getKey() + "=" + of(entry.getValue())));
    }
    return value instanceof Collection<?> all
        ? joined(all.stream().map(UnorderedText::of))
        : String.valueOf(value);
  }

  private static String joined(Stream<String> texts) {
    return texts.sorted().distinct().collect(Collectors.joining(", ", "[", "]"));
  }
}
