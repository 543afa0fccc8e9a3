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
    assertTrue(BASE.hash().matches("2(:[0-9a-f]{64}){3}"), BASE.hash());
    String ofEvent = BASE.finding().asAnnounced("denied").contentHash();
    assertTrue(String.valueOf(ofEvent).matches("2:::[0-9a-f]{64}"), ofEvent);
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
  void of_whatWasNotRead_isAValueOfItsOwn() {
    Content empty =
        BASE.with(c -> c.actions = List.of())
            .with(c -> c.condition = Map.of())
            .with(c -> c.sources = List.of())
            .with(c -> c.restrictions = new Restrictions("", ""))
            .with(c -> c.accessKeyId = "");
    List<UnaryOperator<Content>> unread =
        List.of(
            c -> c.with(x -> x.isPublic = null),
            c ->
                c.with(
                    x -> x.resource = new Resource("arn:aws:s3:::b", "AWS::S3::Bucket", null, "r")),
            c -> c.with(x -> x.principal = null),
            c ->
                c.with(
                    x ->
                        x.principal =
                            new Principal(PrincipalKind.ACCOUNT, null, "", "444455556666")),
            c -> c.with(x -> x.actions = null),
            c -> c.with(x -> x.condition = null),
            c -> c.with(x -> x.sources = null),
            c -> c.with(x -> x.restrictions = null),
            c -> c.with(x -> x.accessKeyId = null));
    Set<String> hashes = new HashSet<>(Set.of(empty.hash()));

    for (int i = 0; i < unread.size(); i++) {
      assertTrue(hashes.add(unread.get(i).apply(empty).hash()), "unread field " + i);
    }
  }

  @Test
  void of_detailsThatTheModelLacks_countAsContent() {
    Finding finding = BASE.finding();

    assertEquals(
        ContentHash.of(finding, Map.of(), List.of("one", "two")),
        ContentHash.of(finding, Map.of(), List.of("two", "one")));
    assertFalse(
        ContentHash.same(
            ContentHash.of(finding, Map.of(), List.of("one", "two")),
            ContentHash.of(finding, Map.of(), List.of("one", "three"))));
  }

  @Test
  void of_statusTimesAnalyzerAndRegion_doNotMatter() {
    Finding finding = BASE.finding();
    Finding later =
        Finding.builder(
                "another id",
                "another analyzer",
                finding.type(),
                new Resource(
                    finding.resource().arn(),
                    finding.resource().type(),
                    "111122223333",
                    "another region"))
            .status(FindingStatus.ARCHIVED)
            .isPublic(finding.isPublic())
            .principal(finding.principal())
            .access(finding.access())
            .sources(finding.sources())
            .restrictions(finding.restrictions())
            .unused(new UnusedAccess(Instant.EPOCH, "AKIAIOSFODNN7EXAMPLE", 5, 6, List.of("s3")))
            .createdAt(Instant.EPOCH)
            .analyzedAt(Instant.EPOCH)
            .updatedAt(Instant.EPOCH)
            .contentHash("1:other")
            .readFrom(ReadFrom.EVENT)
            .readFailure("denied")
            .build();

    assertEquals(
        ContentHash.of(finding, BASE.permissions), ContentHash.of(later, BASE.permissions));
  }

  @Test
  void mayBeSame_onlyKnownDifference_isNone() {
    String read = BASE.hash();

    assertTrue(ContentHash.mayBeSame(read, read));
    assertTrue(ContentHash.mayBeSame(read, null));
    assertTrue(ContentHash.mayBeSame("1:access", "2:::announced"));
    assertFalse(ContentHash.mayBeSame(read, BASE.with(x -> x.isPublic = true).hash()));
  }

  /** The advice for one error is to do nothing, for another to change a policy. */
  @Test
  void same_anotherErrorCode_isAnotherContentAlsoToldByAnEvent() {
    Finding denied = BASE.with(x -> x.error = "ACCESS_DENIED").finding();
    Finding internal = BASE.with(x -> x.error = "INTERNAL_ERROR").finding();
    String read = ContentHash.of(denied, Map.of());

    assertFalse(ContentHash.same(read, ContentHash.of(internal, Map.of())));
    assertTrue(ContentHash.same(read, ContentHash.of(denied, Map.of())));
    assertFalse(ContentHash.same(read, ContentHash.ofEvent(internal)));
    assertTrue(ContentHash.same(read, ContentHash.ofEvent(denied)));
  }

  /** Older entries have no part for the code. */
  @Test
  void same_errorWithoutItsCode_isTheSameAsWithAny() {
    String read = ContentHash.of(BASE.with(x -> x.error = "ACCESS_DENIED").finding(), Map.of());
    String older = read.substring(0, read.lastIndexOf(':'));

    assertEquals(4, older.split(":").length);
    assertTrue(ContentHash.same(read, older));
    assertTrue(ContentHash.same(older, read));
  }

  @Test
  void of_everyOtherChange_isAnotherHash() {
    List<UnaryOperator<Content>> changes =
        List.of(
            c -> c.with(x -> x.type = FindingType.INTERNAL_ACCESS),
            c -> c.with(x -> x.isPublic = true),
            c -> c.with(x -> x.error = "ACCESS_DENIED"),
            c ->
                c.with(
                    x ->
                        x.resource =
                            new Resource("arn:aws:s3:::b", "AWS::S3::Bucket", "999900001111", "r")),
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
            c -> c.with(x -> x.sources = List.of(accessPointOf("444455556666"))),
            c -> c.with(x -> x.sources = List.of(accessPointOf("777788889999"))),
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
    // Hashes are kept in the ledger: a change here needs another version before the colon. The
    // first part is version 1's.
    assertEquals(
        "2:139058c76808d087ca3ec2fdd62f6366cd5513b6f803b6a757786ca4570e3ad7"
            + ":d69d9ef32e99827fabb4e4f71375bce4eacbe30e7500bbfc4c1b4183cdf3d233"
            + ":db9edd78f80715e7432c76e8389cb9fd79793a27aae6a0863eba3e8a705761ec",
        BASE.hash());
  }

  @Test
  void same_hashesOfTheApi_areComparedWhole() {
    assertTrue(ContentHash.same("2:aa:bb:cc", "2:aa:bb:dd"));
    assertFalse(ContentHash.same("2:aa:bb:cc", "2:aa:xx:cc"));
    assertFalse(ContentHash.same("2:aa:bb:cc", "2:xx:bb:cc"));
  }

  @Test
  void same_hashOfAnEvent_isComparedByWhatEventsTell() {
    assertTrue(ContentHash.same("2:::cc", "2:::cc"));
    assertFalse(ContentHash.same("2:::cc", "2:::xx"));
    assertTrue(ContentHash.same("2:::cc", "2:aa:bb:cc"));
    assertFalse(ContentHash.same("2:aa:bb:xx", "2:::cc"));
  }

  @Test
  void same_hashOfVersion1_isComparedByWhatItKnew() {
    assertTrue(ContentHash.same("1:aa", "1:aa"));
    assertFalse(ContentHash.same("1:aa", "1:bb"));
    assertTrue(ContentHash.same("1:aa", "2:aa:bb:cc"));
    assertFalse(ContentHash.same("1:aa", "2:xx:bb:cc"));
  }

  /** Else an upgrade would alert each finding with several principals again. */
  @Test
  void asOfVersion1_severalPrincipals_areJoinedByCommas() {
    Principal several = Principal.of(Map.of("AWS", "444455556666", "Federated", "example.com"));
    Principal joined =
        new Principal(PrincipalKind.UNKNOWN, null, "", "AWS=444455556666, Federated=example.com");

    assertEquals(
        ContentHash.asOfVersion1(BASE.with(c -> c.principal = joined).hash()),
        ContentHash.asOfVersion1(BASE.with(c -> c.principal = several).hash()));
  }

  /** Neither part of the one is in the other: taken for the same, a change would go unheard. */
  @Test
  void same_hashOfVersion1AndOfAnEvent_areNotComparable() {
    assertFalse(ContentHash.areComparable("1:aa", "2:::cc"));
    assertFalse(ContentHash.areComparable("2:::cc", "1:aa"));
    assertFalse(ContentHash.same("1:aa", "2:::cc"));
    assertTrue(ContentHash.areComparable("1:aa", "2:aa:bb:cc"));
    assertTrue(ContentHash.areComparable("2:aa:bb:cc", "2:::cc"));
  }

  @Test
  void same_contentThatNobodyRead_isTheSameAsNothing() {
    assertFalse(ContentHash.same(null, "2:aa:bb:cc"));
    assertFalse(ContentHash.same("1:aa", null));
    assertFalse(ContentHash.same(null, null));
    assertFalse(ContentHash.areComparable("1:aa", null));
  }

  @Test
  void same_eventAndApiOfOneFinding_agree() {
    Finding read = BASE.finding().asRead(BASE.hash());
    Finding event = BASE.finding().asAnnounced("denied");

    assertTrue(ContentHash.same(event.contentHash(), read.contentHash()));
    assertFalse(
        ContentHash.same(event.contentHash(), BASE.with(c -> c.actions = List.of("s3:*")).hash()));
  }

  @Test
  void ofEvent_restrictions_countWhereEventsTellThem() {
    Restrictions others = new Restrictions("NOT_APPLICABLE", "");
    Content internal = BASE.with(c -> c.type = FindingType.INTERNAL_ACCESS);

    assertEquals(announced(BASE), announced(BASE.with(c -> c.restrictions = others)));
    assertNotEquals(announced(internal), announced(internal.with(c -> c.restrictions = others)));
    assertNotEquals(announced(internal), announced(internal.with(c -> c.restrictions = null)));
  }

  @Test
  void ofEvent_unusedPermission_isComparedByNumbers() {
    Content unused = BASE.with(c -> c.type = FindingType.UNUSED_PERMISSION);
    Set<String> hashes = new HashSet<>();

    hashes.add(announced(unused));
    hashes.add(announced(unused.with(c -> c.serviceCount = 1)));
    hashes.add(announced(unused.with(c -> c.actionCount = 1)));
    hashes.add(announced(unused.with(c -> c.accessKeyId = null)));

    assertEquals(4, hashes.size());
  }

  @Test
  void isOfReading_hash_isSoWhereItCoversWhatWasRead() {
    assertTrue(ContentHash.isOfReading("2:aa:bb:cc"));
    assertTrue(ContentHash.isOfReading("1:aa"));
    assertFalse(ContentHash.isOfReading("2:::cc"));
    assertFalse(ContentHash.isOfReading(null));
  }

  @Test
  void asOfVersion1_hash_isTheFirstPart() {
    assertEquals("1:aa", ContentHash.asOfVersion1("2:aa:bb:cc"));
  }

  private static String announced(Content content) {
    return ContentHash.ofEvent(content.finding());
  }

  private static Source accessPointOf(String account) {
    return new Source("S3_ACCESS_POINT_ACCOUNT", "", account);
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
    @Nullable String error;
    Resource resource;
    @Nullable Principal principal;
    @Nullable List<String> actions;
    @Nullable Map<String, String> condition;
    @Nullable String accessType;
    @Nullable List<Source> sources;
    @Nullable Restrictions restrictions;
    @Nullable String accessKeyId;
    int serviceCount;
    int actionCount;
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
      copy.error = error;
      copy.serviceCount = serviceCount;
      copy.actionCount = actionCount;
      change.accept(copy);
      return copy;
    }

    Finding finding() {
      return Finding.builder("id", "arn", type, resource)
          .error(error)
          .isPublic(isPublic)
          .principal(principal)
          .access(accessType == null ? null : new Access(actions, condition, accessType))
          .sources(sources)
          .restrictions(restrictions)
          .unused(
              accessKeyId == null
                  ? null
                  : new UnusedAccess(null, accessKeyId, serviceCount, actionCount, List.of()))
          .build();
    }

    String hash() {
      return ContentHash.of(finding(), permissions);
    }
  }
}
