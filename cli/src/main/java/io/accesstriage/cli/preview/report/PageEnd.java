package io.accesstriage.cli.preview.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.json.Json;
import io.accesstriage.prover.Answer;
import io.accesstriage.rules.Lint;
import io.accesstriage.text.SafeText;
import java.util.List;
import java.util.Map;

/**
 * What a page says that is known only after the last finding. Texts are hostile.
 *
 * @param warnings what a reader must know before anything else, such as that not all findings could
 *     be read, a sentence each
 * @param notProved of the rules
 * @param notes of the rules
 * @param notChecked rule id to of how many findings it is not known whether the rule applies
 * @param suggested rules for what no rule decides
 */
public record PageEnd(
    List<String> warnings,
    List<Answer> notProved,
    List<Lint.Note> notes,
    Map<String, Integer> notChecked,
    SuggestedRules suggested) {
  private static final int LONGEST_TEXT = 1_000;

  ObjectNode json(int findings) {
    ObjectNode end = Json.object().put("findings", findings);
    ArrayNode texts = end.putArray("warnings");
    warnings.forEach(warning -> texts.add(text(warning)));
    ArrayNode told = end.putArray("notes");
    notProved.forEach(
        answer ->
            told.addObject()
                .put("rule", text(answer.rule()))
                .put("by", "prove")
                .put("id", answer.question())
                .put("why", text(answer.why()))
                .put("accepted", answer.accepted() == null ? null : text(answer.accepted())));
    notes.forEach(
        note ->
            told.addObject()
                .put("rule", text(note.rule()))
                .put("by", "lint")
                .put("id", note.check())
                .put("why", text(note.message()))
                .put("accepted", note.accepted() == null ? null : text(note.accepted())));
    ObjectNode unchecked = end.putObject("notChecked");
    notChecked.forEach((rule, number) -> unchecked.put(text(rule), number));
    end.set("suggested", suggested.json());
    return end;
  }

  private static String text(String hostile) {
    return SafeText.line(hostile, LONGEST_TEXT);
  }
}
