package io.accesstriage.messages.words;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** Lists, counts and times as sentences write them. */
public final class Words {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu-MM-dd").withZone(ZoneOffset.UTC);

  private Words() {}

  /** "a", "a and b", "a, b and c". */
  public static String joined(List<String> items) {
    if (items.size() < 2) {
      return String.join("", items);
    }
    return String.join(", ", items.subList(0, items.size() - 1))
        + " and "
        + items.get(items.size() - 1);
  }

  /** The first items; how many more there are is said. */
  public static List<String> first(int most, List<String> items) {
    if (items.size() <= most) {
      return items;
    }
    List<String> first = new ArrayList<>(items.subList(0, most));
    first.add("%d more".formatted(items.size() - most));
    return first;
  }

  /** "1 rule", "2 rules". */
  public static String count(int number, String noun) {
    return number == 1 ? "1 " + noun : number + " " + noun + "s";
  }

  public static String time(Instant time) {
    return TIME.format(time);
  }

  public static String day(Instant time) {
    return DAY.format(time);
  }

  /** The text as a sentence of its own. */
  public static String sentence(String text) {
    return text.isEmpty() || ".?:".indexOf(text.charAt(text.length() - 1)) >= 0 ? text : text + ".";
  }

  public static String capitalized(String text) {
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + text.substring(1);
  }
}
