package io.accesstriage.reliability;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The rules of the run twice: as the file that the product is given, and as what it means in plain
 * Java, which uses nothing of the product. Three of them follow each other.
 */
enum Law {
  FIRST,
  /** Without the partners' rule, and with one for unused permissions. */
  SECOND,
  /** Partners are back, production needs a person, and the rule of development keys is expired. */
  THIRD;

  static final String SANDBOX = "777788889999";
  static final String AUDIT = "222233334444";
  static final Set<String> PARTNERS = Set.of("444455556666", "555566667777");

  static final String BUCKET = "AWS::S3::Bucket";
  static final String KEY = "AWS::KMS::Key";
  static final String ROLE = "AWS::IAM::Role";

  /** Types whose tags the simulated readers read. */
  static final Set<String> TAGGED = Set.of(BUCKET, KEY, ROLE, "AWS::IAM::User", "AWS::SQS::Queue");

  /** What may be true, false or unknown. */
  enum Truth {
    TRUE,
    FALSE,
    UNKNOWN;

    static Truth of(boolean value) {
      return value ? TRUE : FALSE;
    }

    Truth and(Truth other) {
      return this == FALSE || other == FALSE
          ? FALSE
          : this == TRUE && other == TRUE ? TRUE : UNKNOWN;
    }

    Truth or(Truth other) {
      return this == TRUE || other == TRUE
          ? TRUE
          : this == FALSE && other == FALSE ? FALSE : UNKNOWN;
    }
  }

  /**
   * What the rules are asked about.
   *
   * @param tags nothing where they are not known
   * @param aliases likewise
   */
  record Case(
      SimulatedFinding finding,
      State.Content content,
      Optional<Map<String, String>> tags,
      Optional<List<String>> aliases) {

    /** A case in which everything is known that can be. */
    static Case of(
        SimulatedFinding finding, State.Content content, SimulatedResource.Labels labels) {
      return new Case(
          finding,
          content,
          TAGGED.contains(finding.resource.type) ? Optional.of(labels.tags()) : Optional.empty(),
          Optional.of(labels.aliases()));
    }

    private Truth tag(String name, String value) {
      return tags.map(t -> Truth.of(value.equals(t.get(name)))).orElse(Truth.UNKNOWN);
    }

    private Truth alias(String alias) {
      return isOf(KEY)
          ? aliases.map(a -> Truth.of(a.contains(alias))).orElse(Truth.UNKNOWN)
          : Truth.FALSE;
    }

    private boolean isOf(String type) {
      return finding.resource.type.equals(type);
    }

    private boolean is(SimulatedFinding.Kind kind) {
      return finding.kind == kind;
    }
  }

  /** Whether an active finding is to be archived, on doubt not. */
  boolean archives(Case c) {
    return !c.content.failed() && notifies(c) == Truth.FALSE && expects(c) == Truth.TRUE;
  }

  /** Whether an archived finding is certainly not to be. */
  boolean reopens(Case c) {
    return !c.content.failed() && (notifies(c) == Truth.TRUE || expects(c) == Truth.FALSE);
  }

  /** Whether somebody has to be told with the highest severity. */
  boolean isCritical(Case c) {
    return isConfidentialAndPublic(c) == Truth.TRUE;
  }

  private Truth notifies(Case c) {
    Truth confidential = isConfidentialAndPublic(c);
    return this == THIRD
        ? confidential.or(
            Truth.of(c.is(SimulatedFinding.Kind.EXTERNAL)).and(c.tag("Environment", "production")))
        : confidential;
  }

  private static Truth isConfidentialAndPublic(Case c) {
    return Truth.of(c.content.isPublic()).and(c.tag("Data Classification", "Confidential"));
  }

  private Truth expects(Case c) {
    boolean isPublic = c.content.isPublic();
    Truth expected = website(c).or(unusedInSandbox(c)).or(audit(c));
    if (this != THIRD) {
      expected = expected.or(Truth.of(!isPublic).and(developmentKey(c)));
    }
    if (this != SECOND) {
      expected = expected.or(Truth.of(!isPublic).and(partner(c)));
    }
    if (this != FIRST) {
      expected = expected.or(unusedPermission(c));
    }
    return expected;
  }

  /** The rule that archives such a finding: no two are about the same kind and type. */
  static String rule(SimulatedFinding finding, State.Content content) {
    return switch (finding.kind) {
      case EXTERNAL ->
          finding.resource.type.equals(KEY)
              ? "development-keys"
              : content.isPublic() ? "public-website" : "partner-exports";
      case INTERNAL -> "audit";
      case UNUSED_ROLE, UNUSED_PASSWORD -> "unused-in-sandbox";
      case UNUSED_KEY, UNUSED_PERMISSION -> "unused-permissions-of-the-platform";
    };
  }

  private static Truth website(Case c) {
    return Truth.of(c.isOf(BUCKET) && c.content.isPublic()).and(c.tag("Website", "yes"));
  }

  private static Truth unusedInSandbox(Case c) {
    return Truth.of(
        (c.is(SimulatedFinding.Kind.UNUSED_ROLE) || c.is(SimulatedFinding.Kind.UNUSED_PASSWORD))
            && c.finding.resource.account.equals(SANDBOX));
  }

  private static Truth audit(Case c) {
    return Truth.of(c.is(SimulatedFinding.Kind.INTERNAL) && c.content.partner().equals(AUDIT))
        .and(c.tag("Audited", "yes"));
  }

  private static Truth developmentKey(Case c) {
    return c.tag("Environment", "development").and(c.alias("alias/DevelopmentKey"));
  }

  private static Truth partner(Case c) {
    return Truth.of(c.isOf(BUCKET) && PARTNERS.contains(c.content.partner()))
        .and(c.tag("Export", "yes"));
  }

  private static Truth unusedPermission(Case c) {
    return Truth.of(c.is(SimulatedFinding.Kind.UNUSED_PERMISSION)).and(c.tag("Owner", "platform"));
  }

  /** The same as a rules file. */
  String file() {
    StringBuilder file =
        new StringBuilder(
            """
            lists:
              partners: ["444455556666", "555566667777"]
            rules:
              - id: confidential-is-never-public
                effect: notify
                severity: critical
                reason: Resources classified Confidential must never be public.
                when: finding.isPublic && tag("Data Classification") == "Confidential"
            """);
    if (this == THIRD) {
      file.append(
          """
            - id: production-needs-a-person
              effect: notify
              severity: high
              reason: Somebody looks at whatever production shares.
              when: finding.type == "ExternalAccess" && tag("Environment") == "production"
          """);
    }
    archiveRule(
        file,
        "development-keys",
        "expires: " + (this == THIRD ? "2026-01-01" : "2030-12-31") + "\n    trustTags: true",
        "resource.type == \"AWS::KMS::Key\" && tag(\"Environment\") == \"development\""
            + " && \"alias/DevelopmentKey\" in keyAliases");
    if (this != SECOND) {
      archiveRule(
          file,
          "partner-exports",
          "expires: 2030-12-31",
          "resource.type == \"AWS::S3::Bucket\" && principal.account in lists.partners"
              + " && tag(\"Export\") == \"yes\"");
    }
    archiveRule(
        file,
        "public-website",
        "allowPublic: true\n    trustTags: true",
        "resource.type == \"AWS::S3::Bucket\" && finding.isPublic && tag(\"Website\") == \"yes\"");
    archiveRule(
        file,
        "unused-in-sandbox",
        "expires: 2030-12-31",
        "finding.type in [\"UnusedIAMRole\", \"UnusedIAMUserPassword\"]"
            + " && resource.account == \"777788889999\"");
    archiveRule(
        file,
        "audit",
        "expires: 2030-12-31",
        "finding.type == \"InternalAccess\" && principal.account == \"222233334444\""
            + " && tag(\"Audited\") == \"yes\"");
    if (this != FIRST) {
      archiveRule(
          file,
          "unused-permissions-of-the-platform",
          "trustTags: true",
          "finding.type == \"UnusedPermission\" && tag(\"Owner\") == \"platform\"");
    }
    return file.toString();
  }

  private static void archiveRule(StringBuilder file, String id, String more, String when) {
    file.append(
        """
          - id: %s
            effect: archive
            owner: platform-security@example.com
            reason: It is expected.
            %s
            when: >
              %s
        """
            .formatted(id, more, when));
  }
}
