package io.accesstriage.enrich;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The role of other accounts, org/member-account-role.yaml, beside the product's template. */
final class MemberAccountRoleTest {
  private static final Path FILE = Path.of("..", "org", "member-account-role.yaml");
  private static final Path REGIONS = Path.of("..", "org", "region-forwarding.yaml");
  private static final Path TEMPLATE = Path.of("..", "template.yaml");

  @Test
  void trust_isOfOneRoleOfTheOrganization() throws IOException {
    String text = Files.readString(FILE);
    String trust =
        text.substring(text.indexOf("AssumeRolePolicyDocument"), text.indexOf("Policies:"));

    assertEquals(
        List.of("{AWS: !Ref TrustedRoleArn}"),
        Pattern.compile("Principal: (.*)")
            .matcher(trust)
            .results()
            .map(match -> match.group(1))
            .toList());
    assertTrue(trust.contains("aws:PrincipalOrgID: !Ref OrganizationId"), trust);
    assertTrue(
        trust.contains("sts:ExternalId: !If [HasExternalId, !Ref ExternalId, !Ref AWS::NoValue]"),
        trust);
  }

  @Test
  void functionsRole_assumesRolesOfThatNameAndNotThoseOfOtherOrganizations() throws IOException {
    String template = Files.readString(TEMPLATE);
    String statement = template.split("- Sid: AssumeMemberAccountRoles\n", -1)[1];

    assertEquals(
        """
                  Effect: Allow
                  Action: sts:AssumeRole
                  Resource: !Sub arn:${AWS::Partition}:iam::*:role/${MemberAccountRoleName}
                  Condition:
                    StringEqualsIfExists: {aws:ResourceOrgID: "${aws:PrincipalOrgID}"}
        """,
        statement
            .substring(0, statement.indexOf("          - !Ref AWS::NoValue"))
            .replaceAll("(?m)^        ", ""));
    assertEquals(2, template.split("sts:AssumeRole\n", -1).length - rolesOf(template));
  }

  private static int rolesOf(String template) {
    return template.split("AssumeRolePolicyDocument:", -1).length - 1;
  }

  @Test
  void defaults_ofBothTemplates_nameTheSameRole() throws IOException {
    assertEquals(
        defaultOf(Files.readString(TEMPLATE), "MemberAccountRoleName"),
        defaultOf(Files.readString(FILE), "RoleName"));
  }

  @Test
  void forwardedEvents_areThoseThatTheProductTakes() throws IOException {
    assertEquals(
        findingPattern(Files.readString(TEMPLATE)), findingPattern(Files.readString(REGIONS)));
  }

  private static String defaultOf(String template, String parameter) {
    return first(template, "(?ms)^  " + parameter + ":$.*?^    Default: (\\S+)$");
  }

  private static String findingPattern(String template) {
    return first(
        template,
        "(?ms)^      EventPattern:\n(        source: \\[aws.access-analyzer].*?)^      Targets:");
  }

  private static String first(String text, String pattern) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map((MatchResult match) -> match.group(1))
        .findFirst()
        .orElseThrow(() -> new AssertionError("nothing fits " + pattern));
  }
}
