package io.accesstriage.finding;

import io.accesstriage.text.PackagedFile;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The access levels of actions, by packaged tables that are read at their first use. In doubt an
 * action counts as more than it may be: one that they do not have is Write, and a wildcard counts
 * as the highest level that it covers. Neither of Write and Tagging is above the other, so a
 * wildcard that covers both, and nothing higher, is both.
 */
final class ActionLevels {
  private static final Set<AccessLevel> UNKNOWN = Set.of(AccessLevel.WRITE);
  private static final Set<AccessLevel> EVERYTHING = Set.of(AccessLevel.PERMISSIONS_MANAGEMENT);

  /** The names of a service's actions; proofs ask for the same ones again and again. */
  private static final Map<String, Set<String>> NAMES = new ConcurrentHashMap<>();

  /** The line of each service; most of them are never asked for. */
  private final Map<String, String> lines = new HashMap<>();

  private final Map<String, Map<String, AccessLevel>> services = new ConcurrentHashMap<>();

  private ActionLevels(String table) {
    PackagedFile.rows(ActionLevels.class, table)
        .forEach(line -> lines.put(line.substring(0, line.indexOf(' ')), line));
  }

  /** The services of what Access Analyzer reports; read when a level is first asked for. */
  private static final class Reported {
    private static final ActionLevels TABLE = new ActionLevels("action-levels.txt");
  }

  /** All others, ten times as many; read when one of them is first asked for. */
  private static final class Others {
    private static final ActionLevels TABLE = new ActionLevels("action-levels-others.txt");
  }

  /** The levels of all the actions together, lowest first; none for no actions. */
  static Set<AccessLevel> of(List<String> actions) {
    Set<AccessLevel> levels = EnumSet.noneOf(AccessLevel.class);
    for (String action : actions) {
      levels.addAll(levels(action));
    }
    return Collections.unmodifiableSet(levels);
  }

  private static Set<AccessLevel> levels(String action) {
    int colon = action.indexOf(':');
    String service = lowerCase(colon < 0 ? action : action.substring(0, colon));
    if (isPattern(service)) {
      // IAM takes "*" alone; what else such a pattern would cover nobody can say.
      return EVERYTHING;
    }
    if (colon < 0) {
      return UNKNOWN;
    }
    String name = lowerCase(action.substring(colon + 1));
    Map<String, AccessLevel> known = actions(service);
    if (!isPattern(name)) {
      AccessLevel level = known.get(name);
      return level == null ? UNKNOWN : Set.of(level);
    }
    String pattern = withoutRepeatedStars(name);
    if (known.isEmpty()) {
      return pattern.equals("*") ? EVERYTHING : UNKNOWN;
    }
    return covered(pattern, known);
  }

  /** The levels of a service's actions; none where it is unknown. */
  private static Map<String, AccessLevel> actions(String service) {
    Map<String, AccessLevel> reported = Reported.TABLE.service(service);
    return reported.isEmpty() ? Others.TABLE.service(service) : reported;
  }

  private Map<String, AccessLevel> service(String name) {
    String line = lines.get(name);
    return line == null ? Map.of() : services.computeIfAbsent(name, n -> parse(line));
  }

  /** A line is a service and, for each level that it has, the level's initial and the actions. */
  private static Map<String, AccessLevel> parse(String line) {
    String[] words = line.split(" ", -1);
    Map<String, AccessLevel> levels = new HashMap<>();
    for (int i = 1; i + 1 < words.length; i += 2) {
      AccessLevel level = level(words[i]);
      for (String name : words[i + 1].split(",", -1)) {
        levels.put(lowerCase(name), level);
      }
    }
    return levels;
  }

  /** All services. */
  static Set<String> services() {
    Set<String> services = new TreeSet<>(Reported.TABLE.lines.keySet());
    services.addAll(Others.TABLE.lines.keySet());
    return services;
  }

  /** The actions of a service as AWS writes them, without the service; none where it is unknown. */
  static Set<String> names(String service) {
    String reported = Reported.TABLE.lines.get(service);
    String line = reported == null ? Others.TABLE.lines.get(service) : reported;
    return line == null ? Set.of() : NAMES.computeIfAbsent(service, n -> namesIn(line));
  }

  private static Set<String> namesIn(String line) {
    Set<String> names = new TreeSet<>();
    String[] words = line.split(" ", -1);
    for (int i = 2; i < words.length; i += 2) {
      names.addAll(List.of(words[i].split(",", -1)));
    }
    return Collections.unmodifiableSet(names);
  }

  /** Whether the table has an action that an action or a pattern of actions names. */
  static boolean areKnown(String action) {
    int colon = action.indexOf(':');
    if (colon < 0) {
      return action.equals("*");
    }
    Map<String, AccessLevel> known = actions(lowerCase(action.substring(0, colon)));
    String name = lowerCase(action.substring(colon + 1));
    return isPattern(name)
        ? known.keySet().stream().anyMatch(other -> covers(withoutRepeatedStars(name), other))
        : known.containsKey(name);
  }

  private static AccessLevel level(String initial) {
    for (AccessLevel level : AccessLevel.values()) {
      if (level.label().startsWith(initial)) {
        return level;
      }
    }
    throw new IllegalStateException("the table has a level \"" + initial + "\"");
  }

  private static Set<AccessLevel> covered(String pattern, Map<String, AccessLevel> known) {
    Set<AccessLevel> covered = EnumSet.noneOf(AccessLevel.class);
    known.forEach(
        (name, level) -> {
          if (!covered.contains(level) && covers(pattern, name)) {
            covered.add(level);
          }
        });
    return highest(covered);
  }

  private static Set<AccessLevel> highest(Set<AccessLevel> covered) {
    if (covered.isEmpty()) {
      return UNKNOWN;
    }
    if (covered.contains(AccessLevel.PERMISSIONS_MANAGEMENT)) {
      return EVERYTHING;
    }
    if (covered.contains(AccessLevel.WRITE) || covered.contains(AccessLevel.TAGGING)) {
      covered.remove(AccessLevel.LIST);
      covered.remove(AccessLevel.READ);
      return covered;
    }
    return covered.contains(AccessLevel.READ) ? Set.of(AccessLevel.READ) : Set.of(AccessLevel.LIST);
  }

  /**
   * Goes back to the last star only: at most the square of the name's length, however long the
   * pattern is.
   */
  private static boolean covers(String pattern, String name) {
    int p = 0;
    int n = 0;
    int star = -1;
    int afterStar = 0;
    while (n < name.length()) {
      char c = p < pattern.length() ? pattern.charAt(p) : 0;
      if (c == '*') {
        star = p++;
        afterStar = n;
      } else if (c == '?' || c == name.charAt(n)) {
        p++;
        n++;
      } else if (star >= 0) {
        p = star + 1;
        n = ++afterStar;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  private static boolean isPattern(String text) {
    return text.indexOf('*') >= 0 || text.indexOf('?') >= 0;
  }

  /** As many as there are, they mean the same as one, and would take their time for each name. */
  private static String withoutRepeatedStars(String pattern) {
    StringBuilder once = new StringBuilder(pattern.length());
    for (int i = 0; i < pattern.length(); i++) {
      if (pattern.charAt(i) != '*' || i == 0 || pattern.charAt(i - 1) != '*') {
        once.append(pattern.charAt(i));
      }
    }
    return once.toString();
  }

  /** Of letters of ASCII only: other letters that look alike are others to IAM, too. */
  private static String lowerCase(String text) {
    StringBuilder lower = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      lower.append(c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c);
    }
    return lower.toString();
  }
}
