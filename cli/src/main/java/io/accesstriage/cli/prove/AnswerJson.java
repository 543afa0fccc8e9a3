package io.accesstriage.cli.prove;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.json.Json;
import io.accesstriage.prover.Answer;
import io.accesstriage.prover.Example;

/** An answer for programs. */
final class AnswerJson {
  private AnswerJson() {}

  static ObjectNode of(Answer answer) {
    Example example = answer.example();
    ObjectNode json = Json.object();
    json.put("question", answer.question());
    json.put("rule", answer.rule());
    json.put("answer", answer.verdict().label());
    json.set("example", example == null ? json.nullNode() : example.event());
    json.put("account", example == null ? null : example.account());
    json.put("other", answer.other());
    json.put("why", why(answer));
    json.put("accepted", answer.accepted());
    return json;
  }

  /** Where an example is archived only with a parameter, or only later, it says so. */
  static String why(Answer answer) {
    Example example = answer.example();
    if (example == null) {
      return answer.why();
    }
    String needs =
        example.readsOrganization()
            ? " The example needs --config AccountFacts=organizations."
            : "";
    String from = example.from() == null ? "" : " It does not before %s.".formatted(example.from());
    return answer.why() + needs + from;
  }
}
