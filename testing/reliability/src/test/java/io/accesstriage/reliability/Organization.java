package io.accesstriage.reliability;

import io.accesstriage.reliability.SimulatedFinding.Kind;
import io.accesstriage.reliability.SimulatedResource.Labels;
import io.accesstriage.reliability.State.Content;
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
  private static final List<String> OUTSIDERS =
      List.of("444455556666", "555566667777", "999988887777", "*");
  private static final List<String> READERS = List.of(Law.AUDIT, "333344445555");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final World world;
  private final Chance chance;
  private final Duration span;

  /**
   * @param span in which findings come and change
   */
  Organization(World world, Duration span) {
    this.world = world;
    this.chance = world.chance();
    this.span = span;
  }

  /** Plans the whole day of so many findings, most of which exist before it begins. */
  void plan(int findings) {
    for (int i = 0; i < findings; i++) {
      boolean isOld = chance.of(0.6);
      Instant at = isOld ? World.START : someTime();
      if (isOld) {
        add(finding(i, at.minus(Duration.ofDays(30))), false);
      } else {
        int number = i;
        world.timeline().at(at, id(i), () -> add(finding(number, at), true));
      }
      String id = id(i);
      for (int changes = chance.below(4); changes > 0; changes--) {
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
    }
  }

  private Instant someTime() {
    return World.START.plus(chance.between(Duration.ZERO, span));
  }

  private static String id(int number) {
    return "finding-%05d".formatted(number);
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
          case UNUSED_KEY, UNUSED_PASSWORD -> "AWS::IAM::User";
        };
    SimulatedResource resource =
        new SimulatedResource(arn(type, account, number), type, account, createdAt, labels(type));
    world.add(resource);
    int analyzer = kind == Kind.EXTERNAL ? 0 : kind == Kind.INTERNAL ? 1 : 2;
    return new SimulatedFinding(
        id(number),
        kind,
        World.ANALYZERS.get(analyzer),
        resource,
        createdAt,
        new State(content(kind, 1), chance.of(0.03) ? Status.ARCHIVED : Status.ACTIVE, createdAt));
  }

  private Content content(Kind kind, int revision) {
    String partner =
        switch (kind) {
          case EXTERNAL -> chance.of(OUTSIDERS);
          case INTERNAL -> chance.of(READERS);
          case UNUSED_ROLE, UNUSED_KEY, UNUSED_PASSWORD, UNUSED_PERMISSION -> "";
        };
    return new Content(revision, partner, chance.of(0.03));
  }

  private static String arn(String type, String account, int number) {
    return switch (type) {
      case Law.BUCKET -> "arn:aws:s3:::amzn-s3-demo-bucket-" + number;
      case Law.KEY -> "arn:aws:kms:eu-west-1:" + account + ":key/key-" + number;
      case "AWS::SQS::Queue" -> "arn:aws:sqs:eu-west-1:" + account + ":queue-" + number;
      case Law.ROLE -> "arn:aws:iam::" + account + ":role/Role" + number;
      case "AWS::IAM::User" -> "arn:aws:iam::" + account + ":user/User" + number;
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
    return new Labels(
        Map.copyOf(tags),
        type.equals(Law.KEY) && chance.of(0.7) ? List.of("alias/DevelopmentKey") : List.of());
  }

  private void disturb(SimulatedFinding finding) {
    switch (chance.below(8)) {
      case 0 -> finding.resource.labels.set(world.now(), labels(finding.resource.type));
      case 1 ->
          finding.resource.deny(
              world.now(), world.in(chance.between(Duration.ofHours(1), Duration.ofHours(6))));
      case 2 -> changeContent(finding);
      case 3 -> {
        changeContent(finding);
        soon(finding, () -> changeContent(finding));
        soon(finding, () -> changeContent(finding));
      }
      case 4 -> {
        set(finding, Status.RESOLVED, Journal.Actor.ANALYZER);
        if (chance.of(0.5)) {
          later(finding, () -> set(finding, Status.ACTIVE, Journal.Actor.ANALYZER));
        } else if (chance.of(0.5)) {
          later(finding, () -> comeBack(finding));
        }
      }
      case 5 -> {
        if (chance.of(0.2)) {
          set(finding, Status.GONE, Journal.Actor.ANALYZER);
        }
      }
      case 6 -> {
        if (finding.now().status() == Status.ACTIVE) {
          set(finding, Status.ARCHIVED, Journal.Actor.PERSON);
          if (chance.of(0.5)) {
            later(finding, () -> reopen(finding));
          }
        }
      }
      default -> reopen(finding);
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
      world.analyzer().add(back, true);
    }
  }

  private void reopen(SimulatedFinding finding) {
    if (finding.now().status() == Status.ARCHIVED) {
      set(finding, Status.ACTIVE, Journal.Actor.PERSON);
    }
  }

  private void set(SimulatedFinding finding, Status status, Journal.Actor actor) {
    State now = finding.now();
    if (now.status() != Status.GONE && now.status() != status) {
      world.analyzer().change(finding, now.with(status, world.now()), actor);
    }
  }

  private void changeContent(SimulatedFinding finding) {
    State now = finding.now();
    boolean isOpen = now.status() == Status.ACTIVE || now.status() == Status.ARCHIVED;
    if (isOpen && hasContent(finding.kind)) {
      Content content = content(finding.kind, now.content().revision() + 1);
      change(finding, content);
      if (finding.twin != null) {
        change(finding.twin, content);
      }
    }
  }

  /** A role's policy changes for the analyzers of all regions. */
  private void change(SimulatedFinding finding, Content content) {
    State now = finding.now();
    if (now.status() != Status.GONE) {
      world.analyzer().change(finding, now.with(content, world.now()), Journal.Actor.ANALYZER);
    }
  }

  /** Of an unused role or password there is nothing that could be another. */
  private static boolean hasContent(Kind kind) {
    return kind != Kind.UNUSED_ROLE && kind != Kind.UNUSED_PASSWORD;
  }

  private void soon(SimulatedFinding finding, Runnable change) {
    world.timeline().at(world.in(chance.between(Duration.ZERO, MINUTE)), finding.id, change);
  }

  private void later(SimulatedFinding finding, Runnable change) {
    world.timeline().at(world.in(chance.between(MINUTE, Duration.ofHours(3))), finding.id, change);
  }
}
