package io.accesstriage.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.accesstriage.yaml.InvalidFileException;
import io.accesstriage.yaml.Warning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of texts that nothing of a finding can be. */
class KnownTextsTest {
  private static final String KINDS =
      "known are Anyone, Account, Role, User, AssumedRole, FederatedUser, Federated, CanonicalUser,"
          + " Service, Unknown";
  private static final String TYPES =
      "known are ExternalAccess, InternalAccess, UnusedIAMRole, UnusedIAMUserAccessKey,"
          + " UnusedIAMUserPassword, UnusedPermission";

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      quoteCharacter = '^',
      textBlock =
          """
          principal.kind == "Rolle" ¦ 19 ¦ not a kind of principal: "Rolle"; KINDS; did you mean "Role"?
          principal.kind != "role" ¦ 19 ¦ not a kind of principal: "role"; KINDS; did you mean "Role"?
          principal.kind in ["Role", "Alien"] ¦ 28 ¦ not a kind of principal: "Alien"; KINDS
          ["Robot"].exists(k, k == principal.kind) ¦ 2 ¦ not a kind of principal: "Robot"; KINDS
          "Root" == (finding.isPublic ? principal.kind : "Role") ¦ 1 ¦ not a kind of principal: "Root"; KINDS; did you mean "Role"?
          principal.kind.matches("^role$") ¦ 24 ¦ not a kind of principal: "role"; KINDS; did you mean "Role"?
          principal.kind.matches("^(Role|user)$") ¦ 24 ¦ not a kind of principal: "user"; KINDS; did you mean "User"?
          principal.kind.matches("role|user") ¦ 24 ¦ no kind of principal matches "role|user"; KINDS
          principal.kind.startsWith("rol") ¦ 27 ¦ no kind of principal begins with "rol"; KINDS
          access.levels.all(l, l.endsWith("management") || l.contains("write")) ¦ 61 ¦ no access level contains "write"; known are List, Read, Write, Tagging, Permissions management
          finding.type == "External_Access" ¦ 17 ¦ not a type of finding: "External_Access"; did you mean "ExternalAccess"?
          !(finding.type in ["UnusedIamRoles"]) ¦ 20 ¦ not a type of finding: "UnusedIamRoles"; did you mean "UnusedIAMRole"?
          "POLICIES" in finding.sources ¦ 1 ¦ WARNING
          "BUCKET-ACL" in finding.sources ¦ 1 ¦ not a source of access: "BUCKET-ACL"; did you mean "BUCKET_ACL"?
          finding.sources.all(s, s == "policy") ¦ 29 ¦ not a source of access: "policy"; did you mean "POLICY"?
          access.type == "INTRA_ORGS" ¦ 16 ¦ not a type of access: "INTRA_ORGS"; did you mean "INTRA_ORG"?
          """)
  void text_thatIsASlipOfThePen_doesNotLoad(String condition, int column, String message) {
    if (message.equals("WARNING")) {
      assertEquals(1, warnings(condition).size());
      return;
    }
    InvalidFileException e =
        assertThrows(
            InvalidFileException.class, () -> RuleSet.parse("rules.yaml", file(condition)));

    assertEquals(message.replace("KINDS", KINDS), e.problems().get(0).message());
    assertEquals(6 + column, e.problems().get(0).column());
    assertEquals(1, e.problems().size(), e::getMessage);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      quoteCharacter = '^',
      textBlock =
          """
          finding.type == "QuantumAccess" ¦ 17 ¦ not a type of finding that this version knows: "QuantumAccess"; TYPES
          "VPC_ENDPOINT" in finding.sources ¦ 1 ¦ not a source of access that this version knows: "VPC_ENDPOINT"; known are POLICY, BUCKET_ACL, S3_ACCESS_POINT, S3_ACCESS_POINT_ACCOUNT
          access.type == "INTRA_REGION" ¦ 16 ¦ not a type of access that this version knows: "INTRA_REGION"; known are INTRA_ACCOUNT, INTRA_ORG
          resource.type == "AWS::S3::Bukcet" ¦ 18 ¦ not a resource type of Access Analyzer that this version knows: "AWS::S3::Bukcet"; did you mean "AWS::S3::Bucket"?
          resource.type == "aws::s3::bucket" ¦ 18 ¦ AWS writes "aws::s3::bucket" as "AWS::S3::Bucket", and rules tell capital letters apart
          resource.type in ["AWS::Quantum::Computer"] ¦ 19 ¦ not a resource type of Access Analyzer that this version knows: "AWS::Quantum::Computer"
          "s3:GetObjekt" in access.actions ¦ 1 ¦ not an action of AWS that this version knows: "s3:GetObjekt"; did you mean "s3:GetObject"?
          access.actions == ["s3:getobject"] ¦ 20 ¦ AWS writes "s3:getobject" as "s3:GetObject", and rules tell capital letters apart
          access.actions.all(a, a in ["s33:GetObject"]) ¦ 29 ¦ not an action of AWS that this version knows: "s33:GetObject"; did you mean "s3:GetObject"?
          access.actions.filter(a, a != "s3:Gett*") == [] ¦ 31 ¦ not an action of AWS that this version knows: "s3:Gett*"
          access.actions[0] == "GetObject" ¦ 22 ¦ not an action of AWS that this version knows: "GetObject"; did you mean "s3:GetObject"?
          "aws:PrincipalOrganizationID" in access.condition ¦ 1 ¦ not a condition key of AWS that this version knows: "aws:PrincipalOrganizationID"; did you mean "aws:PrincipalOrgID"?
          access.condition["aws:SourceVPCEndpoint"] == "vpce-1" ¦ 18 ¦ not a condition key of AWS that this version knows: "aws:SourceVPCEndpoint"; did you mean "aws:SourceVpce"?
          access.condition["aws:PrincipalOrgId"] == "o-1" ¦ 18 ¦ AWS writes "aws:PrincipalOrgId" as "aws:PrincipalOrgID", and rules tell capital letters apart
          "aws:principaltag/Team" in access.condition ¦ 1 ¦ AWS writes "aws:principaltag/Team" as "aws:PrincipalTag/Team", and rules tell capital letters apart
          resource.type.startsWith("AWS::S4") ¦ 26 ¦ no resource type of Access Analyzer begins with "AWS::S4", of those that this version knows
          resource.type.endsWith("::Buckett") ¦ 24 ¦ no resource type of Access Analyzer ends with "::Buckett", of those that this version knows
          resource.type.matches("^AWS::(S4|KMS2)::") ¦ 23 ¦ no resource type of Access Analyzer matches "^AWS::(S4|KMS2)::", of those that this version knows
          resource.type.matches("^(AWS::S3::Bukcet|AWS::KMS::Key)$") ¦ 23 ¦ not a resource type of Access Analyzer that this version knows: "AWS::S3::Bukcet"; did you mean "AWS::S3::Bucket"?
          finding.type.contains("unused") ¦ 23 ¦ no type of finding contains "unused", of those that this version knows
          access.actions.all(a, a.startsWith("s3:Gett")) ¦ 36 ¦ no action of AWS begins with "s3:Gett", of those that this version knows
          access.condition == {"ext:Id": "a"} ¦ 22 ¦ not a condition key of AWS that this version knows: "ext:Id"
          has(access.condition.sourceVpc) ¦ 4 ¦ not a condition key of AWS that this version knows: "sourceVpc"
          resource.arn == "arn:aws:s3:::dev-*" ¦ 17 ¦ "arn:aws:s3:::dev-*" is compared as it is, and * and ? are no wildcards in it; did you mean startsWith("arn:aws:s3:::dev-")?
          principal.arn in ["*:role/deploy"] ¦ 19 ¦ "*:role/deploy" is compared as it is, and * and ? are no wildcards in it; did you mean endsWith(":role/deploy")?
          keyAliases.exists(a, a != "*dev*") ¦ 27 ¦ "*dev*" is compared as it is, and * and ? are no wildcards in it; did you mean contains("dev")?
          tag("Environment") == "dev-?.a" ¦ 23 ¦ "dev-?.a" is compared as it is, and * and ? are no wildcards in it; did you mean matches("^dev-.[.]a$")?
          resource.arn.startsWith("arn:aws:s3:::*-logs") ¦ 25 ¦ "arn:aws:s3:::*-logs" is compared as it is, and * and ? are no wildcards in it; did you mean matches("^arn:aws:s3:::.*-logs$")?
          finding.unused.services.exists(s, s == "s33") ¦ 40 ¦ not a service of AWS that this version knows: "s33"; did you mean "s3"?
          """)
  void text_thatAwsMayHaveOneDay_isAWarning(String condition, int column, String message) {
    assertEquals(
        List.of(new Warning("rules.yaml", 7, 6 + column, message.replace("TYPES", TYPES))),
        warnings(condition));
    assertEquals(
        List.of("a"), RuleSet.parse("rules.yaml", file(condition)).notifyRules(), "it loads");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "principal.kind == \"\" || access.type == \"\" || resource.type != \"\"",
        "principal.value == \"*\" || resource.arn.matches(\"^arn:aws:s3:::dev-.*$\")",
        "access.condition[\"aws:SourceArn\"] == \"arn:aws:s3:::dev-*\"",
        "principal.value == \"Rolle\" && tag(\"Rolle\") == \"Rolle\"",
        "access.actions.all(a, a.startsWith(\"s3:Get\") || a.contains(\":Put\"))",
        "principal.kind.startsWith(\"Fed\") && principal.kind.matches(\"^(Role|User)$\")",
        "resource.type.startsWith(\"AWS::S3\") && resource.type.matches(\"::Key$\")",
        "resource.type.contains(\"\") || principal.kind.matches(\"^$|^Role$\")",
        "resource.arn.startsWith(\"arn:aws:s4\") || tag(\"a\").matches(\"^role$\")",
        "finding.unused.services.all(s, s.endsWith(\"s3\"))",
        "access.actions == [\"*\", \"s3:*\", \"s3:Get*\"]",
        "access.condition[\"aws:PrincipalOrgID\"] == \"aws:Foo\"",
        "access.condition[\"SAML:aud\"] == access.condition[\"saml:aud\"]",
        "access.condition.exists(key, key.startsWith(\"aws:PrincipalTag/Te\"))",
        "\"aws:PrincipalTag/Team\" in access.condition",
        "\"oidc.example.com/x:aud\" in access.condition",
        "[\"x\"].all(a, access.actions.all(a, a == \"s3:GetObject\"))",
        "\"a\" + principal.kind == \"aRolle\"",
        "finding.type + \"x\" != \"y\"",
      })
  void text_thatIsKnownOrComparedWithSomethingElse_isNone(String condition) {
    assertEquals(List.of(), warnings(condition));
  }

  @Test
  void text_ofAList_isNotedWhereItStands() {
    String file =
        """
        lists:
          kinds: ["Role", "Rolle"]
          reads: [s3:GetObject, s3:ListBukket]
          names: ["s3:Nothing"]
        rules:
          - id: a
            effect: notify
            when: >
              principal.kind in lists.kinds
              && access.actions.all(action, action in lists.reads + ["s3:GetObjekt"])
              && principal.value in lists.names
          - {id: b, effect: notify, when: '"x" in access.actions || lists.reads == access.actions'}
        """;
    List<Warning> warnings = new ArrayList<>();

    InvalidFileException e =
        assertThrows(
            InvalidFileException.class,
            () -> RuleSet.parse("rules.yaml", file, Instant.EPOCH, warnings::add));
    assertEquals(
        """
        rules.yaml:2:19: not a kind of principal: "Rolle"; %s; did you mean "Role"?
            kinds: ["Role", "Rolle"]
                            ^"""
            .formatted(KINDS),
        e.getMessage());
    assertEquals(List.of(), warnings, "first the mistakes");

    RuleSet.parse("rules.yaml", file.replace("\"Rolle\"", "User"), Instant.EPOCH, warnings::add);
    assertEquals(
        List.of(
            "rules.yaml:3:25: warning: not an action of AWS that this version knows:"
                + " \"s3:ListBukket\"; did you mean \"s3:ListBucket\"?",
            "rules.yaml:10:62: warning: not an action of AWS that this version knows:"
                + " \"s3:GetObjekt\"; did you mean \"s3:GetObject\"?",
            "rules.yaml:12:36: warning: not an action of AWS that this version knows: \"x\""),
        warnings.stream().map(Warning::text).toList());
  }

  static List<Path> rulesFiles() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("..", "rules"))) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .filter(file -> !file.toString().endsWith("-test.yaml"))
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("rulesFiles")
  void parse_shippedRules_warnOfNothing(Path file) throws IOException {
    List<Warning> warnings = new ArrayList<>();
    RuleSet.parse(file.toString(), Files.readString(file), Instant.EPOCH, warnings::add);

    assertEquals(List.of(), warnings);
  }

  private static List<Warning> warnings(String condition) {
    List<Warning> warnings = new ArrayList<>();
    RuleSet.parse("rules.yaml", file(condition), Instant.EPOCH, warnings::add);
    warnings.removeIf(warning -> warning.message().contains("true of nearly every finding"));
    return warnings;
  }

  private static String file(String condition) {
    return """
        lists: {trusted: ["a"]}
        rules:
          - id: a
            effect: notify
            severity: low
            when: |
              %s
        """
        .formatted(condition);
  }
}
