package io.accesstriage.yaml;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Guesses which name was meant by a misspelt one. */
public final class Suggestion {
  private Suggestion() {}

  /** {@code ; did you mean "x"?}, or nothing where no name is near. */
  public static String of(String misspelt, Collection<String> names) {
    return names.stream()
        .min(Comparator.comparingInt(name -> distance(misspelt, name)))
        .filter(name -> distance(misspelt, name) <= Math.max(2, misspelt.length() / 3))
        .map("; did you mean \"%s\"?"::formatted)
        .orElse("");
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
