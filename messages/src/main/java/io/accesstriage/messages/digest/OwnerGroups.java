package io.accesstriage.messages.digest;

import io.accesstriage.facts.Owner;
import io.accesstriage.messages.words.Defanged;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The findings of a listing by owner, where any of them has one. */
final class OwnerGroups {
  private static final int LONGEST_NAME = 200;

  private OwnerGroups() {}

  /**
   * Owners in the order of their first finding, then the findings whose owner is not known, then
   * those without one. Empty where no finding has an owner.
   */
  static Map<Owner, List<DigestContents.Alert>> of(List<DigestContents.Alert> alerts) {
    Map<Owner, List<DigestContents.Alert>> groups = new LinkedHashMap<>();
    alerts.stream()
        .filter(alert -> alert.finding().owner().kind() == Owner.Kind.NAMED)
        .forEach(alert -> add(groups, alert));
    if (groups.isEmpty()) {
      return groups;
    }
    for (Owner without : List.of(Owner.UNKNOWN, Owner.NOBODY)) {
      alerts.stream()
          .filter(alert -> alert.finding().owner().equals(without))
          .forEach(alert -> add(groups, alert));
    }
    return groups;
  }

  private static void add(
      Map<Owner, List<DigestContents.Alert>> groups, DigestContents.Alert alert) {
    groups.computeIfAbsent(alert.finding().owner(), owner -> new ArrayList<>()).add(alert);
  }

  static String heading(Owner owner) {
    return switch (owner.kind()) {
      case NAMED -> "Owner: " + Defanged.text(owner.name(), LONGEST_NAME);
      case NOBODY -> "No owner";
      case UNKNOWN -> "Owner unknown";
    };
  }
}
