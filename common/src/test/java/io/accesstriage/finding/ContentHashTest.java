package io.accesstriage.finding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.accesstriage.testing.RandomStates;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ContentHashTest {
  /** A finding with something in every field that the hash covers. */
  private static final Content BASE =
      new Content(
          FindingType.EXTERNAL_ACCESS,
          false,
          new Resource("arn:aws:s3:::b", "AWS::S3::Bucket", "111122223333", "us-east-1"),
          new Principal(PrincipalKind.ACCOUNT, "444455556666", "", "444455556666"),
          List.of("s3:GetObject", "s3:PutObject"),
          Map.of("aws:SourceVpc", "vpc-1", "aws:SourceIp", "10.0.0.0/8"),
          "INTRA_ORG",
          List.of(
              new Source("POLICY", ""),
              new Source("S3_ACCESS_POINT", "arn:aws:s3:us-east-1:111122223333:accesspoint/p")),
          new Restrictions("APPLICABLE", "APPLIED"),
          "AKIAIOSFODNN7EXAMPLE",
          Map.of("s3", List.of("GetObject", "PutObject"), "kms", List.of()));

  @Test
  void of_finding_startsWithItsVersion() {
    assertTrue(BASE.hash().matches("1:[0-9a-f]{64}"), BASE.hash());
  }

  @Test
  void of_sameContentInAnyOrder_isTheSame() {
    for (long seed = 0; seed < 300; seed++) {
      RandomStates random = new RandomStates(seed);
      Content shuffled =
          BASE.with(c -> c.actions = random.shuffled(c.actions))
              .with(c -> c.condition = shuffled(random, c.condition))
              .with(c -> c.sources = random.shuffled(c.sources))
              .with(
                  c -> {
                    Map<String, List<String>> permissions = new LinkedHashMap<>();
                    for (String service : random.shuffled(List.copyOf(c.permissions.keySet()))) {
                      permissions.put(service, random.shuffled(c.permissions.get(service)));
                    }
                    c.permissions = permissions;
                  });

      assertEquals(BASE.hash(), shuffled.hash(), "seed " + seed);
    }
  }

  @Test
  void of_repeatedAction_isTheSame() {
    assertEquals(
        BASE.hash(),
        BASE.with(c -> c.actions = List.of("s3:PutObject", "s3:GetObject", "s3:PutObject")).hash());
  }

  @Test
  void of_absentAndEmpty_areTheSame() {
    Content empty =
        new Content(
            FindingType.EXTERNAL_ACCESS,
            false,
            BASE.resource,
            null,
            List.of(),
            Map.of(),
            "",
            List.of(),
            new Restrictions("", ""),
            "",
            Map.of());
    Content absent =
        new Content(
            FindingType.EXTERNAL_ACCESS,
            null,
            BASE.resource,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            Map.of());

    assertEquals(empty.hash(), absent.hash());
  }

  @Test
  void of_statusErrorTimesAnalyzerAndRegion_doNotMatter() {
    Finding finding = BASE.finding();
    Finding later =
        new Finding(
            "another id",
            "another analyzer",
            finding.type(),
            FindingStatus.ARCHIVED,
            "INTERNAL_ERROR",
            finding.isPublic(),
            new Resource(
                finding.resource().arn(), finding.resource().type(), null, "another region"),
            finding.principal(),
            finding.access(),
            finding.sources(),
            finding.restrictions(),
            new UnusedAccess(Instant.EPOCH, "AKIAIOSFODNN7EXAMPLE", 5, 6, List.of("s3")),
            Instant.EPOCH,
            Instant.EPOCH,
            Instant.EPOCH,
            "1:other",
            ReadFrom.EVENT,
            "denied");

    assertEquals(
        ContentHash.of(finding, BASE.permissions), ContentHash.of(later, BASE.permissions));
  }

  @Test
  void of_everyOtherChange_isAnotherHash() {
    List<UnaryOperator<Content>> changes =
        List.of(
            c -> c.with(x -> x.type = FindingType.INTERNAL_ACCESS),
            c -> c.with(x -> x.isPublic = true),
            c -> c.with(x -> x.resource = resource("arn:aws:s3:::c", "AWS::S3::Bucket")),
            c -> c.with(x -> x.resource = resource("arn:aws:s3:::b", "AWS::SQS::Queue")),
            c -> c.with(x -> x.principal = null),
            c ->
                c.with(
                    x ->
                        x.principal =
                            new Principal(
                                PrincipalKind.ACCOUNT, "777788889999", "", "777788889999")),
            c ->
                c.with(
                    x ->
                        x.principal =
                            new Principal(
                                PrincipalKind.FEDERATED, "444455556666", "", "444455556666")),
            c -> c.with(x -> x.actions = List.of("s3:GetObject")),
            c -> c.with(x -> x.actions = List.of("s3:GetObject", "s3:PutObject", "s3:*")),
            c -> c.with(x -> x.actions = List.of("s3:GetObject,s3:PutObject")),
            c -> c.with(x -> x.actions = null),
            c -> c.with(x -> x.condition = Map.of("aws:SourceVpc", "vpc-1")),
            c ->
                c.with(
                    x ->
                        x.condition =
                            Map.of("aws:SourceVpc", "vpc-2", "aws:SourceIp", "10.0.0.0/8")),
            c -> c.with(x -> x.condition = Map.of()),
            c -> c.with(x -> x.accessType = "INTRA_ACCOUNT"),
            c -> c.with(x -> x.sources = List.of(new Source("POLICY", ""))),
            c ->
                c.with(
                    x ->
                        x.sources =
                            List.of(new Source("BUCKET_ACL", ""), new Source("POLICY", ""))),
            c -> c.with(x -> x.restrictions = new Restrictions("NOT_APPLICABLE", "APPLIED")),
            c -> c.with(x -> x.restrictions = new Restrictions("APPLICABLE", "")),
            c -> c.with(x -> x.restrictions = new Restrictions("APPLIED", "APPLICABLE")),
            c -> c.with(x -> x.accessKeyId = "AKIAI44QH8DHBEXAMPLE"),
            c -> c.with(x -> x.permissions = Map.of("s3", List.of("GetObject", "PutObject"))),
            c ->
                c.with(
                    x ->
                        x.permissions =
                            Map.of("s3", List.of("GetObject"), "kms", List.of("PutObject"))),
            c -> c.with(x -> x.permissions = Map.of("s3", List.of(), "kms", List.of())));
    Set<String> hashes = new HashSet<>(Set.of(BASE.hash()));

    for (int i = 0; i < changes.size(); i++) {
      assertTrue(
          hashes.add(changes.get(i).apply(BASE).hash()),
          "change " + i + " has the hash of the base or of an earlier change");
    }
  }

  @Test
  void of_publicOrNotTold_differFromEachOther() {
    assertNotEquals(
        BASE.with(c -> c.isPublic = true).hash(), BASE.with(c -> c.isPublic = null).hash());
  }

  @Test
  void of_sameFinding_isTheSameInEveryVersionOfTheProduct() {
    // Hashes are kept in the ledger: a change here needs another version before the colon.
    assertEquals("1:139058c76808d087ca3ec2fdd62f6366cd5513b6f803b6a757786ca4570e3ad7", BASE.hash());
  }

  @Test
  void same_equalHashes_areTheSame() {
    assertTrue(ContentHash.same("1:aa", "1:aa"));
    assertFalse(ContentHash.same("1:aa", "1:bb"));
  }

  @Test
  void same_eventReadOrOtherVersion_areTakenForTheSame() {
    assertTrue(ContentHash.same(null, "1:aa"));
    assertTrue(ContentHash.same("1:aa", null));
    assertTrue(ContentHash.same(null, null));
    assertTrue(ContentHash.same("1:aa", "2:bb"));
    assertTrue(ContentHash.same("aa", "1:aa"));
    assertFalse(ContentHash.same("2:aa", "2:bb"));
  }

  private static Resource resource(String arn, String type) {
    return new Resource(arn, type, "111122223333", "us-east-1");
  }

  private static Map<String, String> shuffled(
      RandomStates random, @Nullable Map<String, String> map) {
    Map<String, String> shuffled = new LinkedHashMap<>();
    if (map != null) {
      random.shuffled(new ArrayList<>(map.keySet())).forEach(k -> shuffled.put(k, map.get(k)));
    }
    return Collections.unmodifiableMap(shuffled);
  }

  /** What the hash covers, with a copy for each change. */
  private static final class Content {
    FindingType type;
    @Nullable Boolean isPublic;
    Resource resource;
    @Nullable Principal principal;
    @Nullable List<String> actions;
    @Nullable Map<String, String> condition;
    @Nullable String accessType;
    @Nullable List<Source> sources;
    @Nullable Restrictions restrictions;
    @Nullable String accessKeyId;
    Map<String, List<String>> permissions;

    Content(
        FindingType type,
        @Nullable Boolean isPublic,
        Resource resource,
        @Nullable Principal principal,
        @Nullable List<String> actions,
        @Nullable Map<String, String> condition,
        @Nullable String accessType,
        @Nullable List<Source> sources,
        @Nullable Restrictions restrictions,
        @Nullable String accessKeyId,
        Map<String, List<String>> permissions) {
      this.type = type;
      this.isPublic = isPublic;
      this.resource = resource;
      this.principal = principal;
      this.actions = actions;
      this.condition = condition;
      this.accessType = accessType;
      this.sources = sources;
      this.restrictions = restrictions;
      this.accessKeyId = accessKeyId;
      this.permissions = permissions;
    }

    Content with(java.util.function.Consumer<Content> change) {
      Content copy =
          new Content(
              type,
              isPublic,
              resource,
              principal,
              actions,
              condition,
              accessType,
              sources,
              restrictions,
              accessKeyId,
              permissions);
      change.accept(copy);
      return copy;
    }

    Finding finding() {
      return new Finding(
          "id",
          "arn",
          type,
          FindingStatus.ACTIVE,
          null,
          isPublic,
          resource,
          principal,
          accessType == null ? null : new Access(actions, condition, accessType),
          sources,
          restrictions,
          accessKeyId == null ? null : new UnusedAccess(null, accessKeyId, 0, 0, List.of()),
          null,
          null,
          null,
          null,
          ReadFrom.API,
          null);
    }

    String hash() {
      return ContentHash.of(finding(), permissions);
    }
  }
}
