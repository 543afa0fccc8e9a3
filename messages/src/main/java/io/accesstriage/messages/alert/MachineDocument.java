package io.accesstriage.messages.alert;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.facts.Fact;
import io.accesstriage.json.Json;
import io.accesstriage.json.RecordJson;
import io.accesstriage.messages.ProgramDocument;
import io.accesstriage.messages.containment.Containment;
import io.accesstriage.messages.containment.Step;
import io.accesstriage.messages.words.ConsoleLink;
import io.accesstriage.state.TriageState;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An alert, a failure report or a storm message for programs. */
final class MachineDocument {
  private static final Set<String> MAPS =
      Set.of(
          "finding.access.condition",
          "decision.change.addedConditions",
          "decision.change.removedConditions");

  private MachineDocument() {}

  static String of(TriageState state, String execution, String subject, String text) {
    ObjectNode content = Json.object();
    content.put("execution", execution);
    content.set("finding", RecordJson.STATE.write(state.finding()));
    content.set("resourceOwner", resourceOwner(Ownership.of(state)));
    ObjectNode decision = RecordJson.STATE.write(state.requireDecision());
    // What the rule saw of the tags is in its explanation; more of them is not sent around.
    decision.remove("tagsUsed");
    content.set("decision", decision);
    if (state.archive() != null) {
      content.putObject("archive").put("outcome", state.archive().name());
    }
    Containment containment = Containment.of(state.finding());
    content.set("containment", containment(containment));
    ObjectNode links = links(content, state.finding().analyzerArn(), state.finding().id());
    if (containment.link() != null) {
      links.put("resource", containment.link());
    }
    return ProgramDocument.text(ProgramDocument.head("alert", subject, text), content, MAPS);
  }

  static String of(TriageFailure failure, String execution, String subject, String text) {
    ObjectNode content = Json.object();
    content.put("execution", execution);
    ObjectNode json = content.putObject("failure");
    json.put("findingId", orNull(failure.findingId()));
    json.put("analyzerArn", orNull(failure.analyzerArn()));
    json.put("resource", orNull(failure.resourceArn()));
    json.put("step", failure.step());
    json.put("error", failure.error());
    json.put("cause", failure.cause());
    content.set("resourceOwner", resourceOwner(failure.ownership()));
    links(content, failure.analyzerArn(), failure.findingId());
    return ProgramDocument.text(ProgramDocument.head("failure", subject, text), content, MAPS);
  }

  /** What a storm message says. */
  static String storm(String subject, String text, int most, Instant hour, String first) {
    ObjectNode content = Json.object();
    content
        .putObject("storm")
        .put("maxImmediateAlertsPerHour", most)
        .put("hour", hour.toString())
        .put("first", first);
    return ProgramDocument.text(ProgramDocument.head("storm", subject, text), content, MAPS);
  }

  private static ObjectNode resourceOwner(Ownership ownership) {
    ObjectNode json = Json.object();
    json.put("account", orNull(ownership.account()));
    json.put("accountName", orNull(ownership.accountName()));
    json.put("ou", orNull(ownership.ou()));
    json.put("owner", orNull(ownership.owner()));
    ObjectNode tags = json.putObject("tags");
    for (Ownership.Tag tag : ownership.tags()) {
      tags.put(tag.key(), tag.value() instanceof Fact.Known<String> known ? known.value() : null);
    }
    return json;
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  private static ObjectNode containment(Containment containment) {
    ObjectNode json = Json.object();
    json.put("account", containment.account());
    json.put("region", containment.regionOfSteps());
    ArrayNode steps = json.putArray("steps");
    for (Step step : containment.checkedSteps()) {
      steps.addObject().put("text", step.text()).put("command", step.command());
    }
    json.put("whoChangedIt", orNull(String.join("\n", containment.whoDidIt())));
    return json;
  }

  private static ObjectNode links(ObjectNode content, String analyzerArn, String findingId) {
    ObjectNode links = content.putObject("links");
    ConsoleLink.to(analyzerArn, findingId).ifPresent(link -> links.put("finding", link));
    return links;
  }
}
