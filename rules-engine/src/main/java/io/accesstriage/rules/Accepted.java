package io.accesstriage.rules;

import io.accesstriage.yaml.Suggestion;
import io.accesstriage.yaml.YamlMap;
import io.accesstriage.yaml.YamlText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What a rule is meant to archive although it looks wide: {@code accept}, question to reason. */
final class Accepted {
  static final String FIELD = "accept";

  private Accepted() {}

  /** Reads them of a rule or of the threshold, and notes mistakes in the file. */
  static Map<String, String> read(YamlMap rule) {
    Map<String, String> accepted = new LinkedHashMap<>();
    rule.map(FIELD)
        .ifPresent(map -> map.names().forEach(question -> read(map, question, accepted)));
    return accepted;
  }

  private static void read(YamlMap map, String question, Map<String, String> accepted) {
    List<String> all = Stream.concat(QuestionId.ALL.stream(), Lint.CHECKS.stream()).toList();
    if (!all.contains(question)) {
      map.nameProblem(
          question,
          "there is no question \"%s\"%s".formatted(question, Suggestion.orKnown(question, all)));
    }
    Optional<YamlText> reason = map.text(question);
    if (reason.isPresent() && reason.get().value().isBlank()) {
      reason.get().problem("say why the rule is meant to do this");
    }
    reason.ifPresent(text -> accepted.put(question, text.value().strip()));
  }
}
