package io.accesstriage.cli.preview;

import io.accesstriage.cli.dryrun.Preview;
import io.accesstriage.cli.dryrun.PreviewedFinding;
import io.accesstriage.cli.preview.report.ReportPage;
import io.accesstriage.cli.proof.Proof;
import java.io.OutputStream;
import java.util.List;

/** A page for a browser. */
final class HtmlOutput implements PreviewOutput {
  private final ReportPage page;
  private final Proof proof;

  /**
   * @param rulesFile as a reader knows it
   * @param proof of these rules
   */
  HtmlOutput(OutputStream out, Preview preview, String rulesFile, Proof proof) {
    this.proof = proof;
    this.page = ReportPage.begin(out, preview, rulesFile);
  }

  @Override
  public void add(PreviewedFinding finding) {
    page.add(finding);
  }

  @Override
  public void end(Preview preview, List<String> warnings) {
    page.end(warnings, proof.notProved());
  }
}
