package io.accesstriage.cli.local;

import io.accesstriage.text.SafeText;
import io.accesstriage.yaml.YamlMap;
import io.accesstriage.yaml.YamlText;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A parameter as template.yaml declares it.
 *
 * @param defaultValue null where whoever deploys has to give one
 * @param allowed the only values; empty for no such list
 * @param least of a number; null for a text
 * @param most of a number; null for a text
 * @param isList whether its value is texts with commas between them
 * @param pattern what a text, or each element of a list, has to match as a whole; null for any text
 * @param constraint what the pattern asks for, in words
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html">Parameters</a>
 */
record DeploymentParameter(
    @Nullable String defaultValue,
    List<String> allowed,
    @Nullable Integer least,
    @Nullable Integer most,
    boolean isList,
    @Nullable Pattern pattern,
    String constraint) {
  private static final int LONGEST_SHOWN = 100;

  static DeploymentParameter read(YamlMap map) {
    boolean isNumber = isOfType(map, "Number");
    return new DeploymentParameter(
        isNumber
            ? map.number("Default").map(String::valueOf).orElse(null)
            : map.text("Default").map(YamlText::value).orElse(null),
        isNumber ? List.of() : map.texts("AllowedValues"),
        map.number("MinValue").orElse(null),
        map.number("MaxValue").orElse(null),
        isOfType(map, "CommaDelimitedList"),
        map.text("AllowedPattern").map(text -> Pattern.compile(text.value())).orElse(null),
        map.text("ConstraintDescription").map(YamlText::value).orElse(""));
  }

  private static boolean isOfType(YamlMap map, String type) {
    return map.text("Type").filter(text -> text.value().equals(type)).isPresent();
  }

  /** What is wrong with a value, for a person, or nothing. */
  Optional<String> refusal(String value) {
    String found = SafeText.quoted(value, LONGEST_SHOWN);
    if (least != null && most != null) {
      return isWithin(value, least, most)
          ? Optional.empty()
          : Optional.of(
              "expected a whole number from %d to %d, found %s".formatted(least, most, found));
    }
    if (!allowed.isEmpty()) {
      return allowed.contains(value)
          ? Optional.empty()
          : Optional.of("expected %s, found %s".formatted(String.join(" or ", allowed), found));
    }
    Stream<String> texts = isList ? Stream.of(value.split(",", -1)) : Stream.of(value);
    return pattern == null || texts.allMatch(text -> pattern.matcher(text).matches())
        ? Optional.empty()
        : Optional.of("it %s Found %s".formatted(constraint, found));
  }

  private static boolean isWithin(String value, int least, int most) {
    return value.matches("[1-9][0-9]{0,8}")
        && Integer.parseInt(value) >= least
        && Integer.parseInt(value) <= most;
  }
}
