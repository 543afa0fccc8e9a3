package io.accesstriage.reliability;

import io.accesstriage.reliability.Content.Grant;
import io.accesstriage.reliability.Content.Publicity;
import io.accesstriage.reliability.SimulatedFinding.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Draws what findings report. */
final class Contents {
  /** Nobody is kept out by any of them. */
  static final List<Map<String, String>> LIMIT_NOBODY =
      List.of(
          Map.of("aws:SecureTransport", "true"),
          Map.of("aws:PrincipalArn", "*"),
          Map.of("aws:SourceIp", "0.0.0.0/0"));

  /** Of tokens that anybody can get who has an account at the identity provider. */
  static final Map<String, String> AUDIENCE =
      Map.of("token.actions.githubusercontent.com:aud", "sts.amazonaws.com");

  private static final List<String> OUTSIDERS =
      List.of("444455556666", "555566667777", "999988887777", Content.ANYONE);
  private static final List<String> READERS = List.of(Law.AUDIT, "333344445555");
  private static final String REVISION = "aws:PrincipalTag/revision";

  private final Chance chance;
  private final Set<Hazard> hazards;

  Contents(Chance chance, Set<Hazard> hazards) {
    this.chance = chance;
    this.hazards = hazards;
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
    if (kind == Kind.EXTERNAL && hazards.contains(Hazard.HOSTILE_TEXTS) && chance.of(0.5)) {
      content =
          content.withPartner(
              "arn:aws:iam::999988887777:role/" + HostileTexts.draw(chance, 300) + revision);
    }
    boolean limitsNobody = hazards.contains(Hazard.CONDITIONS_LIMIT_NOBODY) && chance.of(0.4);
    return kind == Kind.EXTERNAL && limitsNobody ? limitingNobody(content) : content;
  }

  private Grant grant(Kind kind, int revision) {
    return switch (kind) {
      case EXTERNAL, INTERNAL -> new Grant(actions(), condition(revision), sources(), Map.of());
      case UNUSED_KEY ->
          new Grant(List.of("AKIAIOSFODNN7" + revision), Map.of(), List.of(), Map.of());
      case UNUSED_PERMISSION -> new Grant(List.of(), Map.of(), List.of(), services(revision));
      case UNUSED_ROLE, UNUSED_PASSWORD -> new Grant(List.of(), Map.of(), List.of(), Map.of());
    };
  }

  private List<String> actions() {
    List<String> actions = new ArrayList<>(List.of("s3:GetObject", "s3:ListBucket"));
    if (hazards.contains(Hazard.DRAWN_RULES) && chance.of(0.5)) {
      actions.add(chance.of(GrantedAction.names()));
    }
    return actions;
  }

  private Map<String, String> condition(int revision) {
    Map<String, String> condition = new TreeMap<>(Map.of(REVISION, String.valueOf(revision)));
    if (hazards.contains(Hazard.HOSTILE_TEXTS)) {
      condition.put("aws:PrincipalTag/name", HostileTexts.draw(chance, 300));
    }
    return condition;
  }

  private List<String> sources() {
    return hazards.contains(Hazard.DRAWN_RULES) && chance.of(0.3)
        ? List.of("POLICY", "BUCKET_ACL")
        : List.of("POLICY");
  }

  private Map<String, List<String>> services(int revision) {
    Map<String, List<String>> services = new TreeMap<>();
    services.put("s3", IntStream.rangeClosed(0, revision).mapToObj(i -> "Action" + i).toList());
    if (hazards.contains(Hazard.DRAWN_RULES) && chance.of(0.5)) {
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

  /** When something that is not used was used last. */
  @Nullable Instant lastUse(Kind kind, Instant now) {
    boolean isUsed =
        hazards.contains(Hazard.LAST_USE_MOVES)
            && (kind == Kind.UNUSED_ROLE
                || kind == Kind.UNUSED_KEY
                || kind == Kind.UNUSED_PASSWORD);
    return isUsed ? now.minus(chance.between(Duration.ofDays(1), Duration.ofDays(400))) : null;
  }
}
