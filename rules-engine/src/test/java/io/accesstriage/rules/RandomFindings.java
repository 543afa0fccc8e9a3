package io.accesstriage.rules;

import io.accesstriage.finding.Finding;
import io.accesstriage.fixtures.Findings;
import io.accesstriage.json.RecordJson;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Findings of few values, so that two of them are often the same but for one thing. */
final class RandomFindings {
  private static final List<String> ACCOUNTS = List.of("111122223333", "444455556666");
  private static final List<String> ACTIONS = List.of("s3:GetObject", "s3:ListBucket", "s3:*");
  private static final List<String> SOURCES =
      List.of("POLICY", "BUCKET_ACL", "S3_ACCESS_POINT", "S3_ACCESS_POINT_ACCOUNT");
  private static final List<String> SERVICES = List.of("ec2", "iam", "s3");
  private static final List<String> RESTRICTIONS = List.of("", "APPLICABLE", "NOT_APPLICABLE");

  private static final Set<String> UNREADABLE =
      Set.of("/isPublic", "/resource/account", "/access/actions", "/access/condition", "/sources");

  private RandomFindings() {}

  static Finding next(Random random) {
    Finding finding =
        switch (random.nextInt(4)) {
          case 0 -> Findings.internal();
          case 1 ->
              Findings.with(
                  Findings.with(Findings.unused(), "/unused/actionCount", 0),
                  "/unused/serviceCount",
                  2);
          default -> Findings.external();
        };
    for (int i = random.nextInt(3); i > 0; i--) {
      finding = changed(finding, random);
    }
    return finding;
  }

  /** The same finding read again, or one that differs in one or two things. */
  static Finding near(Finding finding, Random random) {
    Finding near = readAgain(finding, random);
    for (int i = random.nextInt(3); i > 0; i--) {
      near = changed(near, random);
    }
    return near;
  }

  /** Its lists in another order, elements repeated, another id, other times. */
  private static Finding readAgain(Finding finding, Random random) {
    Finding again = Findings.with(finding, "/id", "f-" + random.nextInt(3));
    again = Findings.with(again, "/status", random.nextBoolean() ? "ACTIVE" : "ARCHIVED");
    again =
        Findings.with(
            again, "/updatedAt", "2026-05-0%dT00:00:00Z".formatted(1 + random.nextInt(9)));
    again =
        Findings.with(
            again, "/analyzedAt", "2026-05-0%dT00:00:00Z".formatted(1 + random.nextInt(9)));
    if (finding.access() != null && finding.access().actions() != null) {
      again = Findings.with(again, "/access/actions", shuffled(finding.access().actions(), random));
    }
    if (finding.sources() != null) {
      again =
          Findings.with(
              again,
              "/sources",
              shuffled(
                  finding.sources().stream()
                      .map(s -> source(s.type(), s.accessPointArn(), s.accessPointAccount()))
                      .toList(),
                  random));
    }
    if (finding.unused() != null) {
      again =
          Findings.with(again, "/unused/services", shuffled(finding.unused().services(), random));
      again =
          Findings.with(
              again,
              "/unused/lastAccessed",
              "2025-01-0%dT00:00:00Z".formatted(1 + random.nextInt(9)));
    }
    return again;
  }

  private static Finding changed(Finding finding, Random random) {
    List<String> pointers =
        new ArrayList<>(
            List.of("/analyzerArn", "/resource/arn", "/resource/type", "/resource/account"));
    pointers.addAll(
        finding.unused() == null
            ? List.of(
                "/isPublic",
                "/principal/value",
                "/principal/account",
                "/principal/kind",
                "/access/actions",
                "/access/condition",
                "/access/type",
                "/sources",
                "/restrictions/resourceControlPolicy",
                "/restrictions/serviceControlPolicy")
            : List.of("/unused/services", "/unused/serviceCount", "/unused/accessKeyId"));
    String pointer = pointers.get(random.nextInt(pointers.size()));
    if (RecordJson.STATE.write(finding).at(pointer).isMissingNode()) {
      return finding;
    }
    // What was not read is not known to be the same.
    return random.nextInt(8) == 0 && UNREADABLE.contains(pointer)
        ? Findings.without(finding, pointer)
        : Findings.with(finding, pointer, value(pointer, random));
  }

  private static Object value(String pointer, Random random) {
    return switch (pointer) {
      case "/analyzerArn" -> Findings.ANALYZER + one(List.of("", "-2"), random);
      case "/resource/arn" -> "arn:aws:s3:::" + one(List.of("a", "b", "a*"), random);
      case "/resource/type" -> one(List.of("AWS::S3::Bucket", "AWS::KMS::Key"), random);
      case "/resource/account", "/principal/value", "/principal/account" -> one(ACCOUNTS, random);
      case "/principal/kind" -> one(List.of("Account", "Role", "Federated"), random);
      case "/isPublic" -> random.nextInt(4) == 0;
      case "/access/actions" -> some(ACTIONS, random);
      case "/access/condition" -> {
        Map<String, String> condition = new HashMap<>();
        some(List.of("aws:SourceVpc", "aws:SourceIp"), random)
            .forEach(key -> condition.put(key, one(List.of("a", "b"), random)));
        yield condition;
      }
      case "/access/type" -> one(List.of("", "INTRA_ORG"), random);
      case "/sources" -> some(SOURCES, random).stream().map(type -> source(type, random)).toList();
      case "/unused/services" -> some(SERVICES, random);
      case "/unused/serviceCount" -> random.nextInt(3);
      case "/unused/accessKeyId" -> one(List.of("", "AKIAIOSFODNN7EXAMPLE"), random);
      default -> one(RESTRICTIONS, random);
    };
  }

  private static Map<String, String> source(String type, Random random) {
    return switch (type) {
      case "S3_ACCESS_POINT" ->
          source(type, "arn:aws:s3:us-east-1:111122223333:accesspoint/" + random.nextInt(2), "");
      case "S3_ACCESS_POINT_ACCOUNT" -> source(type, "", one(ACCOUNTS, random));
      default -> source(type, "", "");
    };
  }

  private static Map<String, String> source(String type, String arn, String account) {
    return account.isEmpty()
        ? Map.of("type", type, "accessPointArn", arn)
        : Map.of("type", type, "accessPointArn", arn, "accessPointAccount", account);
  }

  private static String one(List<String> of, Random random) {
    return of.get(random.nextInt(of.size()));
  }

  private static List<String> some(List<String> of, Random random) {
    return of.stream().filter(value -> random.nextBoolean()).toList();
  }

  /** In any order, some of them twice. */
  private static <T> List<T> shuffled(List<T> list, Random random) {
    List<T> shuffled = new ArrayList<>(list);
    list.stream().filter(value -> random.nextInt(3) == 0).forEach(shuffled::add);
    Collections.shuffle(shuffled, random);
    return shuffled;
  }
}
