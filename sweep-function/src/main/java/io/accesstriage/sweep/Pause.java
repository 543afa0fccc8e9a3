package io.accesstriage.sweep;

import java.time.Duration;

/** Lets time pass. */
@FunctionalInterface
public interface Pause {
  void pause(Duration duration);
}
