package io.accesstriage.reliability;

import io.accesstriage.rules.RuleSet;
import io.accesstriage.yaml.InvalidFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Draws rules over every name of the vocabulary. Each is about a tenth of the resources, so that no
 * rule decides about everything.
 */
final class DrawnRules {
  /** Rules of which one is about each name, at least. */
  private static final int ARCHIVING = 40;

  private static final int NOTIFYING = 8;

  private static final int MOST_DRAWS = 20;

  /** Whether the product loads a file: many runs draw the same. */
  private static final Map<String, Boolean> LOADED = new ConcurrentHashMap<>();

  private final Chance chance;
  private final RiskLaw risk;
  private final Terms terms;

  /** How many were drawn that the product does not load, by a name that they have. */
  final Map<String, Integer> refused = new TreeMap<>();

  DrawnRules(Chance chance) {
    this.chance = chance;
    this.risk = risk();
    this.terms = new Terms(chance, risk);
  }

  /** The laws that follow each other in a day. */
  List<Law> laws() {
    List<LawRule> drawn = drawn();
    List<Law> laws = new ArrayList<>();
    for (Law law : List.of(Law.FIRST, Law.SECOND, Law.THIRD)) {
      List<LawRule> all = new ArrayList<>(FixedRules.aboutWhatMoves());
      // Some of them are not there yet, or not any more.
      drawn.stream().filter(rule -> chance.of(0.8)).forEach(all::add);
      laws.add(law.with(all, risk));
    }
    return laws;
  }

  private List<LawRule> drawn() {
    List<String> names = new ArrayList<>(terms.drawers().keySet());
    List<String> forArchiveRules = new ArrayList<>(names);
    forArchiveRules.remove(Terms.FOR_NOTIFY_RULES_ONLY);
    List<LawRule> drawn = new ArrayList<>();
    for (int i = 0; i < ARCHIVING; i++) {
      int number = i;
      String name = forArchiveRules.get(i % forArchiveRules.size());
      add(drawn, name, () -> archiving("drawn-" + number, about(name, forArchiveRules)));
    }
    for (int i = 0; i < NOTIFYING; i++) {
      int number = i;
      String name = i == 0 ? Terms.FOR_NOTIFY_RULES_ONLY : chance.of(names);
      add(drawn, name, () -> notifying("drawn-notify-" + number, about(name, names)));
    }
    return drawn;
  }

  /** Adds a rule, drawn anew where the product does not load it. */
  private void add(List<LawRule> rules, String name, Supplier<LawRule> draw) {
    for (int attempt = 0; attempt < MOST_DRAWS; attempt++) {
      LawRule rule = draw.get();
      if (isLoaded(rule)) {
        rules.add(rule);
        return;
      }
      refused.merge(name, 1, Integer::sum);
    }
  }

  private Expression about(String name, List<String> names) {
    Expression about = terms.draw(name);
    for (int more = chance.below(3); more > 0; more--) {
      Expression other = terms.draw(chance.of(names));
      about = chance.of(0.3) ? about.or(other) : about.and(other);
    }
    return about;
  }

  private LawRule archiving(String id, Expression about) {
    return LawRule.archiving(
        id,
        chance.of(0.3),
        true,
        "expires: 2030-12-31\ntrustTags: true",
        ofOneIn10(chance.below(10)).and(about));
  }

  private LawRule notifying(String id, Expression about) {
    return LawRule.notifying(
        id, chance.of(List.of("low", "medium", "high")), ofOneIn10(chance.below(10)).and(about));
  }

  static Expression ofOneIn10(int digit) {
    return new Expression(
        "resource.arn.endsWith(\"%d\")".formatted(digit),
        c -> Truth.of(c.finding().resource.arn.endsWith(String.valueOf(digit))));
  }

  private boolean isLoaded(LawRule rule) {
    return LOADED.computeIfAbsent(
        new Law("drawn", List.of(rule), risk).file(), DrawnRules::isLoaded);
  }

  private static boolean isLoaded(String file) {
    try {
      RuleSet.parse("drawn.yaml", file);
      return true;
    } catch (InvalidFileException e) {
      return false;
    }
  }

  /** As the rules that come with the product, but that the threshold is about a few resources. */
  private RiskLaw risk() {
    Expression narrow = ofOneIn10(3);
    return new RiskLaw(
        List.of(
            new RiskLaw.Factor("public", 50, new Expression("finding.isPublic", Case::isPublic)),
            new RiskLaw.Factor(
                "unconditional",
                10,
                new Expression(
                    "principal.value != \"\" && access.limits == {}",
                    c ->
                        c.value("principal.value")
                            .map(value -> Truth.of(!value.equals("")))
                            .orElse(Truth.UNKNOWN)
                            .and(
                                c.value("access.limits")
                                    .map(all -> Truth.of(((Map<?, ?>) all).isEmpty()))
                                    .orElse(Truth.UNKNOWN)))),
            new RiskLaw.Factor(
                "elsewhere",
                15,
                new Expression(
                    "!(" + narrow.cel() + ")", c -> Truth.of(narrow.of(c) == Truth.FALSE)))),
        10);
  }
}
