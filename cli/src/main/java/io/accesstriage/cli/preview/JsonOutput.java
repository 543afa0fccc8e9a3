package io.accesstriage.cli.preview;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.cli.dryrun.Preview;
import io.accesstriage.cli.dryrun.PreviewedFinding;
import io.accesstriage.cli.dryrun.Tally;
import io.accesstriage.cli.io.JsonLine;
import io.accesstriage.facts.FactsJson;
import io.accesstriage.json.Json;
import io.accesstriage.json.RecordJson;
import io.accesstriage.messages.ProgramDocument;
import io.accesstriage.messages.alert.FindingWords;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;

/**
 * JSON Lines: an object for each finding, with all that is known of it, then one with {@code
 * summary}. Without the latter it was interrupted.
 */
final class JsonOutput implements PreviewOutput {
  private final PrintWriter out;

  JsonOutput(PrintWriter out) {
    this.out = out;
  }

  @Override
  public Runnable adding(PreviewedFinding finding) {
    String line = JsonLine.of(line(finding));
    return () -> out.println(line);
  }

  private static ObjectNode line(PreviewedFinding previewed) {
    ObjectNode line =
        Json.object()
            .put("schemaVersion", ProgramDocument.SCHEMA_VERSION)
            .put("outcome", previewed.outcome().label())
            .put("byTagsAlone", previewed.byTagsAlone())
            .put("text", FindingWords.text(previewed.finding(), previewed.decision()));
    line.set("finding", RecordJson.STATE.write(previewed.finding()));
    line.set("facts", FactsJson.write(previewed.facts()));
    line.set("decision", RecordJson.STATE.write(previewed.decision()));
    ArrayNode unread = line.putArray("unread");
    previewed.unread().forEach(not -> unread.add(RecordJson.STATE.write(not)));
    line.set("notChecked", Json.array(previewed.notChecked()));
    return line.put("archivedByOther", previewed.archivedByOther());
  }

  @Override
  public void end(Preview preview, List<String> warnings) {
    ObjectNode line = Json.object().put("schemaVersion", ProgramDocument.SCHEMA_VERSION);
    ObjectNode summary = line.putObject("summary");
    summary
        .put("source", preview.source())
        .put("startedAt", preview.startedAt().toString())
        .put("rulesVersion", preview.rulesVersion())
        .put("archivedByTagsAlone", preview.archivedByTagsAlone())
        .put("publicArchived", preview.publicArchived())
        .put("publicArchivedByOthers", preview.archivedByOthers().findings())
        .put("alertsByDefault", preview.alertsByDefault());
    summary.set("total", RecordJson.STATE.write(preview.total()));
    ObjectNode byRule = summary.putObject("byRule");
    preview.byRule().forEach(byRule::put);
    ObjectNode notChecked = summary.putObject("notChecked");
    preview.notChecked().forEach(notChecked::put);
    ObjectNode bySeverity = summary.putObject("bySeverity");
    preview
        .bySeverity()
        .forEach((name, tally) -> bySeverity.set(name.label(), RecordJson.STATE.write(tally)));
    put(summary, "byFindingType", preview.byFindingType());
    put(summary, "byResourceType", preview.byResourceType());
    put(summary, "byAccount", preview.byAccount());
    ArrayNode unread = summary.putArray("unread");
    preview.unread().forEach(not -> unread.add(RecordJson.STATE.write(not)));
    summary.set("warnings", Json.array(warnings));
    out.println(JsonLine.of(line));
    out.flush();
  }

  private static void put(ObjectNode summary, String name, Map<String, Tally> tallies) {
    ObjectNode json = summary.putObject(name);
    tallies.forEach((key, tally) -> json.set(key, RecordJson.STATE.write(tally)));
  }
}
