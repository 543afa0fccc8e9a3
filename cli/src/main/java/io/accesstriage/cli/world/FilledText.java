package io.accesstriage.cli.world;

import io.accesstriage.yaml.YamlMap;
import io.accesstriage.yaml.YamlText;
import java.util.Optional;

/** Reads texts of the account file that cannot be empty. */
final class FilledText {
  private FilledText() {}

  /**
   * @param what the field is, for the message where it is missing
   */
  static Optional<YamlText> required(YamlMap map, String name, String what) {
    map.require(name, what);
    return optional(map, name);
  }

  static Optional<YamlText> optional(YamlMap map, String name) {
    Optional<YamlText> text = map.text(name);
    if (text.filter(t -> t.value().isEmpty()).isPresent()) {
      text.get().problem("\"%s\" is empty".formatted(name));
      return Optional.empty();
    }
    return text;
  }
}
