package io.accesstriage.reliability;

import io.accesstriage.reliability.Content.Grant;
import io.accesstriage.reliability.Content.Publicity;
import io.accesstriage.reliability.SimulatedFinding.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Draws what findings report. */
final class Contents {
  /** Nobody is kept out by any of them. */
  private static final List<Map<String, String>> LIMIT_NOBODY =
      List.of(
          Map.of("aws:SecureTransport", "true"),
          Map.of("aws:PrincipalArn", "*"),
          Map.of("aws:SourceIp", "0.0.0.0/0"));

  /** Of tokens that anybody can get who has an account at the identity provider. */
  private static final Map<String, String> AUDIENCE =
      Map.of("token.actions.githubusercontent.com:aud", "sts.amazonaws.com");

  /** Anybody can tag a role of their own so. */
  private static final String NAME = "aws:PrincipalTag/name";

  private static final List<String> OUTSIDERS =
      List.of("444455556666", "555566667777", "999988887777", Content.ANYONE);
  private static final List<String> READERS = List.of(Law.AUDIT, "333344445555");
  private static final String REVISION = "aws:SourceVpc";

  private final Chance chance;

  Contents(Chance chance) {
    this.chance = chance;
  }

  /** Content that differs from any of another revision. */
  Content draw(Kind kind, int revision, String owner, @Nullable Instant lastUse) {
    String partner =
        switch (kind) {
          case EXTERNAL -> chance.of(OUTSIDERS);
          case INTERNAL -> chance.of(READERS);
          case UNUSED_ROLE, UNUSED_KEY, UNUSED_PASSWORD, UNUSED_PERMISSION -> "";
        };
    Content content =
        new Content(
            revision,
            partner,
            owner,
            chance.of(0.03) ? "INTERNAL_ERROR" : "",
            grant(kind, revision),
            Publicity.TOLD,
            true,
            lastUse);
    if (kind == Kind.EXTERNAL && chance.of(0.1)) {
      content =
          content.withPartner(
              "arn:aws:iam::999988887777:role/" + HostileTexts.draw(chance, 300) + revision);
    }
    return kind == Kind.EXTERNAL && chance.of(0.2) ? limitingNobody(content) : content;
  }

  private Grant grant(Kind kind, int revision) {
    return switch (kind) {
      case EXTERNAL, INTERNAL ->
          new Grant(actions(), condition(revision), sources(revision), Map.of());
      case UNUSED_KEY ->
          new Grant(List.of("AKIAIOSFODNN7" + revision), Map.of(), List.of(), Map.of());
      case UNUSED_PERMISSION -> new Grant(List.of(), Map.of(), List.of(), services(revision));
      case UNUSED_ROLE, UNUSED_PASSWORD -> new Grant(List.of(), Map.of(), List.of(), Map.of());
    };
  }

  private List<String> actions() {
    List<String> actions = new ArrayList<>(List.of("s3:GetObject", "s3:ListBucket"));
    if (chance.of(0.5)) {
      actions.add(chance.of(GrantedAction.names()));
    }
    return actions;
  }

  private Map<String, String> condition(int revision) {
    Map<String, String> condition = new TreeMap<>(Map.of(REVISION, "vpc-" + revision));
    if (chance.of(0.2)) {
      condition.put(NAME, HostileTexts.draw(chance, 300));
    }
    return condition;
  }

  private List<String> sources(int revision) {
    if (!chance.of(0.3)) {
      return List.of("POLICY");
    }
    return revision % 2 == 0
        ? List.of("POLICY", "BUCKET_ACL")
        : List.of(
            "POLICY", "S3_ACCESS_POINT_ACCOUNT " + Content.ACCESS_POINTS.get(revision / 2 % 2));
  }

  private Map<String, List<String>> services(int revision) {
    Map<String, List<String>> services = new TreeMap<>();
    services.put("s3", IntStream.rangeClosed(0, revision).mapToObj(i -> "Action" + i).toList());
    if (chance.of(0.5)) {
      services.put("sqs", List.of());
    }
    return services;
  }

  /** What is granted differs from revision to revision, but not the condition. */
  private Content limitingNobody(Content content) {
    List<String> actions = new ArrayList<>(content.grant().actions());
    actions.add("s3:GetObjectVersion" + content.revision());
    boolean isByToken = chance.of(0.5);
    Grant grant =
        new Grant(
            actions,
            isByToken ? AUDIENCE : chance.of(LIMIT_NOBODY),
            content.grant().sources(),
            Map.of());
    return isByToken
        ? content
            .withPartner(
                "arn:aws:iam::%s:oidc-provider/token.actions.githubusercontent.com"
                    .formatted(content.owner()))
            .withGrant(grant)
        : content.withGrant(grant);
  }

  /** The conditions that keep somebody out. */
  static Map<String, String> limits(Content content) {
    Map<String, String> limits = new TreeMap<>(content.grant().condition());
    limits.remove(NAME);
    Stream.concat(LIMIT_NOBODY.stream(), Stream.of(AUDIENCE))
        .forEach(idle -> limits.entrySet().removeAll(idle.entrySet()));
    return limits;
  }

  /** Whether access looks limited and is not. */
  static boolean isOpen(Content content) {
    boolean isByToken = content.partner().contains(":oidc-provider/");
    boolean isConditional = !content.grant().condition().isEmpty();
    return limits(content).isEmpty()
        && (isByToken || (content.partner().equals(Content.ANYONE) && isConditional));
  }

  /** When something that is not used was used last. */
  @Nullable Instant lastUse(Kind kind, Instant now) {
    boolean isUsed =
        kind == Kind.UNUSED_ROLE || kind == Kind.UNUSED_KEY || kind == Kind.UNUSED_PASSWORD;
    return isUsed ? now.minus(chance.between(Duration.ofDays(1), Duration.ofDays(400))) : null;
  }
}
