package io.accesstriage.reliability;

import io.accesstriage.reliability.SimulatedFinding.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The rules that every run has. */
final class FixedRules {
  static final Expression IS_CONFIDENTIAL_AND_PUBLIC =
      new Expression(
          "finding.isPublic && tag(\"Data Classification\") == \"Confidential\"",
          c -> c.isPublic().and(c.tag("Data Classification", "Confidential")));

  static final String NOT_USED = "not-used-for-long";

  private static final LawRule CONFIDENTIAL =
      LawRule.notifying("confidential-is-never-public", "critical", IS_CONFIDENTIAL_AND_PUBLIC);

  private static final LawRule PRODUCTION =
      LawRule.notifying(
          "production-needs-a-person",
          "high",
          new Expression(
              "finding.type == \"ExternalAccess\" && tag(\"Environment\") == \"production\"",
              c -> Truth.of(c.is(Kind.EXTERNAL)).and(c.tag("Environment", "production"))));

  private static final LawRule PARTNERS =
      LawRule.archiving(
          "partner-exports",
          false,
          true,
          "expires: 2030-12-31",
          new Expression(
              "resource.type == \"AWS::S3::Bucket\" && principal.account in lists.partners"
                  + " && tag(\"Export\") == \"yes\"",
              c ->
                  Truth.of(c.isOf(Law.BUCKET))
                      .and(
                          c.value("principal.account")
                              .map(account -> Truth.of(Law.PARTNERS.contains(account)))
                              .orElse(Truth.UNKNOWN))
                      .and(c.tag("Export", "yes"))));

  private static final LawRule WEBSITE =
      LawRule.archiving(
          "public-website",
          true,
          true,
          "trustTags: true",
          new Expression(
              "resource.type == \"AWS::S3::Bucket\" && finding.isPublic"
                  + " && tag(\"Website\") == \"yes\"",
              c -> Truth.of(c.isOf(Law.BUCKET)).and(c.isPublic()).and(c.tag("Website", "yes"))));

  private static final LawRule SANDBOX =
      LawRule.archiving(
          "unused-in-sandbox",
          false,
          true,
          "expires: 2030-12-31",
          new Expression(
              "finding.type in [\"UnusedIAMRole\", \"UnusedIAMUserPassword\"]"
                  + " && resource.account == \"777788889999\"",
              c ->
                  Truth.of(
                      (c.is(Kind.UNUSED_ROLE) || c.is(Kind.UNUSED_PASSWORD))
                          && c.content().owner().equals(Law.SANDBOX))));

  private static final LawRule AUDIT =
      LawRule.archiving(
          "audit",
          false,
          true,
          "expires: 2030-12-31",
          new Expression(
              "finding.type == \"InternalAccess\" && principal.account == \"222233334444\""
                  + " && tag(\"Audited\") == \"yes\"",
              c ->
                  Truth.of(c.is(Kind.INTERNAL))
                      .and(
                          c.value("principal.account")
                              .map(account -> Truth.of(Law.AUDIT.equals(account)))
                              .orElse(Truth.UNKNOWN))
                      .and(c.tag("Audited", "yes"))));

  private static final LawRule PERMISSIONS =
      LawRule.archiving(
          "unused-permissions-of-the-platform",
          false,
          true,
          "trustTags: true",
          new Expression(
              "finding.type == \"UnusedPermission\" && tag(\"Owner\") == \"platform\"",
              c -> Truth.of(c.is(Kind.UNUSED_PERMISSION)).and(c.tag("Owner", "platform"))));

  private FixedRules() {}

  static List<LawRule> first() {
    return rules(CONFIDENTIAL, keys(true), PARTNERS);
  }

  static List<LawRule> second() {
    return rules(CONFIDENTIAL, keys(true), PERMISSIONS);
  }

  static List<LawRule> third() {
    return rules(CONFIDENTIAL, PRODUCTION, keys(false), PARTNERS, PERMISSIONS);
  }

  /** Rules that rest on what lists say, on owners, and on when something was used or updated. */
  static List<LawRule> aboutWhatMoves() {
    Expression old = Terms.before("finding.updatedAt", World.START);
    return List.of(
        LawRule.notifying("updated-lately", "low", old.not().and(DrawnRules.ofOneIn10(9))),
        rule(
            "exactly-read",
            Terms.exactly("access.actions", List.of("s3:GetObject", "s3:ListBucket"))
                .and(Terms.exactly("finding.sources", List.of("POLICY")))
                .and(DrawnRules.ofOneIn10(7))),
        rule(
            "one-unused-service",
            new Expression(
                    "size(finding.unused.services) == 1 && finding.unused.actionCount < 3",
                    c ->
                        Truth.of(
                            c.is(Kind.UNUSED_PERMISSION)
                                && c.content().grant().services().size() == 1
                                && Wire.actionCount(c.content()) < 3))
                .and(DrawnRules.ofOneIn10(8))),
        rule(
            "shop-shares",
            Terms.is("resource.account", "333344445555")
                .and(Terms.is("resource.type", Law.BUCKET))
                .and(DrawnRules.ofOneIn10(2).or(DrawnRules.ofOneIn10(6)))),
        rule("not-updated-lately", old.and(DrawnRules.ofOneIn10(9))),
        rule(
            NOT_USED,
            // Of anything else it is unknown when it was used, and so whether it stays archived.
            new Expression(
                    "finding.type in [\"UnusedIAMRole\", \"UnusedIAMUserAccessKey\","
                        + " \"UnusedIAMUserPassword\"]",
                    c ->
                        Truth.of(
                            c.is(Kind.UNUSED_ROLE)
                                || c.is(Kind.UNUSED_KEY)
                                || c.is(Kind.UNUSED_PASSWORD)))
                .and(
                    Terms.before(
                        "finding.unused.lastAccessed", World.START.minus(Duration.ofDays(2))))));
  }

  private static LawRule rule(String id, Expression when) {
    return LawRule.archiving(id, false, true, "expires: 2030-12-31", when);
  }

  private static List<LawRule> rules(LawRule... some) {
    List<LawRule> rules = new ArrayList<>(List.of(some));
    rules.addAll(List.of(WEBSITE, SANDBOX, AUDIT));
    return rules;
  }

  private static LawRule keys(boolean isInForce) {
    return LawRule.archiving(
        "development-keys",
        false,
        isInForce,
        "expires: %s\ntrustTags: true".formatted(isInForce ? "2030-12-31" : "2026-01-01"),
        new Expression(
            "resource.type == \"AWS::KMS::Key\" && tag(\"Environment\") == \"development\""
                + " && \"alias/DevelopmentKey\" in keyAliases",
            c ->
                Truth.of(c.isOf(Law.KEY))
                    .and(c.tag("Environment", "development"))
                    .and(
                        c.value("keyAliases")
                            .map(a -> Truth.of(((List<?>) a).contains("alias/DevelopmentKey")))
                            .orElse(Truth.UNKNOWN))));
  }
}
