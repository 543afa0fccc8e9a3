package io.accesstriage.stateslanguage;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Goes to the next state of the first rule that holds. */
record ChoiceState(Path inputPath, Path outputPath, List<Rule> rules, @Nullable String defaultNext)
    implements State {
  record Rule(Condition condition, String next) {}

  @Override
  public Transition perform(Visit visit) throws StateFailedException {
    JsonNode data = inputPath.select(visit.input(), visit.context());
    String next = choose(data, visit.context());
    return new Transition(next, outputPath.select(data, visit.context()));
  }

  private String choose(JsonNode data, JsonNode context) throws StateFailedException {
    for (Rule rule : rules) {
      if (rule.condition().holds(data, context)) {
        return rule.next();
      }
    }
    if (defaultNext == null) {
      throw new StateFailedException(
          ErrorNames.NO_CHOICE_MATCHED, "No rule of Choices holds, and there is no Default.");
    }
    return defaultNext;
  }
}
