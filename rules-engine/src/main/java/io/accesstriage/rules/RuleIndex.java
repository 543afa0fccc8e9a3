package io.accesstriage.rules;

import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Which rules a finding leaves in question. A rule whose condition asks for a value of a name or
 * tag is filed under that value, so that those which ask for others need not be evaluated: that
 * part of them, and so the whole, is false for sure. Immutable and thread-safe.
 */
final class RuleIndex {
  private final List<Rule> rules;

  /** Under what each rule is filed, by its place; those not in it are always in question. */
  private final Map<Integer, Key> keys = new HashMap<>();

  private final BitSet always = new BitSet();
  private final Map<String, Filed> filed = new HashMap<>();

  /** The places of filed archive rules of several parts, those of most parts first. */
  private final List<Integer> byParts;

  /** A part that asks for a value. */
  private record Key(Condition.Part part, PlainPart.OneOf asks) {
    /** That the rule is for a type of finding says nothing of how near it is. */
    static Stream<Key> of(Rule rule) {
      return rule.when().partsBesidesType().stream()
          .flatMap(
              part ->
                  part.plain().stream()
                      .filter(PlainPart.OneOf.class::isInstance)
                      .map(PlainPart.OneOf.class::cast)
                      .map(asks -> new Key(part, asks)));
    }

    Stream<String> questions() {
      return asks.texts().stream().map(text -> asks.of() + " " + text);
    }
  }

  /** The rules that ask for a value of one name or tag. */
  private record Filed(PlainPart.Value<String> value, BitSet all, Map<String, BitSet> byText) {
    Filed(PlainPart.OneOf asks) {
      this(asks.value(), new BitSet(), new HashMap<>());
    }

    void add(int rule, PlainPart.OneOf asks) {
      all.set(rule);
      asks.texts().forEach(text -> byText.computeIfAbsent(text, t -> new BitSet()).set(rule));
    }

    /** Where the value was not read, all. */
    BitSet inQuestion(Scope scope) {
      return value.apply(scope).map(text -> byText.getOrDefault(text, new BitSet())).orElse(all);
    }
  }

  /**
   * @param rules in the order of the file
   */
  RuleIndex(List<Rule> rules) {
    this.rules = List.copyOf(rules);
    Map<String, Integer> asking = new HashMap<>();
    rules.stream()
        .flatMap(Key::of)
        .flatMap(Key::questions)
        .forEach(question -> asking.merge(question, 1, Integer::sum));
    Comparator<Key> rarestFirst =
        Comparator.comparing(key -> key.questions().mapToInt(asking::get).max().orElse(0));
    for (int i = 0; i < rules.size(); i++) {
      Optional<Key> rarest = Key.of(rules.get(i)).min(rarestFirst);
      if (rarest.isEmpty()) {
        always.set(i);
      } else {
        Key key = rarest.get();
        keys.put(i, key);
        filed.computeIfAbsent(key.asks().of(), of -> new Filed(key.asks())).add(i, key.asks());
      }
    }
    this.byParts =
        IntStream.range(0, rules.size())
            .filter(i -> keys.containsKey(i) && rules.get(i).effect() == Rule.Effect.ARCHIVE)
            .filter(i -> parts(i) > 1)
            .boxed()
            .sorted(Comparator.comparing(this::parts).reversed())
            .toList();
  }

  private int parts(int rule) {
    return rules.get(rule).when().partsBesidesType().size();
  }

  List<Rule> rules() {
    return rules;
  }

  /** How many archive rules are in force. */
  int archiveRules(Instant now) {
    return (int)
        rules.stream()
            .filter(rule -> rule.effect() == Rule.Effect.ARCHIVE && rule.isInForce(now))
            .count();
  }

  /** How the rules in question turn out, in the order of the file. */
  List<Evaluation> evaluate(Scope scope) {
    BitSet places = (BitSet) always.clone();
    for (Filed of : filed.values()) {
      places.or(of.inQuestion(scope));
    }
    List<Evaluation> evaluated = new ArrayList<>();
    for (int place = places.nextSetBit(0); place >= 0; place = places.nextSetBit(place + 1)) {
      evaluated.add(new Evaluation(place, rules.get(place), scope));
    }
    return evaluated;
  }

  /**
   * The places of archive rules in force that were not evaluated, and could be near: a part of each
   * is false, and there are others. Those of most parts first.
   */
  Iterator<Integer> notEvaluated(List<Evaluation> evaluated, Instant now) {
    BitSet places = new BitSet();
    evaluated.forEach(one -> places.set(one.place()));
    return byParts.stream()
        .filter(place -> !places.get(place) && rules.get(place).isInForce(now))
        .iterator();
  }

  /** The part that is false of a rule that was not evaluated. */
  Condition.Part falsePart(int place) {
    return keys.get(place).part();
  }

  /**
   * How a rule's condition turned out.
   *
   * @param place of the rule among the others
   */
  record Evaluation(int place, Rule rule, Truth truth) {
    private Evaluation(int place, Rule rule, Scope scope) {
      this(place, rule, rule.when().evaluate(scope));
    }
  }
}
