package io.accesstriage.prover.suggest;

import io.accesstriage.finding.Access;
import io.accesstriage.finding.AccessLevel;
import io.accesstriage.finding.FindingType;
import io.accesstriage.finding.PrincipalKind;
import io.accesstriage.finding.Source;
import io.accesstriage.finding.UnusedAccess;
import io.accesstriage.rules.Conjunction;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Findings that are alike, and what is said of all of them: a condition that is true of each.
 *
 * @param parts of the condition
 * @param shared what is said by what names share, so that others are meant, too
 */
record Shape(
    List<Seen> group, Map<Dimension, String> parts, Set<Dimension> shared, Conjunction cel) {
  /** What a condition is of, in the order in which it says it. */
  enum Dimension {
    TYPE,
    RESOURCE_TYPE,
    RESOURCE_ACCOUNT,
    RESOURCE,
    TAGS,
    UNUSED,
    KIND,
    PRINCIPAL_ACCOUNT,
    PRINCIPAL,
    ACTIONS,
    CONDITION,
    ACCESS_TYPE,
    ACCESS_POINTS
  }

  /** How far a condition goes beyond what was seen. */
  enum Extent {
    /** Names by what they share, where they are many. */
    SHARED,
    /** The same, and resources by the tags that all of them have. */
    TAGGED,
    /** Only the names that were seen. */
    EXACT
  }

  /** Only what is of S3 has access points. */
  private static final String OF_S3 = "AWS::S3::";

  /** Who was seen with so many resources may have others like them. */
  private static final int SOME = 3;

  private static final int MOST_ACCOUNTS = 100;
  private static final int MOST_CONDITIONS = 8;
  private static final int MOST_SERVICES = 30;

  /** A condition has to be shorter than the engine's limit. */
  private static final int LONGEST = 9_000;

  /** What is said of findings of one type and kind; nothing where they are too different. */
  static Optional<Shape> of(List<Seen> group, Extent extent) {
    Shape shape =
        new Shape(
            group,
            new EnumMap<>(Dimension.class),
            EnumSet.noneOf(Dimension.class),
            new Conjunction());
    boolean isSaid =
        shape.addResource(extent)
            && (shape.one().isUnused() ? shape.addUnused() : shape.addAccess(extent));
    return isSaid && shape.when().filter(when -> when.length() <= LONGEST).isPresent()
        ? Optional.of(shape)
        : Optional.empty();
  }

  private Seen one() {
    return group.get(0);
  }

  /** The condition; nothing where a text is none that CEL can write. */
  Optional<String> when() {
    Conjunction whole = new Conjunction();
    parts.values().forEach(whole::addPart);
    return whole.joined();
  }

  Set<String> all(Function<Seen, String> what) {
    return group.stream().map(what).collect(Collectors.toCollection(TreeSet::new));
  }

  private boolean addResource(Extent extent) {
    equal(Dimension.TYPE, "finding.type", one().type());
    equal(Dimension.RESOURCE_TYPE, "resource.type", one().resourceType());
    Set<String> names = all(Seen::resource);
    Optional<String> tags = extent == Extent.TAGGED ? tags() : Optional.empty();
    Optional<String> said = named(Dimension.RESOURCE, "resource.arn", names, extent);
    if (said.isEmpty() && tags.isPresent()) {
      parts.put(Dimension.TAGS, tags.get());
    } else {
      said =
          said.or(
              () ->
                  Names.listed(
                      "resource.arn",
                      names,
                      extent == Extent.EXACT ? Names.MOST_EXACT : Names.MOST_LISTED,
                      cel));
      said.ifPresent(part -> parts.put(Dimension.RESOURCE, part));
    }
    return (said.isPresent() || tags.isPresent())
        && account(Dimension.RESOURCE_ACCOUNT, "resource.account", all(Seen::resourceAccount));
  }

  private Optional<String> named(
      Dimension dimension, String variable, Set<String> names, Extent extent) {
    Optional<String> part =
        extent == Extent.EXACT ? Optional.empty() : Names.shared(variable, names, cel);
    if (part.isPresent() && names.size() > Names.FEW) {
      shared.add(dimension);
    }
    return part;
  }

  private boolean account(Dimension dimension, String name, Set<String> accounts) {
    Names.listed(name, accounts, MOST_ACCOUNTS, cel).ifPresent(part -> parts.put(dimension, part));
    return accounts.size() <= MOST_ACCOUNTS;
  }

  /** Tags that all resources have with the same value. */
  private Optional<String> tags() {
    Map<String, String> common = new TreeMap<>(one().tags());
    group.forEach(seen -> common.entrySet().retainAll(seen.tags().entrySet()));
    return common.isEmpty()
        ? Optional.empty()
        : Optional.of(
            common.entrySet().stream()
                .map(
                    t ->
                        "tag(%s) == %s"
                            .formatted(cel.literal(t.getKey()), cel.literal(t.getValue())))
                .collect(Collectors.joining(" && ")));
  }

  private boolean addUnused() {
    List<String> said = new ArrayList<>();
    if (one().type().equals(FindingType.UNUSED_ACCESS_KEY.name())) {
      Set<String> keys = all(seen -> seen.unused().accessKeyId());
      Names.listed("finding.unused.accessKeyId", keys, Names.FEW, cel).ifPresent(said::add);
    }
    if (one().type().equals(FindingType.UNUSED_PERMISSION.name())) {
      said.add("finding.unused.serviceCount <= " + most(UnusedAccess::serviceCount));
      said.add("finding.unused.actionCount <= " + most(UnusedAccess::actionCount));
      Set<String> services = new TreeSet<>();
      group.forEach(seen -> services.addAll(seen.unused().services()));
      if (services.size() <= MOST_SERVICES && group.stream().allMatch(Shape::tellsServices)) {
        said.add(each("finding.unused.services", "service", services));
      }
    }
    if (!said.isEmpty()) {
      parts.put(Dimension.UNUSED, String.join(" && ", said));
    }
    return true;
  }

  private static boolean tellsServices(Seen seen) {
    return seen.unused().services().size() == seen.unused().serviceCount();
  }

  private int most(Function<UnusedAccess, Integer> count) {
    return group.stream().mapToInt(seen -> count.apply(seen.unused())).max().orElse(0);
  }

  private boolean addAccess(Extent extent) {
    equal(Dimension.KIND, "principal.kind", one().kind());
    if (one().isWholeAccount()) {
      if (!account(Dimension.PRINCIPAL_ACCOUNT, "principal.account", all(Seen::principal))) {
        return false;
      }
    } else if (!addPrincipal(extent)) {
      return false;
    }
    Set<String> actions = new TreeSet<>();
    group.forEach(seen -> actions.addAll(seen.actions()));
    parts.put(
        Dimension.ACTIONS,
        all(seen -> String.join(" ", seen.actions())).size() == 1
            ? "access.actions == " + cel.list(one().actions())
            : each("access.actions", "action", actions));
    if (!one().accessType().isEmpty()) {
      equal(Dimension.ACCESS_TYPE, "access.type", one().accessType());
    }
    addAccessPoints();
    return addCondition(extent);
  }

  private boolean addPrincipal(Extent extent) {
    Set<String> names = all(Seen::principal);
    Optional<String> shared =
        one().isInAccount()
            ? named(Dimension.PRINCIPAL, "principal.arn", names, extent)
            : Optional.empty();
    Optional<String> said =
        shared.or(
            () ->
                Names.listed(
                    "principal.value",
                    names,
                    extent == Extent.EXACT ? Names.MOST_EXACT : Names.MOST_LISTED,
                    cel));
    said.ifPresent(part -> parts.put(Dimension.PRINCIPAL, part));
    return said.isPresent()
        && (!one().isInAccount()
            || account(
                Dimension.PRINCIPAL_ACCOUNT, "principal.account", all(Seen::principalAccount)));
  }

  private void addAccessPoints() {
    List<Source> points = one().accessPoints();
    if (points.isEmpty()) {
      if (one().resourceType().startsWith(OF_S3)) {
        // Each access point has an account.
        parts.put(Dimension.ACCESS_POINTS, "finding.accessPointAccounts == []");
      }
      return;
    }
    parts.put(
        Dimension.ACCESS_POINTS,
        "finding.accessPointArns == %s && finding.accessPointAccounts == %s"
            .formatted(
                cel.list(
                    points.stream()
                        .map(Source::accessPointArn)
                        .filter(arn -> !arn.isEmpty())
                        .collect(Collectors.toCollection(TreeSet::new))),
                cel.list(
                    points.stream()
                        .flatMap(point -> point.account().stream())
                        .collect(Collectors.toCollection(TreeSet::new)))));
  }

  /** Access under more conditions is less, so that nothing is said where some is under none. */
  private boolean addCondition(Extent extent) {
    Set<Map<String, String>> conditions = new LinkedHashSet<>();
    group.forEach(seen -> conditions.add(seen.condition()));
    if (conditions.contains(Map.of())) {
      return true;
    }
    if (conditions.size() <= MOST_CONDITIONS || extent == Extent.EXACT) {
      String any =
          conditions.stream()
              .map(condition -> "access.condition == " + cel.map(condition))
              .sorted()
              .collect(Collectors.joining(" || "));
      parts.put(Dimension.CONDITION, conditions.size() == 1 ? any : "(" + any + ")");
      return true;
    }
    Set<String> keys = new TreeSet<>(one().condition().keySet());
    group.forEach(seen -> keys.retainAll(seen.limits()));
    // A value of a condition says who it is where the principal does not.
    boolean isNamed =
        one().isInAccount() && !one().kind().equals(PrincipalKind.FEDERATED_USER.label());
    if (keys.isEmpty() || !isNamed) {
      return false;
    }
    parts.put(
        Dimension.CONDITION,
        keys.stream()
            .map(cel::literal)
            .map(key -> "%s in access.condition && %s in access.limits".formatted(key, key))
            .collect(Collectors.joining(" && ")));
    return true;
  }

  private void equal(Dimension dimension, String name, String value) {
    parts.put(dimension, name + " == " + cel.literal(value));
  }

  private String each(String list, String element, Set<String> values) {
    return "%s.all(%s, %s in %s)".formatted(list, element, element, cel.list(values));
  }

  /**
   * Whether the condition does not join what has nothing to do with each other: each principal was
   * seen with some of the resources, and most of the principals with most of them or, where names
   * are meant that nobody has seen, none with resources of its own only.
   */
  boolean isTight() {
    Map<String, Set<String>> resources = new TreeMap<>();
    group.forEach(
        seen ->
            resources
                .computeIfAbsent(seen.principal(), principal -> new TreeSet<>())
                .add(seen.resource()));
    int all = all(Seen::resource).size();
    int pairs = resources.values().stream().mapToInt(Set::size).sum();
    return resources.values().stream()
            .allMatch(some -> some.size() >= Math.min(SOME, (all + 1) / 2))
        && (2 * pairs > resources.size() * all
            || (!shared.isEmpty() && Connected.parts(group).size() == 1));
  }

  /** The actions by which others may manage permissions. */
  Set<String> managing() {
    Set<String> managing = new TreeSet<>();
    group.forEach(seen -> managing.addAll(seen.actions()));
    managing.removeIf(
        action -> {
          Set<AccessLevel> levels = new Access(List.of(action), null, "").levels();
          return levels == null || !levels.contains(AccessLevel.PERMISSIONS_MANAGEMENT);
        });
    return managing;
  }

  /** What the group is, for a rule's id. */
  String name() {
    String type = one().resourceType();
    String what = type.substring(type.lastIndexOf(':') + 1);
    String of = shortest(all(Seen::resource));
    if (one().isUnused()) {
      return one().type() + "-" + of;
    }
    Set<String> accounts = all(Seen::principalAccount);
    String by =
        one().isWholeAccount() && accounts.size() == 1
            ? accounts.iterator().next()
            : one().isWholeAccount()
                ? accounts.size() + "-accounts"
                : shortest(all(Seen::principal));
    return what + "-" + of + "-by-" + by;
  }

  /** The name of one, or what all begin with. */
  private static String shortest(Set<String> names) {
    String first = names.iterator().next();
    String name = first.substring(Math.max(first.lastIndexOf(':'), first.lastIndexOf('/')) + 1);
    for (String other : names) {
      int end = 0;
      String last = other.substring(Math.max(other.lastIndexOf(':'), other.lastIndexOf('/')) + 1);
      while (end < Math.min(name.length(), last.length()) && name.charAt(end) == last.charAt(end)) {
        end++;
      }
      name = name.substring(0, end);
    }
    String shared = name.replaceAll(names.size() == 1 ? "$" : "[A-Za-z0-9]*$", "");
    return shared.length() > 2
        ? shared.substring(0, Math.min(24, shared.length()))
        : names.size() + "";
  }
}
