package io.accesstriage.reliability;

import java.util.ArrayList;
import java.util.List;

/** Texts by which somebody may try to break a message or a key. */
final class HostileTexts {
  /** Four bytes in UTF-8, and two characters for whoever counts those. */
  private static final String COSTLY = "\ud83d\ude00";

  private static final List<String> OTHERS =
      List.of("a", "\"", "\\", "\u65e5", "\u0007", "a.com ", "\u202e", "<b>", "&");

  private static final List<String> IDS =
      List.of(
          "mark#digest",
          "messages#2026-11-23T09:00:00Z",
          "archived#2026-01-01#rule",
          "told#ALERT#ALERTED#high#1:0",
          "#",
          " ",
          "finding with spaces",
          "\u65e5\u672c\u8a9e-\ud83d\ude00",
          "..",
          "a/b/../c",
          "f\u0000g",
          "x".repeat(1_900),
          COSTLY.repeat(450));

  private HostileTexts() {}

  /** All that texts are made of. */
  static List<String> units() {
    List<String> units = new ArrayList<>(OTHERS);
    units.add(COSTLY);
    return units;
  }

  /** A text of one unit repeated. */
  static String draw(Chance chance, int length) {
    String unit = chance.of(0.8) ? COSTLY : chance.of(OTHERS);
    return unit.repeat(length / unit.length());
  }

  /** An id that no other finding of this number has. */
  static String id(Chance chance, int number) {
    return chance.of(IDS) + "-" + number;
  }
}
