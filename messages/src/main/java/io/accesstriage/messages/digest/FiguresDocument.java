package io.accesstriage.messages.digest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.facts.Owner;
import io.accesstriage.json.Json;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** The figures of a digest for programs; {@link DigestOverview} has them for people. */
final class FiguresDocument {
  private final int most;

  /**
   * @param most elements of a list; its count says how many there are
   */
  FiguresDocument(int most) {
    this.most = most;
  }

  ObjectNode groups(AlertGroups groups) {
    ObjectNode json = Json.object().put("count", groups.all().size());
    ArrayNode first = json.putArray("first");
    groups.all().stream()
        .limit(most)
        .forEach(
            group ->
                first
                    .addObject()
                    .put("findings", group.findings())
                    .put("resources", group.resources())
                    .put("severity", group.severity().label())
                    .put("access", group.access().field)
                    .put("resourceType", group.resourceType())
                    .put("account", group.account())
                    .put("accountName", group.accountName()));
    return json;
  }

  ObjectNode openAlerts(OpenAlerts alerts) {
    ObjectNode json = Json.object().put("count", alerts.count());
    json.put("new", DigestContents.sum(alerts.isNew()));
    json.put("stillOpen", DigestContents.sum(alerts.before()));
    ObjectNode ages = json.putObject("byAge");
    for (AlertAge age : AlertAge.values()) {
      ages.put(age.field, alerts.ages().getOrDefault(age, 0));
    }
    ObjectNode gone = json.putObject("gone");
    for (AlertFate fate :
        new AlertFate[] {AlertFate.FIXED, AlertFate.ARCHIVED_BY_HAND, AlertFate.ARCHIVED_BY_RULE}) {
      gone.put(fate.field, alerts.gone().getOrDefault(fate, 0));
    }
    gone.put("notRecorded", alerts.goneNotRecorded());
    return json;
  }

  ObjectNode endingRules(EndingRules rules) {
    ObjectNode json = Json.object().put("count", rules.all().size());
    json.put("notKnown", rules.notKnown());
    ArrayNode first = json.putArray("first");
    rules.all().stream()
        .limit(most)
        .forEach(
            ending ->
                first
                    .addObject()
                    .put("rule", ending.rule())
                    .put("owner", ending.owner())
                    .put("lastDay", ending.lastDay().toString())
                    .put("findings", ending.findings())
                    .put("prolongedBy", ending.line()));
    return json;
  }

  ObjectNode precision(AlertPrecision precision) {
    ObjectNode json = Json.object().put("from", precision.from().toString());
    fates(json, precision.alerted(), precision.fates());
    json.put("notRecorded", precision.notRecorded());
    rows(
        json.putObject("byRule"),
        precision.byRule(),
        (row, rule) -> row.put("rule", rule.isEmpty() ? null : rule));
    rows(json.putObject("byOwner"), precision.byOwner(), FiguresDocument::owner);
    return json;
  }

  private <K> void rows(
      ObjectNode json, List<AlertPrecision.Row<K>> rows, BiConsumer<ObjectNode, K> key) {
    json.put("count", rows.size());
    ArrayNode first = json.putArray("first");
    rows.stream()
        .limit(most)
        .forEach(
            row -> {
              ObjectNode object = first.addObject();
              key.accept(object, row.key());
              fates(object, row.alerted(), row.fates());
            });
  }

  /** Null where nobody is named, absent where that is not known. */
  static void owner(ObjectNode json, Owner owner) {
    if (!owner.equals(Owner.UNKNOWN)) {
      json.put("owner", owner.told().orElse(null));
    }
  }

  private static void fates(ObjectNode json, int alerted, Map<AlertFate, Integer> counts) {
    json.put("alerted", alerted);
    ObjectNode fates = json.putObject("fates");
    for (AlertFate fate : AlertFate.values()) {
      fates.put(fate.field, counts.getOrDefault(fate, 0));
    }
  }
}
