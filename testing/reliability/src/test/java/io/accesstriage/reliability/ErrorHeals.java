package io.accesstriage.reliability;

/** A resource can be analyzed again, with what was known before, or cannot any more. */
final class ErrorHeals implements Disturbance {
  private final World world;
  private final Changes changes;

  ErrorHeals(World world, Changes changes) {
    this.world = world;
    this.changes = changes;
  }

  @Override
  public void happen(SimulatedFinding finding) {
    Content content = finding.now().content();
    if (finding.now().status().isOpen()) {
      String error = content.failed() ? "" : world.chance().of(Content.ERRORS);
      changes.content(finding, content.revised().withError(error));
    }
  }
}
