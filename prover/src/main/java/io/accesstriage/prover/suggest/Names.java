package io.accesstriage.prover.suggest;

import io.accesstriage.finding.Arn;
import io.accesstriage.rules.Conjunction;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Says in CEL which ARNs or other names are meant: themselves, or by what their names share. */
final class Names {
  /** Of more, what they share is said rather than all of them. */
  static final int FEW = 5;

  /** Of more that share nothing, nobody reads the list. */
  static final int MOST_LISTED = 30;

  /** Of more, where only they are meant, the condition is too long. */
  static final int MOST_EXACT = 80;

  private static final int MOST_SAME = 3;
  private static final int LEAST_SHARED = 3;

  /** Their names are made by AWS. */
  private static final Set<String> NAMED_BY_AWS = Set.of("kms", "ec2", "elasticfilesystem");

  private static final Pattern OF_REGEX = Pattern.compile("[.+*?()\\[\\]{}|^$\\\\]");

  private Names() {}

  /**
   * These few, or what is more by what they share; nothing where that would say too little.
   *
   * @param variable that has such a name
   */
  static Optional<String> shared(String variable, Set<String> values, Conjunction cel) {
    if (values.size() <= FEW) {
      return listed(variable, values, FEW, cel);
    }
    List<Arn> arns = values.stream().flatMap(value -> Arn.parse(value).stream()).toList();
    boolean areOfOneService =
        arns.size() == values.size()
            && distinct(arns, arn -> arn.partition() + ":" + arn.service()).size() == 1;
    if (!areOfOneService) {
      return Optional.empty();
    }
    Set<String> names = distinct(arns, Arn::resource);
    if (names.size() <= MOST_SAME) {
      String any =
          names.stream()
              .map(name -> "%s.endsWith(%s)".formatted(variable, cel.literal(":" + name)))
              .collect(Collectors.joining(" || "));
      return Optional.of(names.size() == 1 ? any : "(" + any + ")");
    }
    return prefix(arns.get(0), names)
        .map(prefix -> "%s.%s".formatted(variable, beginning(arns, prefix, cel)));
  }

  /** Exactly these; nothing where they are more than can be read. */
  static Optional<String> listed(String variable, Set<String> values, int most, Conjunction cel) {
    return values.size() > most
        ? Optional.empty()
        : Optional.of(
            values.size() == 1
                ? "%s == %s".formatted(variable, cel.literal(values.iterator().next()))
                : "%s in %s".formatted(variable, cel.list(new TreeSet<>(values))));
  }

  private static String beginning(List<Arn> arns, String prefix, Conjunction cel) {
    Arn first = arns.get(0);
    Set<String> regions = distinct(arns, Arn::region);
    Set<String> accounts = distinct(arns, Arn::account);
    if (regions.size() == 1 && accounts.size() == 1) {
      return "startsWith(%s)".formatted(cel.literal(first.withResource(prefix).toString()));
    }
    String region = regions.size() == 1 ? quoted(first.region()) : "[a-z0-9-]*";
    String account =
        accounts.size() == 1
            ? quoted(first.account())
            : accounts.contains("") ? "[0-9]*" : "[0-9]{12}";
    return "matches(%s)"
        .formatted(
            cel.literal(
                "^arn:%s:%s:%s:%s:%s"
                    .formatted(
                        quoted(first.partition()),
                        quoted(first.service()),
                        region,
                        account,
                        quoted(prefix))));
  }

  private static String quoted(String text) {
    return OF_REGEX.matcher(text).replaceAll("\\\\$0");
  }

  /** What all names begin with, to the end of a word; nothing where that says hardly anything. */
  static Optional<String> prefix(Arn one, Collection<String> names) {
    if (NAMED_BY_AWS.contains(one.service())) {
      return Optional.empty();
    }
    String common = names.stream().reduce(Names::common).orElse("");
    int end = common.length();
    while (end > 0 && Character.isLetterOrDigit(common.charAt(end - 1))) {
      end--;
    }
    String prefix = common.substring(0, end);
    String kind = one.resourceKind();
    String said =
        kind.length() < one.resource().length() && prefix.startsWith(kind)
            ? prefix.substring(kind.length())
            : prefix;
    return said.chars().filter(Character::isLetterOrDigit).count() >= LEAST_SHARED
        ? Optional.of(prefix)
        : Optional.empty();
  }

  private static String common(String a, String b) {
    int end = 0;
    while (end < a.length() && end < b.length() && a.charAt(end) == b.charAt(end)) {
      end++;
    }
    return a.substring(0, end);
  }

  /**
   * What a name begins with: its first words, as many as are asked for. Names that begin alike may
   * be meant together.
   */
  static String beginning(String value, int words) {
    String name = Arn.parse(value).map(Arn::resource).orElse(value);
    int end = 0;
    for (int i = 0; i < words && end < name.length(); i++) {
      while (end < name.length() && Character.isLetterOrDigit(name.charAt(end))) {
        end++;
      }
      end = Math.min(name.length(), end + 1);
    }
    return name.substring(0, end);
  }

  private static Set<String> distinct(List<Arn> arns, Function<Arn, String> part) {
    return arns.stream().map(part).collect(Collectors.toCollection(TreeSet::new));
  }
}
