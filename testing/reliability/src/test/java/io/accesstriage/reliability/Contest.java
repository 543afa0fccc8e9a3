package io.accesstriage.reliability;

import io.accesstriage.reliability.Content.Grant;
import io.accesstriage.reliability.Content.Publicity;
import io.accesstriage.reliability.SimulatedFinding.Kind;
import io.accesstriage.reliability.SimulatedResource.Labels;
import io.accesstriage.rules.RuleSet;
import io.accesstriage.yaml.InvalidFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Rules that archive and make active again as the hours pass, rules about tags that nobody vouches
 * for, and a finding that changes all day, so that it is archived again and again.
 */
final class Contest {
  /**
   * More than the restless finding and the others of its rule may count for, if calls fail; fewer
   * than the restless one is archived.
   */
  static final int MOST_ARCHIVES = 12;

  private static final int UNVOUCHED = 20;
  private static final String OWNER = "333344445555";
  private static final String QUEUE = "arn:aws:sqs:eu-west-1:" + OWNER + ":restless-";
  private static final Duration RESTLESS = Duration.ofMinutes(15);

  private final Chance chance;
  private final Sabotage sabotage;

  /**
   * @param chance of its own, so that nothing else is drawn otherwise
   */
  Contest(Chance chance, Sabotage sabotage) {
    this.chance = chance;
    this.sabotage = sabotage;
  }

  /** The same laws with more rules. */
  List<Law> with(List<Law> laws) {
    List<LawRule> rules = new ArrayList<>();
    rules.add(
        archiving(
            "between-the-hours",
            "expires: 2030-12-31",
            outside(8, 11).and(outside(14, 17)).and(DrawnRules.ofOneIn10(4))));
    rules.add(
        archiving(
            "restless",
            "trustTags: true",
            new Expression(
                "resource.arn.startsWith(\"" + QUEUE + "\") && tag(\"Restless\") == \"yes\"",
                c ->
                    Truth.of(c.finding().resource.arn.startsWith(QUEUE))
                        .and(c.tag("Restless", "yes")))));
    unvouched(rules);
    // Of what was never in use it is unknown when it was used last, so that nothing which some
    // other rule has archived is certainly not to be.
    return laws.stream().map(law -> law.without(FixedRules.NOT_USED).with(rules)).toList();
  }

  private static LawRule archiving(String id, String fields, Expression when) {
    return LawRule.archiving(id, false, true, fields, when);
  }

  private static Expression outside(int from, int to) {
    return Terms.before("now", World.START.plus(Duration.ofHours(from)))
        .or(Terms.before("now", World.START.plus(Duration.ofHours(to))).not());
  }

  /** Those that the product loads, though nobody vouches for their tags. */
  private void unvouched(List<LawRule> rules) {
    Terms terms = new Terms(chance, RiskLaw.NONE);
    List<String> aboutPrincipals =
        List.of("principal.kind", "principal.account", "principal.value", "principal.arn");
    for (int i = 0; i < UNVOUCHED; i++) {
      Expression about = terms.draw(chance.of(List.of("tag(name)", "hasTag(name)")));
      if (chance.of(0.7)) {
        Expression principal = terms.draw(chance.of(aboutPrincipals));
        about = chance.of(0.3) ? about.or(principal) : about.and(principal);
      }
      LawRule rule =
          LawRule.archivingUnvouched(
              "unvouched-" + i, DrawnRules.ofOneIn10(chance.below(10)).and(about));
      if (isLoaded(rule)) {
        rules.add(rule);
      }
    }
  }

  private boolean isLoaded(LawRule rule) {
    try {
      String file = new Law("unvouched", List.of(rule), RiskLaw.NONE).file();
      RuleSet.parse("unvouched.yaml", sabotage.rules(file));
      return true;
    } catch (InvalidFileException e) {
      return false;
    }
  }

  /** Plans the day of the restless finding, and of two that come late and are as expected. */
  void plan(World world, Changes changes) {
    SimulatedFinding restless = finding("restless-a", World.START, "yes");
    world.add(restless.resource);
    world.analyzer().add(restless, false);
    for (int i = 1; i <= FaultRun.CHANGES.dividedBy(RESTLESS); i++) {
      String tag = i % 2 == 0 ? "yes" : "no";
      Instant at = World.START.plus(RESTLESS.multipliedBy(i));
      world.timeline().at(at, restless.id, () -> change(world, changes, restless, tag));
    }
    for (String id : List.of("restless-b", "restless-c")) {
      Instant at = World.START.plus(FaultRun.CHANGES);
      SimulatedFinding expected = finding(id, at, "yes");
      world.add(expected.resource);
      world.timeline().at(at, id, () -> world.analyzer().add(expected, true));
    }
  }

  private static void change(
      World world, Changes changes, SimulatedFinding finding, String isRestless) {
    finding.resource.labels.set(world.now(), labels(isRestless));
    // Whatever has befallen it since is over.
    changes.content(finding, content(finding.now().content().revision() + 1));
  }

  private static SimulatedFinding finding(String id, Instant createdAt, String isRestless) {
    // No other rule is about resources whose names end so.
    SimulatedResource resource =
        new SimulatedResource(QUEUE + id, "AWS::SQS::Queue", createdAt, labels(isRestless));
    return new SimulatedFinding(
        "finding-" + id,
        Kind.EXTERNAL,
        World.ANALYZERS.get(0),
        resource,
        createdAt,
        new State(content(1), State.Status.ACTIVE, createdAt));
  }

  private static Labels labels(String isRestless) {
    return new Labels(Map.of("Restless", isRestless), List.of());
  }

  private static Content content(int revision) {
    Grant grant =
        new Grant(
            List.of("s3:GetObject"),
            Map.of("aws:SourceVpc", "vpc-" + revision),
            List.of("POLICY"),
            Map.of());
    return new Content(revision, Law.PARTNERS.get(0), OWNER, "", grant, Publicity.TOLD, true, null);
  }
}
