package io.accesstriage.messages.alert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.accesstriage.facts.Account;
import io.accesstriage.facts.Fact;
import io.accesstriage.finding.Resource;
import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;
import io.accesstriage.json.MalformedInput;
import io.accesstriage.messages.words.Defanged;
import io.accesstriage.messages.words.ResourceWords;
import io.accesstriage.text.SafeText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What is known of an execution that failed. Its input may be anything, so nothing here is
 * required.
 *
 * @param findingId empty where it is not known
 * @param analyzerArn likewise
 * @param resourceArn likewise
 * @param resourceType likewise
 * @param findingType likewise
 * @param ownership of the resource
 * @param step the state that failed, "unknown step" where it does not say
 * @param error the error's name
 * @param cause what it says
 */
public record TriageFailure(
    String findingId,
    String analyzerArn,
    String resourceArn,
    String resourceType,
    String findingType,
    Ownership ownership,
    String step,
    String error,
    String cause) {
  /** Under these keys {@code statemachine.asl.json} keeps the error of each step. */
  private static final Map<String, String> STEPS =
      Map.of(
          "enrichFailed", "Enrich finding",
          "evaluateFailed", "Evaluate rules",
          "archiveFailed", "Archive finding",
          "notifyFailed", "Notify");

  /** Parts of a message that differ each time the same failure happens. */
  private static final Pattern CHANGING =
      Pattern.compile("\\p{XDigit}{8}-[\\p{XDigit}-]{27}|\\p{XDigit}*\\d\\p{XDigit}*");

  private static final int STABLE_HEAD = 160;

  private static final String NOT_IN_STATE = "The execution failed before it was read.";

  /**
   * @param alertTags keys of the tags that messages name; a step that fails before they are read
   *     has none in its state
   */
  public static TriageFailure read(Fields failure, List<String> alertTags) {
    JsonNode state = failure.node().path("state");
    JsonNode input = failure.node().path("input");
    JsonNode finding = state.path("finding");
    JsonNode detail = input.path("detail");
    JsonNode reference = input.path("reference");
    Optional<Map.Entry<String, String>> key =
        Stream.of("enrichFailed", "evaluateFailed", "archiveFailed", "notifyFailed")
            .filter(state::has)
            .map(k -> Map.entry(k, String.valueOf(STEPS.get(k))))
            .findFirst();
    JsonNode failed = key.map(k -> state.path(k.getKey())).orElseGet(MissingNode::getInstance);
    return new TriageFailure(
        first(
            finding.path("id"),
            detail.path("id"),
            detail.path("findingId"),
            reference.path("findingId")),
        first(
            finding.path("analyzerArn"),
            input.path("resources").path(0),
            reference.path("analyzerArn")),
        first(finding.path("resource").path("arn"), detail.path("resource")),
        first(finding.path("resource").path("type"), detail.path("resourceType")),
        first(finding.path("type"), detail.path("findingType")),
        ownership(state, alertTags),
        key.map(Map.Entry::getValue).orElse("unknown step"),
        orElse(first(failed.path("Error")), "unknown error"),
        cause(failed.path("Cause")));
  }

  /** Known where enrich has read it. */
  private static Ownership ownership(JsonNode state, List<String> alertTags) {
    JsonNode facts = state.path("facts");
    return Ownership.of(
        first(state.path("finding").path("resource").path("account")),
        account(facts.path("account").path("values")),
        alertTags,
        tags(facts.path("tags").path("values")));
  }

  private static Fact<Account> account(JsonNode values) {
    String name = first(values.path("name"));
    return name.isBlank()
        ? Fact.unread(Fact.Cause.FAILED, NOT_IN_STATE)
        : Fact.known(new Account(name, Map.of(), first(values.path("ou")), null));
  }

  private static Fact<Map<String, String>> tags(JsonNode values) {
    if (!values.isObject()) {
      return Fact.unread(Fact.Cause.FAILED, NOT_IN_STATE);
    }
    Map<String, String> tags = new HashMap<>();
    values
        .properties()
        .forEach(
            tag -> {
              if (tag.getValue().isTextual()) {
                tags.put(tag.getKey(), tag.getValue().textValue());
              }
            });
    return Fact.known(tags);
  }

  /** What failed to be triaged, in words. */
  String subject() {
    if (!resourceArn.isEmpty()) {
      return ResourceWords.named(new Resource(resourceArn, resourceType, null, null));
    }
    return findingId.isEmpty() ? "unknown finding" : "finding " + Defanged.text(findingId, 200);
  }

  /** By which the same failure is recognised, though ids and times in its message change. */
  public String identity() {
    String stable = CHANGING.matcher(SafeText.line(cause, 2 * STABLE_HEAD)).replaceAll("#");
    return "%s: %s: %s"
        .formatted(
            step,
            SafeText.line(error, 200),
            stable.substring(0, Math.min(STABLE_HEAD, stable.length())));
  }

  /** A failed Lambda function's cause is JSON; what a person reads is its errorMessage. */
  private static String cause(JsonNode cause) {
    String text = orElse(first(cause), "no cause given");
    try {
      String message = first(Json.read(text, "cause").path("errorMessage"));
      text = message.isEmpty() ? text : message;
    } catch (MalformedInput e) {
      // Not JSON: a message of the state machine itself, to be shown as it is.
    }
    return text;
  }

  private static String first(JsonNode... candidates) {
    return Stream.of(candidates)
        .filter(JsonNode::isTextual)
        .map(JsonNode::textValue)
        .filter(text -> !text.isEmpty())
        .findFirst()
        .orElse("");
  }

  private static String orElse(String text, String otherwise) {
    return text.isEmpty() ? otherwise : text;
  }
}
