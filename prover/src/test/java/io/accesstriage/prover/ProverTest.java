package io.accesstriage.prover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.accesstriage.rules.RuleSet;
import io.accesstriage.rules.testing.RuleTestFile;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProverTest {
  private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
  private static final String NARROW =
      """
      finding.type == "ExternalAccess"
        && resource.type == "AWS::S3::Bucket" && resource.account == "111122223333"
        && principal.account in ["444455556666"]
        && access.actions != [] && access.actions.all(action, action in ["s3:GetObject"])\
      """;

  private static String rule(String id, String fields, String when) {
    return """
      - id: %s
        effect: archive
        owner: o
        reason: r
        %s
        when: >
          %s
    """
        .formatted(id, fields, when.replace("\n", "\n      "));
  }

  private static List<Answer> prove(String rules) {
    return new Prover(RuleSet.parse("r.yaml", "rules:\n" + rules), type -> true, NOW).answers();
  }

  private static Answer answer(List<Answer> answers, String rule, String question) {
    return answers.stream()
        .filter(a -> a.rule().equals(rule) && a.question().equals(question))
        .findFirst()
        .orElseThrow();
  }

  private static Verdict verdict(String rules, String question) {
    return answer(prove(rules), "a", question).verdict();
  }

  @Test
  void answers_narrowRule_areAllProved() {
    Map<String, Verdict> verdicts = new TreeMap<>();
    prove(rule("a", "", NARROW)).forEach(a -> verdicts.put(a.question(), a.verdict()));
    assertEquals(9, verdicts.size());
    verdicts
        .values()
        .forEach(verdict -> assertEquals(Verdict.PROVED, verdict, verdicts.toString()));
  }

  /** The narrow rule without what keeps it narrow. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "any-principal # principal.account in [\"444455556666\"] # principal.account in"
            + " [\"444455556666\", \"\"]",
        "any-account # principal.account in [\"444455556666\"] # principal.account != \"\"",
        "any-action # action in [\"s3:GetObject\"] # action.startsWith(\"s3:\")",
        "any-resource # && resource.account == \"111122223333\" # ",
        "tags-alone # principal.account in [\"444455556666\"] # tag(\"Partner\") == \"yes\"",
        "dead # finding.type == \"ExternalAccess\" # finding.type == \"UnusedIAMRole\"",
      })
  void answers_ruleThatLostItsLimit_isRefuted(String question, String limit, String mutant) {
    String when = NARROW.replace(limit, mutant == null ? "" : mutant);
    assertEquals(Verdict.REFUTED, verdict(rule("a", "trustTags: true", when), question), when);
  }

  @Test
  void answers_publicMutant_isRefutedOnlyWithAllowPublic() {
    String when = "resource.account == \"111122223333\" && principal.value == \"*\"";
    assertEquals(Verdict.PROVED, verdict(rule("a", "", when), "public"));
    Answer answer = answer(prove(rule("a", "allowPublic: true", when)), "a", "public");
    assertEquals(Verdict.REFUTED, answer.verdict());
    assertEquals(
        true, answer.example() == null ? null : answer.example().subject().finding().isPublic());
  }

  private static final String OWN_ACCOUNT =
      "principal.account == \"111122223333\" && resource.account == \"111122223333\"";

  private static final String GITHUB =
      "any-account # principal.value =="
          + " \"arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com\" &&"
          + " resource.account == \"111122223333\"";

  private static final String SUBJECT =
      "access.condition[\"token.actions.githubusercontent.com:sub\"]";

  /** They look narrow and are wide. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "any-resource # resource.arn.startsWith(\"arn:aws:s3:::amzn-s3-demo-\") &&"
            + " principal.account == \"444455556666\"",
        // What else the rule says is no unit of the organization, and any account has a path.
        "any-resource # account.path != \"\" && resource.arn.startsWith(\"arn:aws:s3:::x-\")",
        "any-resource # account.path.contains(\"/\") && principal.account == \"444455556666\"",
        "any-resource # account.path.startsWith(\"r-ab12/\")",
        "any-resource # account.path.contains(\"/ou-ab12-\")",
        "any-resource # !account.path.contains(\"/ou-ab12-sandboxes/\")",
        "any-resource # account.tags != {}",
        "any-resource # !(\"Stage\" in account.tags)",
        "any-resource # !(\"Stage\" in account.tags) && size(account.tags) > 0",
        "any-resource # \"Stage\" in account.tags && account.tags[\"Stage\"] != \"prod\"",
        "any-account # principal.arn.endsWith(\":role/partner-reader\")",
        "any-account # principal.arn.matches(\"arn:aws:iam::444455556666:role/x\") ||"
            + " principal.account.endsWith(\"6\")",
        "any-account # principal.value.contains(\"444455556666\")",
        "any-account # principal.account.startsWith(\"44445555\")",
        "any-action # access.actions.exists(a, a == \"s3:GetObject\") && principal.account =="
            + " \"444455556666\"",
        "any-action # access.actions.all(a, a.matches(\"s3:Get|List\") || a.endsWith(\"Policy\"))",
        "any-principal # principal.kind != \"Role\" && access.condition != {}",
        "any-resource # resource.arn.matches(\"^arn:aws:iam::[0-9]+:role/app\")",
        "any-account # !(principal.account in [\"999988887777\"]) && principal.kind == \"Account\"",
        "any-action # size(access.actions) == 1",
        "any-action # access.actions.all(a, a.startsWith(\"kms:\"))",
        "any-action # access.actions.all(a, a.startsWith(\"s3:*\"))",
        "any-action # access.actions.all(a, a.endsWith(\"Object\"))",
        "any-action # access.actions.all(a, a.startsWith(\"s3:put\"))",
        "any-action # access.levels != [\"Permissions management\"]",
        "any-action # access.levels != [\"Read\", \"Permissions management\"]",
        "any-account # principal.account == \"444455556666\" || resource.region == \"us-east-1\"",
        "any-account # principal.kind == \"CanonicalUser\" && access.actions == [\"s3:GetObject\"]",
        "any-account # principal.value.matches(\"^[0-9a-f]{64}$\")",
        "any-account # principal.value.startsWith(\"79a59df900b949e55d96a1e698\")",
        // Whoever has a distribution can have such an identity.
        "any-account # principal.kind == \"User\" && principal.arn.startsWith("
            + "\"arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity \")",
        "any-account # principal.kind == \"Service\" && principal.account == \"\"",
        "any-account # principal.value.endsWith(\".amazonaws.com\")",
        "any-account # principal.account == \"\"",
        "any-account # principal.account == \"\" && !(principal.kind in [\"Anyone\","
            + " \"Federated\"])",
        "dead # principal.account == \"\" && principal.kind == \"CanonicalUser\"",
        "any-account # principal.kind == \"Federated\" && principal.account == \"\"",
        "any-account # principal.value == \"accounts.google.com\"",
        "any-account # principal.kind == \"Federated\" && " + OWN_ACCOUNT,
        // Another provider of the account knows no such claim.
        "any-account # principal.kind == \"Federated\" && "
            + OWN_ACCOUNT
            + " && "
            + SUBJECT
            + ".startsWith(\"repo:example-org/\")",
        "any-account # principal.account == resource.account",
        GITHUB + " && " + SUBJECT + ".endsWith(\":ref:refs/heads/main\")",
        GITHUB + " && " + SUBJECT + ".startsWith(\"repo:example-org\")",
        "any-account # resource.type == \"AWS::IAM::Role\" &&"
            + " resource.account == \"111122223333\" && principal.account == \"111122223333\""
            + " && access.actions == [\"sts:AssumeRoleWithWebIdentity\"]",
        GITHUB
            + " && access.condition[\"token.actions.githubusercontent.com:event_name\"] =="
            + " \"push\"",
        "any-account # principal.value == \"gitlab.com\" &&"
            + " access.condition[\"gitlab.com:ref\"] == \"main\"",
        "any-account # principal.value == \"app.terraform.io\" &&"
            + " access.condition[\"app.terraform.io:terraform_workspace_name\"] == \"prod\"",
        GITHUB + " && " + SUBJECT + ".contains(\"example-org/\")",
        GITHUB + " && " + SUBJECT + ".matches(\"repo:[a-z-]+/deploy:\")",
        GITHUB + " && !access.open && access.limits != {}",
        GITHUB + " && \"token.actions.githubusercontent.com:sub\" in access.limits",
        GITHUB + " && " + SUBJECT + " != \"repo:evil/x\"",
        "any-account # principal.value == \"token.actions.githubusercontent.com\" && "
            + SUBJECT
            + ".endsWith(\":environment:production\")",
        // Any account's cluster, or user pool, may be registered in one's own.
        "any-account # principal.value.startsWith(\"arn:aws:iam::111122223333:oidc-provider/"
            + "oidc.eks.us-east-1.amazonaws.com/id/\") && resource.account == \"111122223333\"",
        "any-account # principal.value.matches(\"^arn:aws:iam::111122223333:oidc-provider/"
            + "cognito-idp[.][a-z0-9-]+[.]amazonaws[.]com/\") && resource.account =="
            + " \"111122223333\"",
        "any-account # principal.account == resource.account && principal.value.contains("
            + "\":oidc-provider/oidc.circleci.com/org/\")",
        // Of several values one is enough.
        GITHUB + " && " + SUBJECT + ".startsWith(\"repo:example-org/\")",
        GITHUB + " && " + SUBJECT + ".matches(\"^repo:example-org/.*$\")",
        GITHUB + " && [\"a\", \"b\"].exists(o, " + SUBJECT + ".startsWith(\"repo:\" + o + \"/\"))",
        "any-account # principal.value == \"cognito-identity.amazonaws.com\" &&"
            + " access.condition[\"cognito-identity.amazonaws.com:aud\"].contains("
            + "\"us-east-1:EXAMPLE0-0000-0000-0000-000000000000\")",
      })
  void answers_ruleThatLooksNarrow_isRefuted(String question, String when) {
    Answer answer = answer(prove(rule("a", "", when)), "a", question);
    assertEquals(Verdict.REFUTED, answer.verdict(), when);
    assertEquals(question.equals("dead"), answer.example() == null, when);
  }

  /** A pattern may go on with another one, as may a text that it is put together of. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"^arn:aws:iam::\" + resource.account + \":role/\" + resource.region + \"|/admin$\"",
        "\"^arn:aws:iam::\" + account.id + \":role/(\" + resource.region + \")|.\"",
        "\"^arn:aws:iam::\" + resource.account + \":role/\" + tag(\"Role\") + \"$\"",
        "\"^arn:aws:iam::\" + tag(\"Partner\") + \":role/\"",
      })
  void anyAccount_patternOfOtherTexts_isNotProved(String pattern) {
    String when =
        """
        principal.kind == "Role" && finding.type == "ExternalAccess" && principal.arn.matches(%s)
          && resource.type == "AWS::IAM::Role" && resource.account == "111122223333"
          && access.actions == ["sts:AssumeRole"] && resource.region == "us-east-1"\
        """
            .formatted(pattern);
    assertNotEquals(
        Verdict.PROVED, verdict(rule("a", "trustTags: true", when), "any-account"), when);
  }

  @Test
  void answers_kindThatIsNotKnown_isAnyAccountWhereAnyoneMayHaveAccess() {
    String when = "principal.kind == \"Unknown\"";
    assertEquals(Verdict.PROVED, verdict(rule("a", "", when), "dead"));
    assertEquals(Verdict.REFUTED, verdict(rule("a", "allowPublic: true", when), "any-account"));
  }

  /**
   * Whoever writes the tags decides who is let in, whatever else the rule says of the principal.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "principal.account == tag(\"Partner\")",
        "principal.value == tag(\"Partner\")",
        "principal.account == \"444455556666\" || principal.account == tag(\"Partner\")",
        "tag(\"Partner\").contains(principal.account)",
        "principal.kind == \"Role\" && hasTag(\"Partner\")",
        "principal.kind == \"CanonicalUser\" && hasTag(\"Partner\")",
        "finding.type == \"UnusedIAMRole\" && hasTag(\"Partner\")",
      })
  void tagsAlone_tagsThatSayWhoIsLetIn_isRefuted(String when) {
    Answer answer = answer(prove(rule("a", "trustTags: true", when)), "a", "tags-alone");
    assertEquals(Verdict.REFUTED, answer.verdict(), when);
    assertNotNull(answer.example(), when);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "principal.account == \"444455556666\" && principal.account == tag(\"Partner\")",
        "(principal.account == \"444455556666\" && hasTag(\"a\")) || principal.account =="
            + " \"777788889999\"",
        "principal.account == resource.account && hasTag(\"a\")",
        "principal.inOrganization && hasTag(\"a\")",
      })
  void tagsAlone_principalsThatAreNamed_isProved(String when) {
    assertEquals(Verdict.PROVED, verdict(rule("a", "trustTags: true", when), "tags-alone"), when);
  }

  /** A canonical user has an id in every example. */
  @Test
  void answers_canonicalUser_haveAnExampleThatIsACase() {
    RuleSet rules =
        RuleSet.parse("r.yaml", "rules:\n" + rule("a", "", "principal.kind == \"CanonicalUser\""));
    Example example =
        answer(new Prover(rules, type -> true, NOW).answers(), "a", "any-account").example();
    assertNotNull(example);
    String yaml = ExampleCase.of("c", rules, example);
    assertTrue(yaml.contains("kind: CanonicalUser"), yaml);
    assertTrue(RuleTestFile.parse("c", "cases:\n" + yaml.indent(2)).passes(rules), yaml);
  }

  /** What no case can say is shown as it is. */
  @Test
  void exampleCase_thatDoesNotLoad_isShownStill() {
    RuleSet rules =
        RuleSet.parse(
            "r.yaml",
            "rules:\n"
                + rule("a", "", "principal.kind == \"Service\" && principal.value == \"\"")
                + "properties:\n  - {id: p, when: finding.type == \"\"}\n");
    Example example = answer(new Prover(rules, type -> true, NOW).answers(), "a", "p").example();
    assertNotNull(example);
    assertTrue(ExampleCase.of("c", rules, example).contains("name: c"));
  }

  /** What ties an account's unit to its path is nothing that this rule asks. */
  @Test
  void answers_unknown_namesNothingThatNoRuleReads() {
    String when = "resource.arn.startsWith(finding.id + \"x\") && access.actions == [\"s3:*\"]";
    prove(rule("a", "", when))
        .forEach(answer -> assertFalse(answer.why().contains("account.ou"), answer.why()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "any-account # principal.arn.startsWith(\"arn:aws:iam::444455556666:role/\")",
        "any-account # principal.arn.startsWith(\"arn:aws:iam::\" + resource.account + \":role/\")",
        "any-account # principal.inOrganization",
        "any-account # principal.value =="
            + " \"79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be\"",
        "any-account # principal.value in [\"cloudfront.amazonaws.com\", \"idp.example.com\"]",
        "any-account # principal.value == \"accounts.google.com\" &&"
            + " access.condition[\"accounts.google.com:aud\"] == \"example-app\"",
        GITHUB + " && " + SUBJECT + ".matches(\"^repo:example-org/[^,]*$\")",
        GITHUB + " && " + SUBJECT + " == \"repo:a/b,repo:c/d\"",
        "any-account # principal.arn =="
            + " \"arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1EXAMPLE\"",
        "dead # principal.kind == \"User\" && principal.arn.startsWith("
            + "\"arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity \")",
        GITHUB + " && " + SUBJECT + " in [\"repo:a/b:ref:refs/heads/main\", \"repo:c/d:x\"]",
        GITHUB + " && " + SUBJECT + ".matches(\"^repo:(example-org|example\\\\.org)/[^,]*$\")",
        GITHUB
            + " && !"
            + SUBJECT
            + ".contains(\",\") && [\"a\", \"b\"].exists(o, "
            + SUBJECT
            + ".startsWith(\"repo:\" + o + \"/\"))",
        GITHUB
            + " && access.condition[\"token.actions.githubusercontent.com:repository_owner\"] =="
            + " \"example-org\"",
        GITHUB + " && access.limits[\"token.actions.githubusercontent.com:sub\"] == \"repo:a/b\"",
        "any-account # principal.value == \"arn:aws:iam::\" + resource.account +"
            + " \":oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71\"",
        "any-account # principal.account == resource.account && principal.value.matches("
            + "\"^arn:aws:iam::[0-9]{12}:oidc-provider/idp[.]example[.](com|org)$\")",
        "any-account # principal.account == resource.account && principal.value.startsWith("
            + "\"arn:aws:iam::111122223333:saml-provider/\")",
        // No web identity can do that.
        "any-account # resource.account == \"444455556666\" && principal.account =="
            + " \"444455556666\" && access.actions == [\"sts:AssumeRole\"]",
        "any-account # principal.value == \"gitlab.com\" &&"
            + " access.condition[\"gitlab.com:namespace_path\"] == \"example-group\"",
        "any-account # principal.value == \"app.terraform.io\" &&"
            + " access.condition[\"app.terraform.io:terraform_organization_name\"] == \"example\"",
        "any-account # principal.value.matches(\"^(sns|lambda)\\\\.amazonaws\\\\.com$\")",
        // Only one that was deleted is not taken for anyone, and nobody can be it any more.
        "any-account # principal.kind == \"Unknown\"",
        "any-account # [\"444455556666\"].exists(p, principal.arn.startsWith(\"arn:aws:iam::\" + p"
            + " + \":\"))",
        "any-resource # resource.arn.startsWith(\"arn:aws:sqs:us-east-1:111122223333:\")",
        "any-resource # resource.account == \"111122223333\" &&"
            + " resource.arn.startsWith(\"arn:aws:s3:::x\")",
        "any-resource # account.path.contains(\"/ou-ab12-sandboxes/\")",
        "any-resource # account.path == \"r-ab12/ou-ab12-sandboxes/\"",
        "any-resource # account.ou in [\"ou-ab12-sandboxes\", \"r-ab12\"]",
        "any-resource # \"Stage\" in account.tags && account.tags[\"Stage\"] == \"dev\"",
        "any-resource # \"Sandbox\" in account.tags",
        "any-action # access.levels.all(l, l in [\"List\", \"Read\"])",
        "any-action # access.actions.all(a, a.matches(\"^s3:Get[A-Za-z]*$\"))",
        "any-action # access.actions.all(a, a.startsWith(\"s3:Get\"))",
        "any-action # access.actions.all(a, a.matches(\"^(s3|kms):(Get|List|Describe)\"))",
        "any-action # access.actions.all(a, a.matches(\"^s3:Put(Object|ObjectTagging)$\"))",
        "any-action # access.actions.all(a, a == \"s3:putobject\")",
        "any-action # access.actions.all(a, a.startsWith(\"s3:Get\")) ||"
            + " \"s3:PutBucketPolicy\" in access.actions && access.actions.size() == 1",
        "any-principal # principal.kind in [\"Role\", \"Account\"]",
        "tags-alone # tag(\"a\") == \"b\" && principal.account == \"444455556666\"",
      })
  void answers_ruleThatIsNarrow_isProved(String question, String when) {
    assertEquals(Verdict.PROVED, verdict(rule("a", "", when), question), when);
  }

  /** Elements and keys one after the other, and what else a loop asks that is no element. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "PROVED # any-account # access.condition.exists(k, k == \"aws:PrincipalAccount\" &&"
            + " access.condition[k] == principal.account) && principal.account =="
            + " \"444455556666\"",
        "REFUTED # any-account # access.condition.exists(k, k == \"sts:ExternalId\" &&"
            + " access.condition[k] == \"x\")",
        "PROVED # dead # access.condition.exists(k, k == \"aws:SourceVpce\" &&"
            + " access.condition[k] == \"vpce-1\")",
        "REFUTED # dead # access.condition.exists(k, k == \"aws:SourceVpce\" &&"
            + " access.condition[k] == \"vpce-1\") && !(\"aws:SourceVpce\" in access.condition)",
        "REFUTED # dead # access.condition.all(k, k == \"a\" && access.condition[k] == \"b\") &&"
            + " access.condition[\"a\"] == \"c\"",
        "PROVED # dead # account.tags.exists(k, k in [\"Env\", \"Stage\"] && account.tags[k] =="
            + " \"dev\")",
        "PROVED # any-action # access.actions.all(a, resource.type == \"AWS::S3::Bucket\" ?"
            + " a == \"s3:GetObject\" : a == \"sqs:SendMessage\")",
        "REFUTED # any-action # access.actions.exists(a, a == \"s3:GetObject\" && resource.type =="
            + " \"AWS::S3::Bucket\")",
        "PROVED # any-account # access.actions.exists(a, principal.account == \"444455556666\" ||"
            + " (a == \"s3:GetObject\" && principal.account == \"777788889999\"))",
        "REFUTED # dead # access.actions.all(a, resource.type == \"AWS::S3::Bucket\") &&"
            + " resource.type == \"AWS::SQS::Queue\" && access.actions != []",
      })
  void answers_loopsOverWhatIsNoElement_areDecided(Verdict expected, String question, String when) {
    assertEquals(expected, verdict(rule("a", "", when), question), when);
  }

  @Test
  void dead_notifyRule_isNamed() {
    Answer answer =
        answer(
            prove(
                rule("a", "", "resource.type == \"AWS::S3::Bucket\"")
                    + "  - {id: n, effect: notify, when: resource.arn != \"\"}\n"),
            "a",
            "dead");
    assertEquals(Verdict.REFUTED, answer.verdict());
    assertEquals("n", answer.other());
  }

  @Test
  void dead_expiredRule_isRefuted() {
    Answer answer =
        answer(prove(rule("a", "expires: 2026-11-28", "resource.arn != \"\"")), "a", "dead");
    assertEquals("It has expired.", answer.why());
    assertEquals(Verdict.REFUTED, answer.verdict());
  }

  @Test
  void dead_notifyRuleThatNeverApplies_isRefuted() {
    List<Answer> answers =
        prove(
            rule("a", "", NARROW)
                + "  - {id: n, effect: notify, when: 'finding.isPublic && finding.type =="
                + " \"UnusedIAMRole\"'}\n");
    assertEquals(Verdict.REFUTED, answer(answers, "n", "dead").verdict());
  }

  @Test
  void shadowed_ruleAfterAWiderOne_isRefuted() {
    List<Answer> answers =
        prove(rule("b", "", "principal.account == \"444455556666\"") + rule("a", "", NARROW));
    assertEquals(Verdict.REFUTED, answer(answers, "a", "shadowed").verdict());
    assertEquals("b", answer(answers, "a", "shadowed").other());
    assertEquals(Verdict.PROVED, answer(answers, "a", "same").verdict());
    assertEquals(Verdict.PROVED, answer(answers, "b", "shadowed").verdict());
  }

  /** Where the tags were not read, the first one does not archive. */
  @Test
  void shadowed_ruleAfterOneThatAsksForTagsInVain_isNot() {
    String inVain = NARROW + " && (hasTag(\"x\") || !hasTag(\"x\"))";
    List<Answer> answers = prove(rule("b", "", inVain) + rule("a", "", NARROW));
    assertEquals(Verdict.PROVED, answer(answers, "a", "shadowed").verdict());
    assertEquals(Verdict.PROVED, answer(answers, "a", "same").verdict());
    assertEquals(Verdict.PROVED, answer(answers, "b", "same").verdict());
  }

  @Test
  void shadowed_ruleThatOutlivesTheWiderOne_isNot() {
    List<Answer> answers =
        prove(
            rule("b", "expires: 2027-01-01", "principal.account == \"444455556666\"")
                + rule("a", "", NARROW));
    assertTrue(answer(answers, "a", "shadowed").verdict() != Verdict.REFUTED);
  }

  @Test
  void same_ruleInOtherWords_isRefuted() {
    List<Answer> answers =
        prove(
            rule("b", "", "principal.account in [\"444455556666\", \"777788889999\"]")
                + rule(
                    "a",
                    "",
                    "principal.account == \"777788889999\" || principal.account =="
                        + " \"444455556666\""));
    assertEquals("b", answer(answers, "a", "same").other());
    assertEquals(Verdict.REFUTED, answer(answers, "a", "same").verdict());
    assertEquals(Verdict.REFUTED, answer(answers, "b", "same").verdict());
  }

  @Test
  void properties_violated_haveAnExample() {
    String rules =
        rule("a", "", "principal.account in [\"444455556666\"] || tag(\"x\") == \"y\"")
            .replace("owner: o", "owner: o\n    trustTags: true");
    List<Answer> answers =
        prove(
            rules
                + "properties:\n  - {id: partners, when: principal.account == \"444455556666\"}\n");
    assertEquals(Verdict.REFUTED, answer(answers, "a", "partners").verdict());
    List<Answer> others =
        prove(
            rule("a", "", NARROW)
                + "properties:\n  - {id: partners, when: principal.account == \"444455556666\"}\n");
    assertEquals(Verdict.PROVED, answer(others, "a", "partners").verdict());
  }

  /** What is true of all accounts and tags is undetermined where they were not read. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "account.path.startsWith(\"r-\")",
        "hasTag(\"x\") || !hasTag(\"x\")",
        "account.name == \"a\" || account.name != \"a\"",
      })
  void properties_ofWhatMayBeUnread_areViolated(String property) {
    List<Answer> answers =
        prove(rule("a", "", NARROW) + "properties: [{id: p, when: '%s'}]\n".formatted(property));
    assertEquals(Verdict.REFUTED, answer(answers, "a", "p").verdict());
    assertNotNull(answer(answers, "a", "p").example());
  }

  @Test
  void answers_partThatCannotBeDecided_isNamed() {
    Answer answer =
        answer(
            prove(rule("a", "", "int(finding.id) > 3 && principal.account == \"444455556666\"")),
            "a",
            "dead");
    assertEquals(Verdict.UNKNOWN, answer.verdict());
    assertTrue(answer.why().contains("int(finding.id) > 3"), answer.why());
  }

  /** What actions let others do follows from their names. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "PROVED # access.actions.all(a, a.startsWith(\"s3:Get\"))",
        "PROVED # access.actions.all(a, a in [\"s3:PutObject\", \"s3:GetObject\"])",
        "REFUTED # access.actions.all(a, a.startsWith(\"s3:Put\"))",
      })
  void properties_ofLevels_areProvedByActions(Verdict verdict, String when) {
    String property =
        "properties:\n  - {id: p, when: '!(\"Permissions management\" in access.levels)'}\n";
    assertEquals(
        verdict,
        answer(prove(rule("a", "", "access.actions != [] && " + when) + property), "a", "p")
            .verdict());
  }

  /** Not an account in the place of a region, nor a provider in capital letters. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "resource.arn.contains(\"444455556666\") # arn:aws:s3:::444455556666 # 999988887777",
        "principal.arn.contains(\"444455556666\") # arn:aws:s3:::amzn-s3-demo-bucket #"
            + " arn:aws:iam::999988887777:role/444455556666",
        "principal.kind == \"Federated\" # arn:aws:iam::111122223333:role/example #"
            + " arn:aws:iam::999988887777:oidc-provider/token.actions.githubusercontent.com",
      })
  void answers_examples_lookAsRealFindingsDo(String when, String resource, String principal) {
    Example example = answer(prove(rule("a", "", when)), "a", "any-account").example();
    assertNotNull(example);
    var finding = example.subject().finding();
    assertEquals(resource, finding.resource().arn());
    assertEquals(principal, finding.principal() == null ? null : finding.principal().value());
  }

  /** The part that cannot be decided, and how it can. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "principal.account < \"5\" # compare texts by ==, in, startsWith or matches",
        "access.actions[0] == \"s3:GetObject\" # decided as exists or all",
        "access.actions.filter(a, a == \"s3:GetObject\").size() == 0 # decided as exists or all",
        "now.getHours() < 12 # compare with timestamp(...) or a duration",
        "access.condition.exists(k, access.condition[k] == \"x\") # decided if the key is written"
            + " out",
        "finding.unused.serviceCount + finding.unused.actionCount < 5 # compare each count by"
            + " itself",
      })
  void answers_partThatCannotBeDecided_saysHowToWriteIt(String part, String advice) {
    String when = "%s && int(finding.id) > 3".formatted(part);
    String why = answer(prove(rule("a", "", when)), "a", "dead").why();
    assertTrue(why.contains("%s (%s)".formatted(part, advice)), why);
  }

  @Test
  void answers_partThatIsDecided_isNoAdvice() {
    String why = answer(prove(rule("a", "", "int(finding.id) > 3")), "a", "dead").why();
    assertEquals(
        "Not decided: it rests on int(finding.id) > 3 (compare the text instead of a number).",
        why);
  }

  @Test
  void answers_acceptedQuestion_saysWhy() {
    Answer answer =
        answer(
            prove(rule("a", "accept: {any-account: it is meant}", "principal.account != \"\"")),
            "a",
            "any-account");
    assertEquals("it is meant", answer.accepted());
  }

  @Test
  void answers_ruleOf500Parts_areBoundedAndRight() {
    StringBuilder parts = new StringBuilder("principal.account in [\"444455556666\"]");
    for (int i = 0; i < 500; i++) {
      parts.append(" && risk != ").append(i + 10);
    }
    List<Answer> answers = prove(rule("a", "", parts.toString()));
    assertEquals(Verdict.PROVED, answer(answers, "a", "any-account").verdict());
    assertEquals(Verdict.PROVED, answer(answers, "a", "dead").verdict());
  }

  @Test
  void answers_listsThatContradict_areDead() {
    String when =
        "principal.account in [\"444455556666\"] && !(principal.account in [\"444455556666\"])";
    assertEquals(Verdict.REFUTED, verdict(rule("a", "", when), "dead"));
  }

  /** What CEL leaves undetermined, since a sum is too large, is not taken for true. */
  @Test
  void properties_ofASumThatMayBeTooLarge_areNotProved() {
    List<Answer> answers =
        prove(
            rule("a", "", NARROW)
                + "properties:\n"
                + "  - {id: p, when: 'size(access.actions) + 9223372036854775807 > 0'}\n");
    assertNotEquals(Verdict.PROVED, answer(answers, "a", "p").verdict());
  }

  @Test
  void answers_ruleOfALaterDay_haveAnExampleOfThatDay() {
    Answer answer =
        answer(
            prove(rule("a", "", "now > timestamp(\"2030-01-01T00:00:00Z\")")), "a", "any-account");
    Example example = answer.example();
    assertNotNull(example);
    assertEquals(Instant.parse("2030-01-01T00:00:00.000000001Z"), example.from());
  }

  @Test
  void answers_200Rules_takeSeconds() {
    StringBuilder rules = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      rules.append(
          rule(
              "r" + i,
              "",
              NARROW.replace("444455556666", "4444%08d".formatted(i))
                  + (i % 3 == 0 ? " && tag(\"t%d\") == \"x\"".formatted(i) : "")));
    }
    ThreadMXBean thread = ManagementFactory.getThreadMXBean();
    long started = thread.getCurrentThreadCpuTime();
    List<Answer> answers = prove(rules.toString());
    // What others do on the machine does not count.
    long millis = (thread.getCurrentThreadCpuTime() - started) / 1_000_000;
    assertEquals(1_800, answers.size());
    assertTrue(millis < 5_000, millis + " ms");
  }
}
