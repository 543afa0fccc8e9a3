package io.accesstriage.cli.preview;

import io.accesstriage.cli.dryrun.Preview;
import io.accesstriage.cli.dryrun.PreviewedFinding;
import java.util.List;

/** A form in which a preview is told. */
interface PreviewOutput {
  /**
   * What adds a finding: run for every finding, in order and one after the other. Making it may
   * take long, and is done on several threads at a time.
   */
  Runnable adding(PreviewedFinding finding);

  /**
   * Called once, after the last finding.
   *
   * @param warnings what a reader must know before anything else, a sentence each
   */
  void end(Preview preview, List<String> warnings);
}
