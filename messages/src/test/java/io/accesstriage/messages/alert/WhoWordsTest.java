package io.accesstriage.messages.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.finding.Finding;
import io.accesstriage.fixtures.SampleStates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WhoWordsTest {
  private static final String OF_GITHUB = "token.actions.githubusercontent.com:";

  private static Finding finding(String key, String value) {
    ObjectNode request = SampleStates.request("github-workflow");
    ((ObjectNode) request.at("/state/finding/access/condition")).removeAll().put(key, value);
    return SampleStates.step(request).state().finding();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "repo:example-org/example-repo:ref:refs/heads/main | example-org/example-repo, branch main",
        "repo:example-org/example-repo:ref:refs/tags/v1.2 | example-org/example-repo, tag v1.2",
        "repo:example-org/example-repo:environment:prod | example-org/example-repo, environment"
            + " prod",
        "repo:example-org/example-repo:pull_request | example-org/example-repo, pull requests",
        "repo:example-org/example-repo:* | example-org/example-repo",
        "repo:example-org/example-repo | example-org/example-repo",
        "repo:example-org@1/example-repo@2:ref:refs/heads/main | example-org/example-repo, branch"
            + " main",
        "repo:example-org/*:* | example-org/*",
        "repo:o/r:ref:refs/heads/www.evil.com | o/r, branch www[.]evil[.]com",
      })
  void brief_ofAWorkflow_namesIt(String subject, String name) {
    Finding finding = finding(OF_GITHUB + "sub", subject);

    assertEquals("GitHub Actions (%s)".formatted(name), WhoWords.brief(finding, null));
    assertEquals("", WhoWords.condition(finding), "its name says the condition");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "project_path:acme/app:ref_type:branch:ref:main | GitLab (acme/app, branch main)",
        "project_path:acme/team/app:ref_type:tag:ref:v1 | GitLab (acme/team/app, tag v1)",
        "project_path:acme/* | GitLab (acme/*)",
        "project_path:*:ref_type:branch:ref:main | users signed in by gitlab.com",
      })
  void brief_ofAPipelineOfGitLab_namesIt(String subject, String name) {
    ObjectNode request = SampleStates.request("github-workflow");
    ((ObjectNode) request.at("/state/finding/access/condition"))
        .removeAll()
        .put("gitlab.com:sub", subject);
    ((ObjectNode) request.at("/state/finding/principal"))
        .put("value", "arn:aws:iam::111122223333:oidc-provider/gitlab.com");

    assertEquals(name, WhoWords.brief(SampleStates.step(request).state().finding(), null));
  }

  /** One of several values, or an owner that is anyone's, would be half the truth. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "repo:example-org/a:*,repo:example-org/b:*",
        "[\"repo:example-org/a:*\", \"repo:*\"]",
        "repo:*/example-repo:*",
        "repository_owner:example-org",
      })
  void brief_ofMoreThanAWorkflow_namesTheProvider(String subject) {
    assertEquals(
        "users signed in by token.actions.githubusercontent.com",
        WhoWords.brief(finding(OF_GITHUB + "sub", subject), null));
  }

  /** A function's URL asks for credentials of AWS, or for none. */
  @ParameterizedTest
  @CsvSource({
    "NONE, 'anyone, in any AWS account or without one'",
    "AWS_IAM, anyone with an AWS account"
  })
  void full_ofAnyoneAtAFunctionUrl_saysWhetherRequestsAreSigned(String authType, String who) {
    ObjectNode request = SampleStates.request("function-url-without-sign-in");
    ((ObjectNode) request.at("/state/finding/access/condition"))
        .put("lambda:FunctionUrlAuthType", authType);

    assertEquals(who, WhoWords.full(SampleStates.step(request).state().finding(), null));
  }

  /** One condition that has a name says who it is. */
  @ParameterizedTest
  @CsvSource({
    "aws:PrincipalOrgID, o-a1b2c3d4e5, organization o-a1b2c3d4e5",
    "kms:CallerAccount, 999988887777, account 999988887777",
    "aws:PrincipalAccount, 999988887777, account 999988887777",
    "aws:PrincipalArn, arn:aws:iam::999988887777:role/etl, IAM role etl (account 999988887777)",
    "aws:PrincipalArn, arn:aws:iam::999988887777:role/team/AnalyticsReader, IAM role AnalyticsReader (account 999988887777)",
    "AWS:SourceIp, 203.0.113.0/24, anyone in network 203.0.113.0/24",
    "aws:SourceVpce, vpce-1, anyone"
  })
  void brief_ofAnyoneUnderOneCondition_namesWhom(String key, String value, String who) {
    ObjectNode request = SampleStates.request("anyone-under-a-condition");
    ((ObjectNode) request.at("/state/finding/access/condition")).removeAll().put(key, value);

    assertEquals(who, WhoWords.brief(SampleStates.step(request).state().finding(), null));
  }

  @Test
  void condition_thatLimits_isNamedByItsKeys() {
    ObjectNode request = SampleStates.request("anyone-under-a-condition");
    ObjectNode conditions = (ObjectNode) request.at("/state/finding/access/condition");

    assertEquals(
        " if aws:SourceIp is 203.0.113.0/24",
        WhoWords.condition(SampleStates.step(request).state().finding()));
    conditions.remove("aws:PrincipalOrgID");
    conditions.put("aws:a", "1");
    assertEquals(
        " if aws:a is 1", WhoWords.condition(SampleStates.step(request).state().finding()));
    conditions.remove("aws:SourceIp");
    conditions.put("aws:b", "1").put("aws:c", "1").put("aws:\u202ec.com/x", "1");
    assertEquals(
        " if aws:a, aws:b, aws:c and 1 more match",
        WhoWords.condition(SampleStates.step(request).state().finding()));
    conditions.removeAll();
    assertEquals("", WhoWords.condition(SampleStates.step(request).state().finding()));
  }
}
