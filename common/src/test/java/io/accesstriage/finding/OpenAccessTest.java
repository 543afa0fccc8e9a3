package io.accesstriage.finding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class OpenAccessTest {
  private static final long SEED = 20261105;

  private static final Principal ANYONE = principal("AWS", "*");
  private static final Principal ACCOUNT = principal("AWS", "444455556666");
  private static final Principal GITHUB = provider("token.actions.githubusercontent.com");
  private static final Principal COGNITO = principal("Federated", "cognito-identity.amazonaws.com");
  private static final Principal SAML =
      principal("Federated", "arn:aws:iam::111122223333:saml-provider/Okta");

  private static final String AUDIENCE = "token.actions.githubusercontent.com:aud";
  private static final String SUBJECT = "token.actions.githubusercontent.com:sub";

  @ParameterizedTest
  @CsvSource({
    "token.actions.githubusercontent.com, any repository on GitHub",
    "vstoken.actions.githubusercontent.com, any repository on GitHub",
    "oidc-configuration.audit-log.githubusercontent.com, the audit log of any enterprise on GitHub",
    "gitlab.com, any project on GitLab",
    "app.terraform.io, any organization in HCP Terraform",
    "agent.buildkite.com, any organization on Buildkite",
    "oidc.codefresh.io, any account on Codefresh",
    "scalr.io, any account on Scalr",
    "proidc.upbound.io, any organization on Upbound",
    "studio.datachain.ai/api, any team in DVC Studio",
    "tokens.cloud.shisho.dev, any organization in Shisho Cloud",
    "Token.Actions.GitHubUserContent.com/, any repository on GitHub",
  })
  void customers_audienceOnlyOfAProviderThatNamesItsCustomersInTheSubject_areAll(
      String url, String customers) {
    Finding finding = finding(provider(url), Map.of(url + ":aud", "sts.amazonaws.com"));

    assertEquals(Optional.of(customers), OpenAccess.customers(finding));
    assertEquals(true, OpenAccess.isOpen(finding));
  }

  /** Their URL, or their audience, names one customer. */
  @ParameterizedTest
  @CsvSource({
    "oidc.circleci.com/org/1a2b3c4d, 1a2b3c4d",
    "api.bitbucket.org/2.0/workspaces/example/pipelines-config/identity/oidc, ari:cloud:bitbucket::workspace/1",
    "token.actions.githubusercontent.com/example-enterprise, sts.amazonaws.com",
    "oidc.vercel.com/example-team, https://vercel.com/example-team",
    "gitlab.example.com, https://gitlab.example.com",
    "oidc.eks.us-east-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B716D3041E, sts.amazonaws.com",
    "oidc.vercel.com, https://vercel.com/example-team",
    "api.pulumi.com/oidc, example-org",
    "sandboxes.cloud, example",
  })
  void isOpen_audienceOnlyWhereOneCustomerIsNamed_isFalse(String url, String audience) {
    assertEquals(false, OpenAccess.isOpen(finding(provider(url), Map.of(url + ":aud", audience))));
  }

  @ParameterizedTest
  @CsvSource({
    "oidc.vercel.com, https://vercel.com/*",
    "oidc.vercel.com, *",
    "api.pulumi.com/oidc, *",
    "sandboxes.cloud, ?*",
  })
  void isOpen_audienceThatNamesNoCustomer_isTrue(String url, String audience) {
    assertEquals(true, OpenAccess.isOpen(finding(provider(url), Map.of(url + ":aud", audience))));
  }

  @ParameterizedTest
  @CsvSource({
    "token.actions.githubusercontent.com, *, true",
    "token.actions.githubusercontent.com, repo:*, true",
    "token.actions.githubusercontent.com, repo*, true",
    "token.actions.githubusercontent.com, repo:*/*, true",
    "token.actions.githubusercontent.com, repo:*:ref:refs/heads/main, true",
    "token.actions.githubusercontent.com, *:environment:production, true",
    "token.actions.githubusercontent.com, repo:octo*, true",
    "token.actions.githubusercontent.com, repo:?cto-org/shop:*, true",
    "token.actions.githubusercontent.com, repo:octo-org/*, false",
    "token.actions.githubusercontent.com, repo:octo-org/shop:*, false",
    "token.actions.githubusercontent.com, repo:octo-org/shop:ref:refs/heads/main, false",
    "token.actions.githubusercontent.com, repository_owner:octo-org:*, false",
    "token.actions.githubusercontent.com, repository_owner:*, true",
    "token.actions.githubusercontent.com, environment:production, true",
    "token.actions.githubusercontent.com, ref:refs/heads/main, true",
    "token.actions.githubusercontent.com, environment:*, true",
    "token.actions.githubusercontent.com, pull_request, true",
    "token.actions.githubusercontent.com, environment:production:repository_owner:octo-org, false",
    "token.actions.githubusercontent.com, 'repo:octo-org/shop:*, repo:*', true",
    "token.actions.githubusercontent.com, '[\"repo:octo-org/shop:*\",\"environment:production\"]', true",
    "token.actions.githubusercontent.com, 'repo:octo-org/shop:*,repo:octo-org/web:*', false",
    "gitlab.com, project_path:*, true",
    "gitlab.com, project_path:*/shop:ref_type:branch:ref:main, true",
    "gitlab.com, project_path:group/*, false",
    "app.terraform.io, organization:*, true",
    "app.terraform.io, organization:*:project:*:workspace:*:run_phase:*, true",
    "app.terraform.io, organization:example*, true",
    "app.terraform.io, organization:example:*, false",
    "agent.buildkite.com, organization:*, true",
    "agent.buildkite.com, organization:example:pipeline:*, false",
    "oidc.codefresh.io, account:*, true",
    "oidc.codefresh.io, account:1a2b3c:pipeline:*, false",
    "scalr.io, account:*:environment:production, true",
    "scalr.io, account:example:*, false",
    "proidc.upbound.io, mcp:*, true",
    "proidc.upbound.io, mcp:example/*, false",
    "studio.datachain.ai/api, credentials:*, true",
    "studio.datachain.ai/api, credentials:example/*, false",
    "oidc-configuration.audit-log.githubusercontent.com, https://github.com/*, true",
    "oidc-configuration.audit-log.githubusercontent.com, https://github.com/example, false",
    "api.pulumi.com/oidc, pulumi:deploy:org:*, true",
    "api.pulumi.com/oidc, pulumi:deploy:org:example:*, false",
    "oidc.vercel.com, owner:*, true",
    "oidc.vercel.com, owner:example-team:*, false",
  })
  void isOpen_subject_isTrueWhereItNamesNoCustomer(String url, String subject, boolean open) {
    assertEquals(
        open, OpenAccess.isOpen(finding(provider(url), Map.of(url + ":sub", subject))), subject);
  }

  /** The audience that a Google service account's token has is its owner's choice. */
  @ParameterizedTest
  @CsvSource({"oaud, true", "aud, false", "sub, false"})
  void isOpen_claimOfGoogle_isTrueWhereAnyServiceAccountCanHaveIt(String claim, boolean open) {
    assertEquals(
        open,
        OpenAccess.isOpen(
            finding(
                provider("accounts.google.com"), Map.of("accounts.google.com:" + claim, "1234"))));
  }

  @ParameterizedTest
  @CsvSource({
    "ref, refs/heads/main, true",
    "environment, production, true",
    "workflow, deploy, true",
    "repository, octo-org/shop, false",
    "repository, octo-org/*, false",
    "repository, */shop, true",
    "repository_id, 123456, false",
    "enterprise_id, 123, false",
    "job_workflow_ref, octo-org/workflows/.github/workflows/deploy.yml@refs/heads/main, false",
    "actor_id, 1234, false",
    "actor, octocat, false",
    "actor, dependabot[bot], true",
    "actor, *[bot], true",
    "actor, github-actions?bot?, true",
    "actor, dependabot*, true",
    "a_claim_of_tomorrow, x, false",
  })
  void isOpen_otherClaimsOfGitHub_isTrueWhereAnyRepositoryHasThem(
      String claim, String value, boolean open) {
    assertEquals(
        open,
        OpenAccess.isOpen(
            finding(
                GITHUB,
                Map.of(
                    AUDIENCE,
                    "sts.amazonaws.com",
                    "token.actions.githubusercontent.com:" + claim,
                    value))));
  }

  @Test
  void isOpen_sharedProviderWithoutAnyCondition_isTrue() {
    assertEquals(true, OpenAccess.isOpen(finding(GITHUB, Map.of())));
  }

  @Test
  void isOpen_sessionNameThatTheCallerChooses_isTrue() {
    assertEquals(true, OpenAccess.isOpen(finding(GITHUB, Map.of("sts:RoleSessionName", "ci"))));
    assertEquals(
        false,
        OpenAccess.isOpen(
            finding(
                provider("sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d/"),
                Map.of("sts:RoleSessionName", "MicrosoftSentinel_1a2b3c4d"))));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "-, -, true",
        "us-east-1:EXAMPLE0, -, false",
        "us-east-1:*, -, true",
        "-, authenticated, true",
        "us-east-1:EXAMPLE0, authenticated, false",
        "us-east-1:EXAMPLE0, unauthenticated, true",
        "us-east-1:EXAMPLE0, *, true",
        "us-east-1:EXAMPLE0, un*, true",
      })
  void isOpen_identityPool_isTrueOfGuestsAndOfAnyPool(
      @Nullable String audience, @Nullable String signedIn, boolean open) {
    Map<String, String> condition = new LinkedHashMap<>();
    if (audience != null) {
      condition.put("cognito-identity.amazonaws.com:aud", audience);
    }
    if (signedIn != null) {
      condition.put("cognito-identity.amazonaws.com:amr", signedIn);
    }

    assertEquals(open, OpenAccess.isOpen(finding(COGNITO, condition)));
  }

  @Test
  void customers_identityPool_areGuestsOrUsersOfAnyPool() {
    assertEquals(
        Optional.of("anyone, as a guest of a Cognito identity pool"),
        OpenAccess.customers(
            finding(
                COGNITO,
                Map.of(
                    "cognito-identity.amazonaws.com:aud",
                    "us-east-1:EXAMPLE0",
                    "cognito-identity.amazonaws.com:amr",
                    "unauthenticated"))));
    assertEquals(
        Optional.of("any Cognito identity pool of any AWS account"),
        OpenAccess.customers(finding(COGNITO, Map.of())));
  }

  @Test
  void isOpen_principalOfUnknownKind_isNotKnown() {
    for (Map<String, String> principal :
        List.of(
            Map.of("AWS", "*", "CanonicalUser", "abc"),
            Map.of("*", "*"),
            Map.of("aws:SourceIp", "0.0.0.0/0"))) {
      assertNull(
          OpenAccess.isOpen(finding(Principal.of(principal), Map.of())), principal::toString);
    }
    assertEquals(
        false,
        OpenAccess.isOpen(finding(Principal.of(Map.of("AWS", "AROAEXAMPLE1234567890")), Map.of())));
  }

  @Test
  void isOpen_samlProvider_isFalse() {
    assertEquals(
        false,
        OpenAccess.isOpen(finding(SAML, Map.of("SAML:aud", "https://signin.aws.amazon.com/saml"))));
    assertEquals(false, OpenAccess.isOpen(finding(SAML, Map.of())));
  }

  @ParameterizedTest
  @CsvSource({
    "aws:SecureTransport, true, true",
    "AWS:securetransport, true, true",
    "aws:UserAgent, curl, true",
    "aws:Referer, https://www.example.com/, true",
    "aws:PrincipalTag/Team, ops, true",
    "aws:username, bob, true",
    "aws:VpcSourceIp, 10.0.0.0/8, true",
    "lambda:FunctionUrlAuthType, NONE, true",
    "lambda:FunctionUrlAuthType, AWS_IAM, true",
    "lambda:InvokedViaFunctionUrl, true, true",
    "lambda:InvokedViaFunctionUrl, false, false",
    "aws:SourceIp, 0.0.0.0/0, true",
    "aws:SourceIp, ::/0, true",
    "aws:SourceIp, ::/31, true",
    "aws:SourceIp, /0, true",
    "aws:SourceIp, '\"', false",
    "example:Unknown, *, true",
    "example:Unknown, '', false",
    "aws:SourceIp, 203.0.113.0/24, false",
    "aws:SourceIp, 203.0.113.7, false",
    "aws:SourceIp, 0.0.0.0/1, true",
    "aws:SourceIp, 10.0.0.0/7, true",
    "aws:SourceIp, 10.0.0.0/8, false",
    "aws:SourceIp, '10.0.0.0/8, 128.0.0.0/1', true",
    "aws:SourceIp, '[\"10.0.0.0/8\",\"0.0.0.0/0\"]', true",
    "aws:SourceIp, 2000::/3, true",
    "aws:SourceIp, 2001:db8::/32, false",
    "aws:PrincipalOrgID, ${aws:PrincipalOrgID}, true",
    "kms:CallerAccount, ${aws:PrincipalAccount}, true",
    "'aws:PrincipalAccount', ${aws:ResourceAccount}, false",
    "aws:PrincipalOrgID, ${aws:ResourceOrgID}, false",
    "aws:PrincipalArn, *, true",
    "aws:PrincipalArn, arn:*, true",
    "aws:PrincipalArn, arn:aws:iam::*:*, true",
    "aws:PrincipalArn, arn:aws:iam::*:role/deploy, true",
    "aws:PrincipalArn, *:role/deploy, true",
    "aws:PrincipalArn, arn:aws:iam::444455556666:*, false",
    "aws:PrincipalArn, arn:aws:iam::444455556666:role/deploy, false",
    "aws:SourceArn, arn:aws:s3:::*, true",
    "aws:SourceArn, arn:aws:s3:::*/*, true",
    "aws:SourceArn, arn:aws:s3:::amzn-s3-demo-*, true",
    "aws:SourceArn, arn:aws:s3:::amzn-s3-demo-bucket, false",
    "aws:SourceArn, arn:aws:s3:::amzn-s3-demo-bucket/*, false",
    "aws:SourceArn, arn:aws:sns:*:*:orders, true",
    "aws:SourceArn, arn:aws:sns:*:111122223333:*, false",
    "aws:SourceAccount, *, true",
    "aws:SourceAccount, ????????????, true",
    "aws:SourceAccount, 999988887777, false",
    "aws:PrincipalOrgID, o-*, true",
    "aws:PrincipalOrgID, o-exampleorgid, false",
    "aws:PrincipalOrgPaths, o-*/r-ab12/*, true",
    "aws:PrincipalOrgPaths, o-exampleorgid/*, false",
    "aws:SourceVpce, vpce-*, true",
    "aws:SourceVpce, vpce-1a2b3c4d, false",
    "aws:userid, *:session, true",
    "aws:userid, AROAEXAMPLEID:*, false",
    "kms:ViaService, *, true",
    "kms:ViaService, *.amazonaws.com, true",
    "kms:ViaService, s3.us-east-1.amazonaws.com, true",
    "aws:CalledVia, athena.amazonaws.com, true",
    "aws:ViaAWSService, true, true",
    "aws:MultiFactorAuthPresent, true, true",
    "aws:PrincipalType, AssumedRole, true",
    "aws:CurrentTime, 2030-01-01T00:00:00Z, true",
    "aws:RequestedRegion, us-east-1, true",
    "aws:ResourceAccount, 111122223333, true",
    "aws:ResourceTag/Public, yes, true",
    "secretsmanager:ResourceTag/Public, yes, true",
    "aws:VpceOrgID, o-*, true",
    "aws:VpceOrgID, o-exampleorgid, false",
    "aws:VpceAccount, 1*, true",
    "aws:VpceOrgPaths, o-*/r-ab12/*, true",
    "aws:Ec2InstanceSourceVpc, vpc-*, true",
    "s3:ExistingObjectTag/Public, yes, true",
    "s3:prefix, reports/, true",
    "s3:DataAccessPointAccount, 111122223333, false",
    "aws:SourceAccount, 1*, true",
    "aws:PrincipalAccount, 11112222333?, true",
    "aws:SourceAccount, '999988887777, *', true",
    "aws:SourceAccount, '[\"999988887777\",\"888877776666\"]', false",
    "aws:PrincipalOrgID, 'o-exampleorgid,o-*', true",
    "aws:PrincipalArn, arn:aws:iam::1*:role/deploy, true",
    "kms:CallerAccount, *, true",
    "kms:CallerAccount, 444455556666, false",
    "elasticfilesystem:AccessedViaMountTarget, true, false",
    "sts:ExternalId, example-external-id, false",
    "a:KeyOfTomorrow, x, false",
  })
  void isOpen_oneConditionOfAnyone_isTrueWhereAnyoneMeetsIt(
      String key, String value, boolean open) {
    Map<String, String> condition = Map.of(key, value);

    assertEquals(open, OpenAccess.isOpen(finding(ANYONE, condition)));
    assertEquals(
        open ? Map.of() : condition, OpenAccess.limits(finding(ACCOUNT, condition)), "limits");
    assertEquals(false, OpenAccess.isOpen(finding(ACCOUNT, condition)), "of one account");
  }

  @Test
  void isOpen_anyoneWithoutAnyCondition_isFalseWhereThatIsPublic() {
    Finding finding = finding(ANYONE, Map.of());

    assertEquals(true, OpenAccess.isOpen(finding), "not public, as it says, and yet anyone's");
    assertEquals(false, OpenAccess.isOpen(withPublic(finding, true)));
    assertEquals(false, OpenAccess.isOpen(withPublic(finding, null)));
  }

  @Test
  void isOpen_serviceForAnyResource_isTrue() {
    Principal service = principal("Service", "sns.amazonaws.com");

    assertEquals(
        true, OpenAccess.isOpen(finding(service, Map.of("aws:SourceArn", "arn:aws:sns:*:*:*"))));
    assertEquals(
        false, OpenAccess.isOpen(finding(service, Map.of("aws:SourceAccount", "111122223333"))));
    assertEquals(false, OpenAccess.isOpen(finding(service, Map.of())));
  }

  @Test
  void isOpen_notRead_isUnknownOnlyWhereItDecides() {
    assertNull(OpenAccess.isOpen(finding(null, Map.of())));
    assertNull(OpenAccess.isOpen(finding(ANYONE, null)));
    assertNull(OpenAccess.isOpen(finding(GITHUB, null)));
    assertEquals(false, OpenAccess.isOpen(finding(ACCOUNT, null)));
    assertEquals(false, OpenAccess.isOpen(finding(SAML, null)));
    assertNull(OpenAccess.limits(finding(ACCOUNT, null)));
    assertNull(OpenAccess.limits(finding(null, Map.of())));
    assertEquals(Optional.empty(), OpenAccess.customers(finding(GITHUB, null)));
  }

  @Test
  void isOpen_unusedAccess_isFalse() {
    Finding unused = finding("UnusedIAMRole", null, null);

    assertEquals(false, OpenAccess.isOpen(unused));
    assertEquals(Map.of(), OpenAccess.limits(unused));
  }

  @Test
  void limits_someConditionsOfTheProvider_areThoseThatNameACustomer() {
    assertEquals(
        Map.of(SUBJECT, "repo:octo-org/shop:*"),
        OpenAccess.limits(
            finding(
                GITHUB, Map.of(AUDIENCE, "sts.amazonaws.com", SUBJECT, "repo:octo-org/shop:*"))));
  }

  @ParameterizedTest
  @EnumSource(SharedIdentityProvider.class)
  void tenantKey_everyProvider_limitsAndIsFoundInAnyCase(SharedIdentityProvider provider) {
    String key = provider.tenantKey();
    for (String spelt : List.of(key, key.toUpperCase(java.util.Locale.ROOT))) {
      assertTrue(provider.limits(spelt, "example", Map.of()), spelt);
      assertFalse(provider.limits(spelt, "*", Map.of()), spelt);
    }
  }

  @Test
  void tenantKey_openRole_isTheKeyThatNamesCustomers() {
    assertEquals(
        Optional.of(SUBJECT), OpenAccess.tenantKey(finding(GITHUB, Map.of(AUDIENCE, "x"))));
    assertEquals(
        Optional.empty(),
        OpenAccess.tenantKey(finding(ANYONE, Map.of("aws:SecureTransport", "true"))));
  }

  @Test
  void tenantExample_openRole_isAValueOfTheKeyThatNamesCustomers() {
    assertEquals(
        Optional.of("repo:YOURS/*"),
        OpenAccess.tenantExample(finding(GITHUB, Map.of(AUDIENCE, "x"))));
    assertEquals(
        Optional.empty(), OpenAccess.tenantExample(finding(GITHUB, Map.of(SUBJECT, "repo:a/b"))));
  }

  @Test
  void identityProviders_areAllUrlsOfTheProviders() {
    List<String> urls = OpenAccess.identityProviders();

    assertTrue(urls.contains("token.actions.githubusercontent.com"), urls::toString);
    for (SharedIdentityProvider provider : SharedIdentityProvider.values()) {
      assertTrue(urls.containsAll(provider.urls()), provider::name);
    }
  }

  /** Of several values of a condition one is enough. */
  @Test
  void isLimitedTo_conditions_nameSomeOfTheseInEachValue() {
    assertTrue(isLimited(Map.of(AUDIENCE, "x", SUBJECT, "repo:octo-org/*"), "octo-org"));
    assertTrue(isLimited(Map.of(SUBJECT, "[repo:a/x, \"repo:b/y\"]"), "a", "b"));
    assertFalse(isLimited(Map.of(SUBJECT, "[repo:a/x, repo:b/y]"), "a"));
    assertFalse(isLimited(Map.of(SUBJECT, "repo:a/x,"), "a"));
    assertTrue(isLimited(Map.of(SUBJECT, "repository_owner_id:7"), "7"));
    assertTrue(
        isLimited(Map.of("token.actions.githubusercontent.com:actor", "alice"), "alice", "bob"));
    assertTrue(
        isLimited(
            Map.of(
                SUBJECT, "repo:a/x,repo:b/y", "token.actions.githubusercontent.com:actor", "alice"),
            "alice"));
    assertFalse(isLimited(Map.of(AUDIENCE, "x", SUBJECT, "repo:octo*"), "octo"));
    assertFalse(isLimited(Map.of(), "a"));
    assertFalse(OpenAccess.isLimitedTo(Set.of("a"), finding(ACCOUNT, Map.of(SUBJECT, "repo:a/b"))));
  }

  private static boolean isLimited(Map<String, String> condition, String... customers) {
    return OpenAccess.isLimitedTo(Set.of(customers), finding(GITHUB, condition));
  }

  /** What keeps a provider's other customers out says whom it lets in. */
  @Test
  void isLimitedTo_accessThatIsNotOpen_isToThoseWhomItNames() {
    Random random = new Random(SEED);
    for (int i = 0; i < 5_000; i++) {
      Principal principal = oneOf(List.of(GITHUB, COGNITO), random);
      Map<String, String> condition = someOf(CONDITIONS, random);
      Finding finding = finding(principal, condition);
      Set<String> named = new HashSet<>();
      condition
          .values()
          .forEach(
              value -> {
                OpenAccess.alternatives(value).forEach(named::add);
                named.addAll(List.of(value.split("[:/, ]", -1)));
              });
      assertTrue(
          !Boolean.FALSE.equals(OpenAccess.isOpen(finding))
              || OpenAccess.isLimitedTo(named, finding),
          finding::toString);
    }
  }

  /** Whatever there is, one more condition that limits leaves or makes it limited. */
  @Test
  void isOpen_withOneMoreLimitingCondition_isNeverOpen() {
    Random random = new Random(SEED);
    int opened = 0;
    for (int i = 0; i < 5_000; i++) {
      Principal principal = oneOf(List.of(ANYONE, ACCOUNT, GITHUB, COGNITO, SAML), random);
      Map<String, String> condition = someOf(CONDITIONS, random);
      Boolean before = OpenAccess.isOpen(finding(principal, condition));
      Map.Entry<String, String> more = oneOf(LIMITING, random);
      Map<String, String> extended = new LinkedHashMap<>(condition);
      extended.put(more.getKey(), more.getValue());

      Finding after = finding(principal, extended);

      assertEquals(false, OpenAccess.isOpen(after), "seed %d: %s".formatted(SEED, extended));
      assertNotNull(OpenAccess.limits(after));
      opened += Boolean.TRUE.equals(before) ? 1 : 0;
    }
    assertTrue(opened > 500, "open before: " + opened);
  }

  /** Leaving out what limits nobody changes nothing for a shared provider, nor does any order. */
  @Test
  void isOpen_inAnyOrder_isTheSame() {
    Random random = new Random(SEED);
    for (int i = 0; i < 2_000; i++) {
      Principal principal = oneOf(List.of(ANYONE, ACCOUNT, GITHUB, COGNITO, SAML), random);
      List<Map.Entry<String, String>> entries =
          new ArrayList<>(someOf(CONDITIONS, random).entrySet());
      Finding one = finding(principal, inOrder(entries));
      Collections.shuffle(entries, random);
      Finding other = finding(principal, inOrder(entries));

      String message = "seed %d: %s".formatted(SEED, entries);
      assertEquals(OpenAccess.isOpen(one), OpenAccess.isOpen(other), message);
      assertEquals(OpenAccess.limits(one), OpenAccess.limits(other), message);
      assertEquals(OpenAccess.customers(one), OpenAccess.customers(other), message);
    }
  }

  private static final List<Map.Entry<String, String>> LIMITING =
      List.of(
          Map.entry("aws:SourceIp", "203.0.113.0/24"),
          Map.entry("aws:SourceVpc", "vpc-1234567890abcdef0"),
          Map.entry("aws:PrincipalOrgID", "o-exampleorgid"),
          Map.entry("aws:SourceAccount", "999988887777"),
          Map.entry("sts:ExternalId", "example"),
          Map.entry("aws:SourceArn", "arn:aws:s3:::amzn-s3-demo-bucket"));

  private static final List<Map.Entry<String, String>> CONDITIONS =
      List.of(
          Map.entry("aws:SecureTransport", "true"),
          Map.entry("aws:UserAgent", "curl"),
          Map.entry("aws:SourceIp", "0.0.0.0/0"),
          Map.entry("aws:SourceArn", "arn:aws:s3:::*"),
          Map.entry("aws:PrincipalOrgID", "o-exampleorgid"),
          Map.entry("lambda:FunctionUrlAuthType", "NONE"),
          Map.entry(AUDIENCE, "sts.amazonaws.com"),
          Map.entry(SUBJECT, "repo:*"),
          Map.entry("token.actions.githubusercontent.com:repository", "octo-org/shop"),
          Map.entry("cognito-identity.amazonaws.com:aud", "us-east-1:EXAMPLE0"),
          Map.entry("cognito-identity.amazonaws.com:amr", "unauthenticated"),
          Map.entry("SAML:aud", "https://signin.aws.amazon.com/saml"));

  private static <T> T oneOf(List<T> all, Random random) {
    return all.get(random.nextInt(all.size()));
  }

  /** Few at a time, so that all of them being open is not rare. */
  private static Map<String, String> someOf(List<Map.Entry<String, String>> all, Random random) {
    List<Map.Entry<String, String>> shuffled = new ArrayList<>(all);
    Collections.shuffle(shuffled, random);
    return inOrder(shuffled.subList(0, random.nextInt(4)));
  }

  private static Map<String, String> inOrder(List<Map.Entry<String, String>> entries) {
    Map<String, String> condition = new LinkedHashMap<>();
    entries.forEach(entry -> condition.put(entry.getKey(), entry.getValue()));
    return condition;
  }

  private static Principal provider(String url) {
    return principal("Federated", "arn:aws:iam::111122223333:oidc-provider/" + url);
  }

  private static Principal principal(String type, String value) {
    Principal principal = Principal.of(Map.of(type, value));
    assertNotNull(principal);
    return principal;
  }

  private static Finding finding(
      @Nullable Principal principal, @Nullable Map<String, String> condition) {
    return finding("ExternalAccess", principal, condition);
  }

  private static Finding withPublic(Finding finding, @Nullable Boolean isPublic) {
    return finding(finding.type().name(), finding.principal(), Map.of(), isPublic);
  }

  private static Finding finding(
      String type, @Nullable Principal principal, @Nullable Map<String, String> condition) {
    return finding(type, principal, condition, false);
  }

  private static Finding finding(
      String type,
      @Nullable Principal principal,
      @Nullable Map<String, String> condition,
      @Nullable Boolean isPublic) {
    return Finding.builder(
            "f-1",
            "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/organization",
            new FindingType(type),
            new Resource(
                "arn:aws:iam::111122223333:role/R", "AWS::IAM::Role", "111122223333", null))
        .isPublic(isPublic)
        .principal(principal)
        .access(new Access(List.of("sts:AssumeRoleWithWebIdentity"), condition, ""))
        .build();
  }
}
