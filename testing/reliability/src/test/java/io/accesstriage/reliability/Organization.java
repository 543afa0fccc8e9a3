package io.accesstriage.reliability;

import io.accesstriage.reliability.SimulatedFinding.Kind;
import io.accesstriage.reliability.SimulatedResource.Labels;
import io.accesstriage.reliability.State.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Lets the findings of an organization come and change in the course of a day. */
final class Organization {
  private static final List<String> ACCOUNTS =
      List.of("111122223333", "333344445555", "666677778888", Law.SANDBOX);

  private final World world;
  private final Chance chance;
  private final Duration span;
  private final Contents contents;
  private final Changes changes;
  private final List<Disturbance> disturbances;

  /** The findings' ids, by their numbers. */
  private final Map<Integer, String> ids = new HashMap<>();

  /**
   * @param span in which findings come and change
   * @param disturbances that befall findings now and then
   */
  Organization(
      World world,
      Duration span,
      Contents contents,
      Changes changes,
      List<Disturbance> disturbances) {
    this.world = world;
    this.chance = world.chance();
    this.span = span;
    this.contents = contents;
    this.changes = changes;
    this.disturbances = List.copyOf(disturbances);
  }

  /** Plans the whole day of so many findings, most of which exist before it begins. */
  void plan(int findings) {
    for (int i = 0; i < findings; i++) {
      boolean isOld = chance.of(0.6);
      Instant at = isOld ? World.START : someTime();
      String id = id(i);
      ids.put(i, id);
      if (isOld) {
        add(finding(i, at.minus(Duration.ofDays(30))), false);
      } else {
        int number = i;
        world.timeline().at(at, id, () -> add(finding(number, at), true));
      }
      for (int times = chance.below(4); times > 0; times--) {
        Instant time =
            at.plus(chance.between(Duration.ZERO, Duration.between(at, World.START.plus(span))));
        world.timeline().at(time, id, () -> disturb(finding(id)));
      }
    }
  }

  private void add(SimulatedFinding finding, boolean isNew) {
    world.analyzer().add(finding, isNew);
    if (finding.kind == Kind.EXTERNAL && finding.resource.type.equals(Law.ROLE)) {
      SimulatedFinding twin =
          new SimulatedFinding(
              finding.id + "-twin",
              finding.kind,
              World.OTHER_REGION,
              finding.resource,
              finding.createdAt,
              finding.now());
      finding.twin = twin;
      twin.twin = finding;
      world.analyzer().add(twin, isNew);
    } else if (finding.kind == Kind.EXTERNAL && finding.isConfigured() && chance.of(0.3)) {
      addNamesake(finding, isNew);
    }
  }

  /** Another analyzer reports a resource of the same name, of somebody else's. */
  private void addNamesake(SimulatedFinding finding, boolean isNew) {
    SimulatedFinding namesake =
        new SimulatedFinding(
            finding.id + "-namesake",
            finding.kind,
            World.OTHER_REGION,
            finding.resource,
            finding.createdAt,
            new State(
                Changes.ofNamesake(finding.now().content()),
                finding.now().status(),
                finding.now().updatedAt()));
    finding.namesake = namesake;
    world.analyzer().add(namesake, isNew);
  }

  private Instant someTime() {
    return World.START.plus(chance.between(Duration.ZERO, span));
  }

  private String id(int number) {
    return chance.of(0.1) ? HostileTexts.id(chance, number) : "finding-%05d".formatted(number);
  }

  private SimulatedFinding finding(String id) {
    SimulatedFinding finding = world.analyzer().findings().get(id);
    if (finding == null) {
      throw new IllegalArgumentException("no such finding: " + id);
    }
    return finding;
  }

  private SimulatedFinding finding(int number, Instant createdAt) {
    Kind kind = chance.of(0.55) ? Kind.EXTERNAL : chance.of(List.of(Kind.values()));
    String account = chance.of(ACCOUNTS);
    String type =
        switch (kind) {
          case EXTERNAL ->
              chance.of(
                  List.of(
                      Law.BUCKET,
                      Law.BUCKET,
                      Law.KEY,
                      "AWS::SQS::Queue",
                      Law.ROLE,
                      "AWS::Lambda::LayerVersion"));
          case INTERNAL -> Law.BUCKET;
          case UNUSED_ROLE, UNUSED_PERMISSION -> Law.ROLE;
          case UNUSED_KEY, UNUSED_PASSWORD -> Law.USER;
        };
    SimulatedResource resource =
        new SimulatedResource(arn(type, account, number), type, createdAt, labels(type));
    world.add(resource);
    Content content = contents.draw(kind, 1, account, contents.lastUse(kind, createdAt));
    return new SimulatedFinding(
        ids.get(number),
        kind,
        analyzer(kind),
        resource,
        createdAt,
        new State(content, chance.of(0.03) ? Status.ARCHIVED : Status.ACTIVE, createdAt));
  }

  private String analyzer(Kind kind) {
    return switch (kind) {
      case EXTERNAL -> chance.of(0.1) ? World.NOT_CONFIGURED : World.ANALYZERS.get(0);
      case INTERNAL -> World.ANALYZERS.get(1);
      case UNUSED_ROLE, UNUSED_KEY, UNUSED_PASSWORD, UNUSED_PERMISSION -> World.ANALYZERS.get(2);
    };
  }

  private String arn(String type, String account, int id) {
    String number = (chance.of(0.1) ? HostileTexts.draw(chance, 400) : "") + id;
    return switch (type) {
      case Law.BUCKET -> "arn:aws:s3:::amzn-s3-demo-bucket-" + number;
      case Law.KEY -> "arn:aws:kms:eu-west-1:" + account + ":key/key-" + number;
      case "AWS::SQS::Queue" -> "arn:aws:sqs:eu-west-1:" + account + ":queue-" + number;
      case Law.ROLE -> "arn:aws:iam::" + account + ":role/Role" + number;
      case Law.USER -> "arn:aws:iam::" + account + ":user/User" + number;
      default -> "arn:aws:lambda:eu-west-1:" + account + ":layer:layer:" + number;
    };
  }

  private Labels labels(String type) {
    Map<String, String> tags = new HashMap<>();
    if (chance.of(0.6)) {
      tags.put("Environment", chance.of(List.of("development", "development", "production")));
    }
    if (chance.of(0.5)) {
      tags.put("Export", chance.of(List.of("yes", "no")));
    }
    if (chance.of(0.5)) {
      tags.put("Website", chance.of(List.of("yes", "no")));
    }
    if (chance.of(0.3)) {
      tags.put("Data Classification", chance.of(List.of("Confidential", "Public")));
    }
    if (chance.of(0.7)) {
      tags.put("Audited", "yes");
    }
    if (chance.of(0.7)) {
      tags.put("Owner", chance.of(List.of("platform", "platform", "shop")));
    }
    if (chance.of(0.2)) {
      tags.put("Name", HostileTexts.draw(chance, 250));
    }
    return new Labels(
        Map.copyOf(tags),
        type.equals(Law.KEY) && chance.of(0.7) ? List.of("alias/DevelopmentKey") : List.of());
  }

  private void disturb(SimulatedFinding finding) {
    if (!disturbances.isEmpty() && chance.of(0.4)) {
      chance.of(disturbances).happen(finding);
      return;
    }
    switch (chance.below(8)) {
      case 0 -> finding.resource.labels.set(world.now(), labels(finding.resource.type));
      case 1 ->
          finding.resource.denied.add(
              world.now(), world.in(chance.between(Duration.ofHours(1), Duration.ofHours(6))));
      case 2 -> changes.content(finding);
      case 3 -> {
        changes.content(finding);
        changes.soon(finding, () -> changes.content(finding));
        changes.soon(finding, () -> changes.content(finding));
      }
      case 4 -> {
        changes.status(finding, Status.RESOLVED, Journal.Actor.ANALYZER);
        if (chance.of(0.5)) {
          changes.later(
              finding, () -> changes.status(finding, Status.ACTIVE, Journal.Actor.ANALYZER));
        } else if (chance.of(0.5)) {
          changes.later(finding, () -> comeBack(finding));
        }
      }
      case 5 -> {
        if (chance.of(0.2)) {
          changes.status(finding, Status.GONE, Journal.Actor.ANALYZER);
        }
      }
      case 6 -> {
        if (finding.now().status() == Status.ACTIVE) {
          changes.status(finding, Status.ARCHIVED, Journal.Actor.PERSON);
          if (chance.of(0.5)) {
            changes.later(finding, () -> changes.reopen(finding));
          }
        }
      }
      default -> changes.reopen(finding);
    }
  }

  /** The same access is there again, and reported as another finding. */
  private void comeBack(SimulatedFinding finding) {
    String id = finding.id + "-back";
    if (finding.now().status() == Status.RESOLVED && !world.analyzer().findings().containsKey(id)) {
      SimulatedFinding back =
          new SimulatedFinding(
              id,
              finding.kind,
              finding.analyzerArn,
              finding.resource,
              world.now(),
              new State(finding.now().content(), Status.ACTIVE, world.now()));
      // What reports the same access elsewhere may have told it.
      back.twin = finding.twin;
      finding.successor = back;
      world.analyzer().add(back, true);
    }
  }
}
