package io.accesstriage.cli.dryrun;

/** How many findings have which outcome. Immutable. */
public record Tally(int archive, int alert, int leave) {
  public static final Tally NONE = new Tally(0, 0, 0);

  Tally and(PreviewOutcome outcome) {
    return switch (outcome) {
      case ARCHIVE -> new Tally(archive + 1, alert, leave);
      case ALERT -> new Tally(archive, alert + 1, leave);
      case LEAVE -> new Tally(archive, alert, leave + 1);
    };
  }

  public Tally and(Tally other) {
    return new Tally(archive + other.archive, alert + other.alert, leave + other.leave);
  }

  public int total() {
    return archive + alert + leave;
  }
}
