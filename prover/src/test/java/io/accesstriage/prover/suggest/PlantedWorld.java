package io.accesstriage.prover.suggest;

import io.accesstriage.facts.Fact;
import io.accesstriage.facts.Facts;
import io.accesstriage.finding.Access;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingStatus;
import io.accesstriage.finding.FindingType;
import io.accesstriage.finding.Principal;
import io.accesstriage.finding.Resource;
import io.accesstriage.finding.UnusedAccess;
import io.accesstriage.rules.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Findings of an organization in which some access is expected, by rules that nobody has written,
 * and others that are no part of any. The same seed makes the same ones.
 */
final class PlantedWorld {
  static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");
  static final String NONE = "rules: []\n";

  private static final String ANALYZER =
      "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/organization";

  private static final List<String> WORDS =
      List.of(
          "billing",
          "search",
          "lake",
          "mobile",
          "platform",
          "payment",
          "web",
          "research",
          "ops",
          "audit",
          "export",
          "deploy",
          "backup",
          "ledger",
          "media",
          "metrics",
          "orders",
          "stock");

  private final Random random;
  private final List<Planted> planted = new ArrayList<>();
  private final List<Subject> others = new ArrayList<>();
  private int words;
  private int accounts;

  /**
   * Findings that one rule is meant for.
   *
   * @param when its condition, as a person would write it
   */
  record Planted(String when, List<Subject> findings) {}

  private PlantedWorld(long seed) {
    this.random = new Random(seed);
  }

  /**
   * @param kinds how many times each kind of rule is planted
   * @param each how many findings each rule has
   * @param others how many findings are of no rule
   */
  static PlantedWorld of(long seed, int kinds, int each, int others) {
    PlantedWorld world = new PlantedWorld(seed);
    for (int i = 0; i < kinds; i++) {
      world.rolesReadBuckets(each);
      world.partnersSendToQueue(each);
      world.auditorAssumesRoles(each);
      world.vendorsAssumeRoles(each);
      world.rolesAreKept(each);
      world.keysAreUsed(each);
    }
    for (int i = 0; i < others; i++) {
      world.others.add(world.other(i));
    }
    return world;
  }

  List<Planted> planted() {
    return planted;
  }

  List<Subject> plantedFindings() {
    return planted.stream().flatMap(rule -> rule.findings().stream()).toList();
  }

  /** All of them, in any order. */
  List<Subject> all() {
    List<Subject> all = new ArrayList<>(plantedFindings());
    all.addAll(others);
    Collections.shuffle(all, random);
    return all;
  }

  /** The planted rules as a file. */
  String rules() {
    StringBuilder text = new StringBuilder("rules:\n");
    for (int i = 0; i < planted.size(); i++) {
      text.append(
          "  - {id: planted-%d, effect: archive, owner: o@example.com, reason: r, when: '%s'}\n"
              .formatted(i, planted.get(i).when()));
    }
    return text.toString();
  }

  private void rolesReadBuckets(int number) {
    String owner = account();
    String from = account();
    String path = word();
    String prefix = word();
    plant(
        """
        finding.type == "ExternalAccess" && resource.type == "AWS::S3::Bucket" && resource.account == "%s" \
        && resource.arn.startsWith("arn:aws:s3:::%s-") \
        && principal.arn.startsWith("arn:aws:iam::%s:role/%s/") \
        && access.actions.all(a, a in ["s3:GetObject", "s3:ListBucket"])"""
            .formatted(owner, prefix, from, path),
        number,
        () ->
            access(
                new Resource(
                    "arn:aws:s3:::%s-%s-%d".formatted(prefix, one(WORDS), random.nextInt(5)),
                    "AWS::S3::Bucket",
                    owner,
                    "us-east-1"),
                "arn:aws:iam::%s:role/%s/%s".formatted(from, path, one(WORDS.subList(0, 7))),
                some(List.of("s3:GetObject", "s3:ListBucket")),
                Map.of()));
  }

  private void partnersSendToQueue(int number) {
    String owner = account();
    String queue = "arn:aws:sqs:eu-west-1:%s:%s".formatted(owner, word());
    List<String> partners = IntStream.range(0, 12).mapToObj(i -> account()).toList();
    plant(
        """
        finding.type == "ExternalAccess" && resource.arn == "%s" && principal.kind == "Account" \
        && principal.account in %s && access.actions == ["sqs:SendMessage"]"""
            .formatted(queue, listed(partners)),
        number,
        () ->
            access(
                new Resource(queue, "AWS::SQS::Queue", owner, "eu-west-1"),
                random.nextBoolean() ? one(partners) : "arn:aws:iam::" + one(partners) + ":root",
                List.of("sqs:SendMessage"),
                Map.of()));
  }

  private void auditorAssumesRoles(int number) {
    String from = account();
    String name = word();
    List<String> members = IntStream.range(0, 20).mapToObj(i -> account()).toList();
    plant(
        """
        finding.type == "ExternalAccess" && resource.type == "AWS::IAM::Role" && resource.account in %s \
        && resource.arn.endsWith(":role/%s") && principal.arn == "arn:aws:iam::%s:role/%s" \
        && access.actions == ["sts:AssumeRole"]"""
            .formatted(listed(members), name, from, name),
        number,
        () -> {
          String member = one(members);
          return access(
              new Resource(
                  "arn:aws:iam::%s:role/%s".formatted(member, name),
                  "AWS::IAM::Role",
                  member,
                  "us-east-1"),
              "arn:aws:iam::%s:role/%s".formatted(from, name),
              List.of("sts:AssumeRole"),
              Map.of());
        });
  }

  private void vendorsAssumeRoles(int number) {
    String owner = account();
    String vendor = account();
    String path = word();
    plant(
        """
        finding.type == "ExternalAccess" && resource.type == "AWS::IAM::Role" && resource.account == "%s" \
        && resource.arn.startsWith("arn:aws:iam::%s:role/%s/") && principal.account == "%s" \
        && "sts:ExternalId" in access.limits && access.actions == ["sts:AssumeRole"]"""
            .formatted(owner, owner, path, vendor),
        number,
        () ->
            access(
                new Resource(
                    "arn:aws:iam::%s:role/%s/%s-%d"
                        .formatted(owner, path, one(WORDS), random.nextInt(9)),
                    "AWS::IAM::Role",
                    owner,
                    "us-east-1"),
                vendor,
                List.of("sts:AssumeRole"),
                Map.of("sts:ExternalId", "customer-" + random.nextInt(40))));
  }

  private void rolesAreKept(int number) {
    String owner = account();
    String path = word();
    plant(
        """
        finding.type == "UnusedIAMRole" && resource.account == "%s" \
        && resource.arn.startsWith("arn:aws:iam::%s:role/%s/")"""
            .formatted(owner, owner, path),
        number,
        () ->
            subject(
                Finding.builder(
                        Long.toHexString(random.nextLong()),
                        ANALYZER,
                        FindingType.UNUSED_ROLE,
                        new Resource(
                            "arn:aws:iam::%s:role/%s/%s-%d"
                                .formatted(owner, path, one(WORDS), random.nextInt(9)),
                            "AWS::IAM::Role",
                            owner,
                            "us-east-1"))
                    .ordinary(NOW)
                    .unused(new UnusedAccess(null, "", 0, 0, List.of()))));
  }

  private void keysAreUsed(int number) {
    String owner = account();
    String from = account();
    List<String> keys =
        IntStream.range(0, 4)
            .mapToObj(
                i ->
                    "arn:aws:kms:us-east-1:%s:key/%08d-1111"
                        .formatted(owner, random.nextInt(99_999_999)))
            .toList();
    plant(
        """
        finding.type == "ExternalAccess" && resource.arn in %s \
        && principal.arn == "arn:aws:iam::%s:role/app" \
        && access.actions.all(a, a in ["kms:Decrypt", "kms:DescribeKey"])"""
            .formatted(listed(keys), from),
        number,
        () ->
            access(
                new Resource(one(keys), "AWS::KMS::Key", owner, "us-east-1"),
                "arn:aws:iam::%s:role/app".formatted(from),
                List.of("kms:Decrypt", "kms:DescribeKey"),
                Map.of()));
  }

  private static List<String> listed(List<String> texts) {
    return texts.stream().map(text -> '"' + text + '"').toList();
  }

  private void plant(String when, int number, Supplier<Subject> one) {
    planted.add(new Planted(when, IntStream.range(0, number).mapToObj(i -> one.get()).toList()));
  }

  /** Something of which no rule is expected: of everybody, like no other one, or not known. */
  private Subject other(int number) {
    Finding near = single(number);
    if (!planted.isEmpty() && random.nextInt(3) > 0) {
      List<Subject> like = planted.get(random.nextInt(planted.size())).findings();
      Finding one = like.get(random.nextInt(like.size())).finding();
      near = one.unused() == null ? one : near;
    }
    Finding.Builder other = near.toBuilder();
    return switch (random.nextInt(6)) {
      case 0 -> subject(other.isPublic(true).principal(Principal.of(Map.of("AWS", "*"))));
      case 1 ->
          subject(
              other
                  .principal(Principal.of(Map.of("AWS", "*")))
                  .access(new Access(List.of("s3:PutObject"), Map.of("aws:SourceArn", "*"), "")));
      case 2 -> subject(other.error("ACCESS_DENIED").principal(null).access(null).isPublic(null));
      case 3 -> subject(other.access(null));
      case 4 -> subject(other.status(FindingStatus.RESOLVED));
      default -> subject(single(number).toBuilder());
    };
  }

  /** Like no other one. */
  private Finding single(int number) {
    String owner = account();
    return access(
            new Resource(
                "arn:aws:sns:us-east-1:%s:%s%d".formatted(owner, one(WORDS), number),
                "AWS::SNS::Topic",
                owner,
                "us-east-1"),
            "arn:aws:iam::%s:role/x%d".formatted(account(), number),
            List.of("sns:Publish"),
            Map.of())
        .finding();
  }

  static Subject access(
      Resource resource, String principal, List<String> actions, Map<String, String> condition) {
    return subject(
        Finding.builder(
                resource.arn() + principal + actions + condition,
                ANALYZER,
                FindingType.EXTERNAL_ACCESS,
                resource)
            .ordinary(NOW)
            .principal(Principal.of(Map.of("AWS", principal)))
            .access(new Access(actions, condition, "")));
  }

  static Subject subject(Finding.Builder finding) {
    return new Subject(
        finding.build().asRead("1:hash"),
        new Facts(
            Fact.unread(Fact.Cause.UNSUPPORTED, "An export has no tags."), Fact.known(List.of())),
        NOW);
  }

  private String account() {
    return Long.toString(100_000_000_000L + 7_654_321L * ++accounts);
  }

  private String word() {
    return one(WORDS) + one(List.of("data", "jobs", "prod", "share")) + words++;
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private List<String> some(List<String> of) {
    List<String> some = of.stream().filter(value -> random.nextInt(3) > 0).toList();
    return some.isEmpty() ? of : some;
  }
}
