package io.accesstriage.yaml;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Guesses which name was meant by a misspelt one. */
public final class Suggestion {
  private Suggestion() {}

  /** {@code ; did you mean "x"?}, or nothing where no name is near. */
  public static String of(String misspelt, Collection<String> names) {
    return nearest(misspelt, names, Math.max(2, misspelt.length() / 3))
        .map("; did you mean \"%s\"?"::formatted)
        .orElse("");
  }

  /** The same, and then all names that there are. */
  public static String orKnown(String misspelt, Collection<String> names) {
    String suggestion = of(misspelt, names);
    return "%s Known are: %s"
        .formatted(suggestion.isEmpty() ? "." : suggestion, String.join(", ", names));
  }

  /**
   * The name that begins most like the misspelt one, of those that no more letters have to be
   * changed for than these.
   */
  public static Optional<String> nearest(String misspelt, Collection<String> names, int most) {
    return names.stream()
        .filter(name -> distance(misspelt, name) <= most)
        .min(
            Comparator.comparingInt(
                name -> distance(misspelt, name) - commonPrefix(misspelt, name)));
  }

  private static int commonPrefix(String one, String other) {
    int length = 0;
    while (length < Math.min(one.length(), other.length())
        && Character.toLowerCase(one.charAt(length))
            == Character.toLowerCase(other.charAt(length))) {
      length++;
    }
    return length;
  }

  /** Levenshtein's distance, not counting case. */
  private static int distance(String one, String other) {
    String a = one.toLowerCase(Locale.ROOT);
    String b = other.toLowerCase(Locale.ROOT);
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
