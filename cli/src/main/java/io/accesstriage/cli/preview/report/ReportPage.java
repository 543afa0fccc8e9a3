package io.accesstriage.cli.preview.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.cli.dryrun.Preview;
import io.accesstriage.cli.dryrun.PreviewedFinding;
import io.accesstriage.decision.Decision;
import io.accesstriage.json.Json;
import io.accesstriage.rules.RuleOutline;
import io.accesstriage.text.SafeText;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * Writes a preview as one HTML page that needs nothing else: its data as blocks of JSON, and the
 * script that draws it. Findings are written as they come and none is kept, so that the memory it
 * takes is bounded. A page that was not ended says so to its reader. Not thread-safe.
 *
 * <p>Everything that others wrote is in the JSON, and there only. The script puts it into the page
 * as text, and the page's own security policy lets no other script run and nothing be loaded.
 */
public final class ReportPage {
  private static final int ROWS_IN_A_BLOCK = 250;
  private static final int LONGEST_TEXT = 1_000;

  private final PageTemplate template = PageTemplate.load();
  private final SharedValues shared = new SharedValues();
  private final FindingRow rows = new FindingRow(shared);
  private final Writer out;
  private final EmbeddedJson json;
  private int inBlock;
  private int findings;

  private ReportPage(Writer out) {
    this.out = out;
    this.json = new EmbeddedJson(out);
  }

  /**
   * Begins a page.
   *
   * @param out stays open
   * @param preview of which findings are going to be added
   * @param rulesFile as a reader knows it
   * @throws UncheckedIOException as all methods, where writing fails
   */
  public static ReportPage begin(OutputStream out, Preview preview, String rulesFile) {
    ReportPage page =
        new ReportPage(new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8)));
    page.write(
        () -> {
          page.out.write(page.template.beforeData());
          page.json.object("id=\"head\"", head(preview, rulesFile));
        });
    return page;
  }

  /** Adds a finding. */
  public void add(PreviewedFinding finding) {
    write(
        () -> {
          if (inBlock == 0) {
            json.beginRows();
          }
          json.row(rows.of(finding));
          inBlock++;
          findings++;
          if (inBlock == ROWS_IN_A_BLOCK) {
            endBlock();
          }
        });
  }

  /** Ends the page and flushes it. */
  public void end(PageEnd end) {
    write(
        () -> {
          if (inBlock > 0) {
            endBlock();
          }
          json.object("id=\"end\"", end.json(findings));
          out.write(template.afterData());
          out.flush();
        });
  }

  private void endBlock() throws IOException {
    json.endRows(shared.takeNew());
    inBlock = 0;
  }

  private static ObjectNode head(Preview preview, String rulesFile) {
    ObjectNode head =
        Json.object()
            .put("source", SafeText.line(preview.source(), LONGEST_TEXT))
            .put("startedAt", preview.startedAt().toString())
            .put("rulesFile", SafeText.line(rulesFile, LONGEST_TEXT))
            .put("rulesVersion", preview.rulesVersion());
    head.set("columns", Json.array(FindingRow.COLUMNS));
    ArrayNode rules = head.putArray("rules");
    preview.rules().forEach(rule -> rules.add(rule(rule)));
    if (preview.byRule().containsKey(Decision.RISK_THRESHOLD)) {
      rules
          .addObject()
          .put("id", Decision.RISK_THRESHOLD)
          .put("archives", true)
          .put("reason", "The risk score is below the rules file's threshold.")
          .put("owner", "")
          .putNull("expires")
          .put("allowPublic", false);
    }
    return head;
  }

  private static ObjectNode rule(RuleOutline rule) {
    return Json.object()
        .put("id", SafeText.line(rule.id(), LONGEST_TEXT))
        .put("archives", rule.archives())
        .put("reason", SafeText.line(rule.reason(), LONGEST_TEXT))
        .put("owner", SafeText.line(rule.owner(), LONGEST_TEXT))
        .put("expires", rule.expires() == null ? null : rule.expires().toString())
        .put("allowPublic", rule.allowPublic());
  }

  private interface Writing {
    void run() throws IOException;
  }

  private void write(Writing writing) {
    try {
      writing.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
