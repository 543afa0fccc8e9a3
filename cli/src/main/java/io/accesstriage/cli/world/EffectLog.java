package io.accesstriage.cli.world;

import io.accesstriage.messages.AlertMessage;
import java.util.ArrayList;
import java.util.List;

/** Notes what takes effect in the world. */
final class EffectLog {
  private final List<String> archived = new ArrayList<>();
  private final List<String> unarchived = new ArrayList<>();
  private final List<AlertMessage> alerts = new ArrayList<>();

  void archived(String findingId) {
    archived.add(findingId);
  }

  void unarchived(String findingId) {
    unarchived.add(findingId);
  }

  void alerted(AlertMessage alert) {
    alerts.add(alert);
  }

  /** What was noted since this was last asked. */
  World.Effects take() {
    World.Effects effects = new World.Effects(archived, unarchived, alerts);
    archived.clear();
    unarchived.clear();
    alerts.clear();
    return effects;
  }
}
