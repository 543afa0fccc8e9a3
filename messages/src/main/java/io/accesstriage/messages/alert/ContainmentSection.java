package io.accesstriage.messages.alert;

import io.accesstriage.messages.containment.Containment;
import io.accesstriage.messages.containment.Step;
import io.accesstriage.messages.words.Defanged;
import io.accesstriage.messages.words.EmailText;
import java.util.List;

/** What to do first, in an email. */
final class ContainmentSection {
  /** Longer than any principal, after which the sentence says what to do. */
  private static final int LONGEST_SENTENCE = 3_000;

  private ContainmentSection() {}

  /** A command that cannot be shown as it is would be another one, so none is. */
  static void write(String heading, Containment containment, boolean withLookups, EmailText text) {
    String place = containment.place();
    text.section(heading + (place.isEmpty() ? "" : ", " + place));
    if (!isShown(containment)) {
      text.sentence(
          "A name in the commands looks like a link, so only the message for programs has them.");
      return;
    }
    containment.checkedSteps().forEach(step -> write(step, text));
    List<String> lookups = containment.whoDidIt();
    if (withLookups && !lookups.isEmpty() && lookups.stream().allMatch(Defanged::isUnchanged)) {
      String where = containment.placeOfLookups();
      text.sentence(
          "Who changed it%s (prints nothing if that was over 90 days ago):"
              .formatted(where.isEmpty() ? "" : ", " + where));
      lookups.forEach(text::block);
    }
  }

  private static void write(Step step, EmailText text) {
    text.sentence(Defanged.text(step.sentence(), LONGEST_SENTENCE));
    if (step.command() != null) {
      text.block(step.command());
    }
  }

  static boolean isShown(Containment containment) {
    return containment.stepCommands().allMatch(Defanged::isUnchanged);
  }
}
