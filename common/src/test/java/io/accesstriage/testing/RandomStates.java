package io.accesstriage.testing;

import io.accesstriage.decision.AccessChange;
import io.accesstriage.decision.Decision;
import io.accesstriage.decision.Delivery;
import io.accesstriage.decision.Explanation;
import io.accesstriage.decision.Outcome;
import io.accesstriage.decision.Risk;
import io.accesstriage.decision.Severity;
import io.accesstriage.facts.Account;
import io.accesstriage.facts.Fact;
import io.accesstriage.facts.Facts;
import io.accesstriage.finding.Access;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingStatus;
import io.accesstriage.finding.FindingType;
import io.accesstriage.finding.Principal;
import io.accesstriage.finding.PrincipalKind;
import io.accesstriage.finding.ReadFrom;
import io.accesstriage.finding.Resource;
import io.accesstriage.finding.Restrictions;
import io.accesstriage.finding.Source;
import io.accesstriage.finding.UnusedAccess;
import io.accesstriage.state.ArchiveOutcome;
import io.accesstriage.state.Origin;
import io.accesstriage.state.TriageState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Random values of the model, each field absent now and then; the same seed makes the same. */
public final class RandomStates {
  private static final String[] CHARACTERS = {
    "a", "Z", "7", " ", "/", ":", "%", "\"", "\\", "'", "\n", "\t", "\u0001", "\u001b", "é", "中",
    "\u202e", "\u200b", "😀", "<", "{", "$"
  };

  private final Random random;

  public RandomStates(long seed) {
    this.random = new Random(seed);
  }

  public TriageState state() {
    return new TriageState(
        finding(),
        facts(),
        time(),
        oneOf(Origin.values()),
        maybe(this::decision),
        maybe(this::archive),
        list(this::text));
  }

  public Finding finding() {
    return Finding.builder(
            name(),
            name(),
            new FindingType(
                oneOf(
                    "ExternalAccess",
                    "InternalAccess",
                    "UnusedIAMRole",
                    "UnusedPermission",
                    name())),
            new Resource(text(), text(), maybe(this::text), maybe(this::text)))
        .status(oneOf(FindingStatus.values()))
        .error(maybe(this::text))
        .isPublic(maybe(random::nextBoolean))
        .principal(
            maybe(
                () ->
                    new Principal(
                        oneOf(PrincipalKind.values()), maybe(this::text), text(), name())))
        .access(maybe(() -> new Access(maybe(() -> list(this::text)), maybe(this::map), text())))
        .sources(maybe(() -> list(() -> new Source(name(), text()))))
        .restrictions(maybe(() -> new Restrictions(text(), text())))
        .unused(
            maybe(
                () ->
                    new UnusedAccess(
                        maybe(this::time),
                        text(),
                        random.nextInt(1000),
                        random.nextInt(1000),
                        list(this::text))))
        .createdAt(maybe(this::time))
        .analyzedAt(maybe(this::time))
        .updatedAt(maybe(this::time))
        .contentHash(maybe(this::text))
        .readFrom(oneOf(ReadFrom.values()))
        .readFailure(maybe(this::text))
        .build();
  }

  public Facts facts() {
    return new Facts(
        fact(this::map),
        fact(() -> list(this::text)),
        fact(() -> new Account(text(), map(), name(), maybe(this::name))),
        fact(random::nextBoolean));
  }

  public Decision decision() {
    return new Decision(
        oneOf(Outcome.values()),
        oneOf(Delivery.values()),
        maybe(this::name),
        text(),
        oneOf(Severity.values()),
        new Risk(
            random.nextInt(),
            list(() -> new Risk.Factor(name(), random.nextInt(), random.nextBoolean()))),
        name(),
        time(),
        new Explanation(
            list(
                () ->
                    new Explanation.Applied(
                        name(), name(), random.nextBoolean(), text(), list(this::text))),
            list(() -> new Explanation.Near(name(), text(), random.nextInt(9), conditions())),
            random.nextInt(100),
            list(this::text),
            list(this::text)),
        map(),
        maybe(this::text),
        maybe(this::text),
        maybe(() -> random.nextInt(900)),
        maybe(this::change),
        maybe(this::text));
  }

  private AccessChange change() {
    return new AccessChange(
        new AccessChange.Since(name(), oneOf(AccessChange.Act.values()), maybe(this::text), time()),
        maybe(random::nextBoolean),
        list(this::text),
        list(this::text),
        map(),
        map());
  }

  public String text() {
    StringBuilder text = new StringBuilder();
    for (int length = random.nextInt(12); length > 0; length--) {
      text.append(oneOf(CHARACTERS));
    }
    return text.toString();
  }

  public <E> List<E> shuffled(List<E> values) {
    List<E> shuffled = new ArrayList<>(values);
    java.util.Collections.shuffle(shuffled, random);
    return shuffled;
  }

  public <T> List<T> list(Supplier<T> element) {
    List<T> list = new ArrayList<>();
    for (int size = random.nextInt(4); size > 0; size--) {
      list.add(element.get());
    }
    return list;
  }

  public Map<String, String> map() {
    Map<String, String> map = new LinkedHashMap<>();
    for (int size = random.nextInt(4); size > 0; size--) {
      map.put(text(), text());
    }
    return map;
  }

  /** Fields that a reader requires are never empty. */
  private String name() {
    return "n" + text();
  }

  private Instant time() {
    return Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
  }

  private ArchiveOutcome archive() {
    return oneOf(ArchiveOutcome.values());
  }

  private List<Explanation.Condition> conditions() {
    return list(() -> new Explanation.Condition(name(), random.nextBoolean(), list(this::text)));
  }

  private <T> Fact<T> fact(Supplier<T> value) {
    return random.nextBoolean()
        ? Fact.known(value.get())
        : new Fact.Unread<>(oneOf(Fact.Cause.values()), text(), random.nextBoolean());
  }

  private <T> @Nullable T maybe(Supplier<T> value) {
    return random.nextInt(3) == 0 ? null : value.get();
  }

  @SafeVarargs
  private <T> T oneOf(T... values) {
    return values[random.nextInt(values.length)];
  }
}
