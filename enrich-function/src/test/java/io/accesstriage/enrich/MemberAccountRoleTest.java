package io.accesstriage.enrich;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.accesstriage.finding.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The role of other accounts, org/member-account-role.yaml, beside the calls that are made. */
final class MemberAccountRoleTest {
  private static final Path FILE = Path.of("..", "org", "member-account-role.yaml");
  private static final Path REGIONS = Path.of("..", "org", "region-forwarding.yaml");
  private static final Path TEMPLATE = Path.of("..", "template.yaml");

  private static final KeyAliasReader ALIASES = (Resource key) -> List.of();

  @Test
  void actions_comparedWithTheCallsOfTheReaders_areTheSame() throws IOException {
    Set<String> calls = new TreeSet<>(TagReaders.ofAws().operations().values());
    calls.add(ALIASES.operation());

    String permissions = Files.readString(FILE).split("Sid: ReadTagsAndAliases", -1)[1];

    assertEquals(
        calls,
        Pattern.compile("(?m)^ +- ([a-z0-9-]+:[A-Za-z*]+)$")
            .matcher(permissions)
            .results()
            .map(match -> match.group(1))
            .collect(Collectors.toCollection(TreeSet::new)));
  }

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
