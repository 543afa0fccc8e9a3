package io.accesstriage.cli.preview.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.cli.proof.SuggestionWords;
import io.accesstriage.json.Json;
import io.accesstriage.prover.suggest.SuggestedFiles;
import io.accesstriage.prover.suggest.Suggester;
import io.accesstriage.prover.suggest.Suggestion;
import io.accesstriage.prover.suggest.Suggestions;
import io.accesstriage.rules.RuleSet;
import io.accesstriage.rules.Subject;
import io.accesstriage.text.SafeText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rules that {@code triage suggest} would write for findings of the page.
 *
 * @param suggestions null where there are too many findings to look for them beside the page
 * @param places of the findings in the page, from 0, by their ids
 */
public record SuggestedRules(@Nullable Suggestions suggestions, Map<String, Integer> places) {
  /** A line of a rule may list many names. */
  private static final int LONGEST_LINE = 4_000;

  /** Where nothing was looked for. */
  public static final SuggestedRules NONE = new SuggestedRules(null, Map.of());

  /**
   * @param seen all findings, in the page's order
   */
  public static SuggestedRules of(Suggester suggester, List<Subject> seen) {
    Map<String, Integer> places = new HashMap<>();
    for (Subject subject : seen) {
      places.put(subject.finding().id(), places.size());
    }
    return new SuggestedRules(suggester.of(seen), places);
  }

  ObjectNode json() {
    ObjectNode json = Json.object().put("asked", suggestions != null);
    ArrayNode rules = json.putArray("rules");
    ObjectNode refused = json.putObject("refused");
    if (suggestions != null) {
      suggestions.all().forEach(suggestion -> rules.add(rule(suggestion)));
      suggestions.refused().forEach(refused::put);
      json.put("left", suggestions.left());
    }
    return json;
  }

  private ObjectNode rule(Suggestion suggestion) {
    RuleSet parsed = SuggestedFiles.parsed(List.of(suggestion));
    String cases =
        Stream.of(
                SuggestedFiles.archived(suggestion, parsed),
                SuggestedFiles.left(suggestion, parsed))
            .flatMap(Optional::stream)
            .collect(Collectors.joining("\n"));
    ObjectNode json =
        Json.object()
            .put("id", SafeText.line(suggestion.id(), LONGEST_LINE))
            .put("severity", suggestion.severity().label())
            .put("risk", suggestion.risk())
            .put("byHand", suggestion.byHand())
            .put("rule", lines(suggestion.rule().indent(2).stripTrailing()))
            .put("cases", lines(cases.indent(2).stripTrailing()))
            .put("left", SuggestionWords.left(suggestion))
            .put("beyond", SuggestionWords.beyond(suggestion));
    ArrayNode owned = json.putArray("places");
    suggestion.findings().stream()
        .map(subject -> places.get(subject.finding().id()))
        .sorted()
        .forEach(owned::add);
    return json;
  }

  /** Lines to be copied: as they are, or none. */
  private static @Nullable String lines(String text) {
    return text.lines().allMatch(line -> SafeText.line(line, LONGEST_LINE).equals(line))
        ? text
        : null;
  }
}
