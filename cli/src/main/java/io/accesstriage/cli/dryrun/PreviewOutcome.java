package io.accesstriage.cli.dryrun;

import io.accesstriage.decision.Decision;
import java.util.Locale;

/** What would become of a finding. */
public enum PreviewOutcome {
  /** A rule or the risk threshold would archive it. */
  ARCHIVE,
  /** A person would be told. */
  ALERT,
  /** It is archived by somebody else, resolved or gone: nothing would be done. */
  LEAVE;

  static PreviewOutcome of(Decision decision) {
    return switch (decision.outcome()) {
      case ARCHIVE -> ARCHIVE;
      case NOTIFY, UNARCHIVE -> ALERT;
      case IGNORE, BUSY -> LEAVE;
    };
  }

  /** As output for programs writes it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
