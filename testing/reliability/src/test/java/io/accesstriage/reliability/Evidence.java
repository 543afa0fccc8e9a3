package io.accesstriage.reliability;

import io.accesstriage.reliability.Journal.Delivery;
import io.accesstriage.reliability.Journal.Telling;
import io.accesstriage.reliability.Journal.Update;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What took effect in a world, by finding. */
final class Evidence {
  private final World world;
  private final Map<String, List<Telling>> tellings = new HashMap<>();
  private final Map<String, List<Update>> updates = new HashMap<>();
  private final Map<String, List<Delivery>> deliveries = new HashMap<>();
  private final Set<String> succeeded = new HashSet<>();
  private final Set<String> failuresHeard = new HashSet<>();

  Evidence(World world) {
    this.world = world;
    Journal journal = world.journal();
    journal.tellings.forEach(telling -> add(tellings, telling.findingId(), telling));
    journal.updates.forEach(update -> add(updates, update.finding().id, update));
    journal.deliveries.forEach(delivery -> add(deliveries, delivery.finding().id, delivery));
    journal.endings.stream()
        .filter(ending -> ending.status().equals("SUCCEEDED"))
        .forEach(ending -> succeeded.add(ending.execution()));
    journal.messages.stream()
        .filter(m -> m.kind() == Journal.Kind.FAILURE)
        .filter(m -> m.heard() || isMissed(m.at()))
        .forEach(m -> failuresHeard.add(m.findingId()));
  }

  private static <T> void add(Map<String, List<T>> lists, String id, T element) {
    lists.computeIfAbsent(id, key -> new ArrayList<>()).add(element);
  }

  /** What people were told of this finding itself, heard or not. */
  List<Telling> tellings(SimulatedFinding finding) {
    return tellings.getOrDefault(finding.id, List.of());
  }

  List<Update> updates(SimulatedFinding finding) {
    return updates.getOrDefault(finding.id, List.of());
  }

  Optional<Update> lastUpdate(SimulatedFinding finding) {
    List<Update> all = updates(finding);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
  }

  /** Whether by then an alert named this finding itself, or it waited for the digest. */
  boolean isToldBy(SimulatedFinding finding, Instant time) {
    return tellings(finding).stream()
            .anyMatch(t -> t.content().isPresent() && !t.at().isAfter(time))
        || world.journal().markings.stream()
            .anyMatch(m -> m.findingId().equals(finding.id) && !m.at().isAfter(time));
  }

  /** The event that came first, if an execution dealt with it. */
  Optional<Delivery> firstDelivery(SimulatedFinding finding) {
    return deliveries.getOrDefault(finding.id, List.of()).stream()
        .min(Comparator.comparing(Delivery::at))
        .filter(d -> succeeded.contains(d.execution()));
  }

  /** Whether anybody heard that the triage of this finding failed. */
  boolean isFailureHeard(SimulatedFinding finding) {
    return failuresHeard.contains(finding.id);
  }

  /** What people heard of a finding, or of one that reports the same access, in order. */
  Stream<Telling> heard(SimulatedFinding finding) {
    Stream<SimulatedFinding> alike =
        finding.twin == null
            ? Stream.of(finding)
            : Stream.of(finding, finding.twin, finding.twin.successor);
    return alike
        .filter(Objects::nonNull)
        .flatMap(f -> tellings(f).stream())
        .filter(t -> t.heard() || (t.kind() == Journal.Kind.ALERT && isMissed(t.at())));
  }

  /**
   * Whether a filter dropped what was published then, and somebody was told to look after the
   * digest.
   */
  private boolean isMissed(Instant at) {
    return world.isFiltered(at)
        && world.journal().digestAlarms.stream().anyMatch(world::isFiltered);
  }

  /** Those that told of this content. */
  List<Telling> told(SimulatedFinding finding, Content content) {
    return heard(finding)
        .filter(telling -> telling.content().filter(is(content, telling, finding)).isPresent())
        .toList();
  }

  /**
   * Whether people know at a time that the finding has this content: they were told so since, or
   * before, if they were told of nothing else in between.
   *
   * @param since when it got this content
   */
  boolean isKnown(SimulatedFinding finding, Content content, Instant since, Instant until) {
    Optional<Instant> last =
        told(finding, content).stream()
            .map(Telling::at)
            .filter(at -> !at.isAfter(until))
            .max(Instant::compareTo);
    return last.isPresent()
        && (!last.get().isBefore(since)
            || heard(finding)
                .filter(t -> t.at().isAfter(last.get()) && t.at().isBefore(since))
                .allMatch(t -> t.content().map(is(content, t, finding)::test).orElse(true)));
  }

  private static Predicate<Content> is(Content content, Telling telling, SimulatedFinding finding) {
    return told ->
        telling.isRead() ? content.isSameAs(told) : content.isAnnouncedAs(told, finding.kind);
  }

  /**
   * When an event first told the product of this content of an active finding, by an execution that
   * went well, and no later event had come before it; nothing where that never was.
   *
   * @param since when the finding got this content
   */
  Optional<Instant> announced(SimulatedFinding finding, Content content, Instant since) {
    List<Delivery> all = deliveries.getOrDefault(finding.id, List.of());
    return all.stream()
        .filter(
            d ->
                d.state().status() == State.Status.ACTIVE
                    && !d.at().isBefore(since)
                    && d.state().content().isSameAs(content)
                    && succeeded.contains(d.execution())
                    && all.stream()
                        .noneMatch(
                            other ->
                                other.at().isBefore(d.at())
                                    && other.state().updatedAt().isAfter(d.state().updatedAt())))
        .map(Delivery::at)
        .min(Instant::compareTo);
  }
}
