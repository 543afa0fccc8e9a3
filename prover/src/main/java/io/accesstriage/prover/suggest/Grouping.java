package io.accesstriage.prover.suggest;

import io.accesstriage.prover.suggest.Shape.Dimension;
import io.accesstriage.prover.suggest.Shape.Extent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Puts findings into groups of which one tight condition can be said. What is of one type, power
 * and principal's account begins as one group; it is split until its names share something and most
 * of its principals have most of its resources. Then groups that differ in one thing become one.
 *
 * @param least of fewer findings there is no group
 */
record Grouping(Extent extent, int least) {
  private static final int DEEPEST = 8;
  private static final int MOST_WORDS = 6;

  /** What may differ of groups that become one. */
  private static final List<Set<Dimension>> MERGED =
      List.of(
          EnumSet.of(Dimension.PRINCIPAL, Dimension.PRINCIPAL_ACCOUNT),
          EnumSet.of(Dimension.RESOURCE, Dimension.RESOURCE_ACCOUNT),
          EnumSet.of(Dimension.ACTIONS),
          EnumSet.of(Dimension.PRINCIPAL, Dimension.PRINCIPAL_ACCOUNT, Dimension.ACTIONS),
          EnumSet.of(Dimension.UNUSED));

  /** The groups. */
  List<Shape> of(List<Seen> all) {
    List<Shape> shapes = new ArrayList<>();
    for (List<Seen> alike : by(all, Grouping::kind)) {
      shapes.addAll(split(alike, 0));
    }
    // One that is grown may be like another one that has grown.
    int before;
    do {
      before = shapes.size();
      for (Set<Dimension> differing : MERGED) {
        shapes = merged(shapes, differing);
      }
    } while (shapes.size() < before);
    return shapes.stream().filter(shape -> shape.group().size() >= least).toList();
  }

  /** What findings of one group have in common. */
  private static List<Object> kind(Seen seen) {
    List<Object> kind = new ArrayList<>(fixed(seen));
    kind.add(seen.condition().keySet());
    kind.add(seen.isInAccount() ? seen.principalAccount() : seen.principal());
    return kind;
  }

  /** The same of groups that have become one. */
  private static List<Object> fixed(Seen seen) {
    return List.of(
        seen.isByHand(),
        seen.type(),
        seen.resourceType(),
        seen.kind(),
        seen.power(),
        seen.accessType(),
        seen.accessPoints());
  }

  private List<Shape> split(List<Seen> group, int depth) {
    Optional<Shape> whole = said(group);
    if (whole.isPresent()) {
      return List.of(whole.get());
    }
    if (depth > DEEPEST) {
      return List.of();
    }
    return ways(group)
        .filter(parts -> parts.size() > 1)
        .max(
            Comparator.<List<List<Seen>>>comparingInt(this::covered)
                .thenComparingInt(parts -> -parts.size()))
        .map(parts -> parts.stream().flatMap(part -> split(part, depth + 1).stream()).toList())
        .orElse(List.of());
  }

  private Optional<Shape> said(List<Seen> group) {
    return Shape.of(group, extent).filter(Shape::isTight);
  }

  /** How many findings are in parts that need no further split. */
  private int covered(List<List<Seen>> parts) {
    return parts.stream().filter(part -> said(part).isPresent()).mapToInt(List::size).sum();
  }

  private static Stream<List<List<Seen>>> ways(List<Seen> group) {
    Map<String, Set<String>> principals = new LinkedHashMap<>();
    Map<String, Set<String>> resources = new LinkedHashMap<>();
    for (Seen seen : group) {
      principals.computeIfAbsent(seen.resource(), r -> new TreeSet<>()).add(seen.principal());
      resources.computeIfAbsent(seen.principal(), p -> new TreeSet<>()).add(seen.resource());
    }
    return Stream.of(
            Stream.of(
                Connected.parts(group),
                by(group, seen -> principals.getOrDefault(seen.resource(), Set.of())),
                by(group, seen -> resources.getOrDefault(seen.principal(), Set.of())),
                by(group, Seen::principal),
                by(group, Seen::resourceAccount)),
            words(group, Seen::resource),
            words(group, Seen::principal))
        .flatMap(ways -> ways);
  }

  /** By the first words of a name, as few as make a difference. */
  private static Stream<List<List<Seen>>> words(List<Seen> group, Function<Seen, String> name) {
    return Stream.iterate(1, words -> words <= MOST_WORDS, words -> words + 1)
        .map(words -> by(group, seen -> Names.beginning(name.apply(seen), words)))
        .filter(parts -> parts.size() > 1)
        .limit(2);
  }

  private static <K> List<List<Seen>> by(List<Seen> group, Function<Seen, K> key) {
    return List.copyOf(
        group.stream()
            .collect(Collectors.groupingBy(key, LinkedHashMap::new, Collectors.toList()))
            .values());
  }

  /** The same, with one group for all that differ only in this. */
  private List<Shape> merged(List<Shape> shapes, Set<Dimension> differing) {
    Collection<List<Shape>> alike =
        shapes.stream()
            .collect(
                Collectors.groupingBy(
                    shape -> rest(shape, differing), LinkedHashMap::new, Collectors.toList()))
            .values();
    List<Shape> merged = new ArrayList<>();
    for (List<Shape> some : alike) {
      Optional<Shape> one =
          some.size() == 1
              ? Optional.empty()
              : Shape.of(some.stream().flatMap(s -> s.group().stream()).toList(), extent);
      one.ifPresentOrElse(merged::add, () -> merged.addAll(some));
    }
    return merged;
  }

  private static List<Object> rest(Shape shape, Set<Dimension> differing) {
    Map<Dimension, String> rest = new EnumMap<>(shape.parts());
    rest.keySet().removeAll(differing);
    return List.of(fixed(shape.group().get(0)), rest);
  }
}
