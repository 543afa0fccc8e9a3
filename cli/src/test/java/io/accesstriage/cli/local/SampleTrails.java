package io.accesstriage.cli.local;

import io.accesstriage.health.Trails;
import java.util.List;

/** A trail that logs everything, since a sample account's file says nothing of them. */
final class SampleTrails implements Trails {
  @Override
  public List<Trail> inRegion() {
    return List.of(
        new Trail("sample", "arn:aws:cloudtrail:us-east-1:111122223333:trail/sample", "us-east-1"));
  }

  @Override
  public boolean isLogging(Trail trail) {
    return true;
  }

  @Override
  public boolean logsChanges(Trail trail) {
    return true;
  }
}
