package io.accesstriage.messages.words;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.accesstriage.finding.Principal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PrincipalWordsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "AWS | * | anyone | anyone, in any AWS account or without one",
        "AWS | 999988887777 | account 999988887777 | account 999988887777",
        "AWS | arn:aws:iam::999988887777:root | account 999988887777 | account 999988887777",
        "AWS | arn:aws:iam::999988887777:role/path/Deploy | IAM role Deploy (account 999988887777)"
            + " | IAM role Deploy (account 999988887777)",
        "AWS | arn:aws:iam::999988887777:user/alice | IAM user alice (account 999988887777) | IAM"
            + " user alice (account 999988887777)",
        "AWS | arn:aws:sts::999988887777:assumed-role/Deploy/ci | a session of IAM role Deploy"
            + " (account 999988887777) | a session of IAM role Deploy (account 999988887777),"
            + " session \"ci\"",
        "AWS | arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1EXAMPLE2345 |"
            + " CloudFront origin access identity E1EXAMPLE2345 | CloudFront origin access identity"
            + " E1EXAMPLE2345 (CloudFront serves it to anyone its distribution lets in)",
        "AWS | arn:aws-cn:iam::cloudfront:user/CloudFront Origin Access Identity E1 | CloudFront"
            + " origin access identity E1 | CloudFront origin access identity E1 (CloudFront serves"
            + " it to anyone its distribution lets in)",
        "AWS | arn:aws:iam::999988887777:user/CloudFront Origin Access Identity E1 | IAM user"
            + " CloudFront Origin Access Identity E1 (account 999988887777) | IAM user CloudFront"
            + " Origin Access Identity E1 (account 999988887777)",
        "AWS | AROAEXAMPLE1234567890 | a deleted role (AROAEXAMPLE1234567890) | a deleted"
            + " role, unique id AROAEXAMPLE1234567890; a new one of the same name doesn't"
            + " get the access",
        "AWS | AIDAEXAMPLE1234567890 | a deleted user (AIDAEXAMPLE1234567890) | a deleted"
            + " user, unique id AIDAEXAMPLE1234567890; a new one of the same name doesn't"
            + " get the access",
        "AWS | AROA | AROA | AROA (an unknown kind of principal)",
        "CanonicalUser | AROAEXAMPLE1234567890 | the account with canonical id AROAEXAMPLE12345678…"
            + " | the AWS account with canonical user id AROAEXAMPLE1234567890",
        "AWS | arn:aws:sts::999988887777:federated-user/bob | federated user bob (account"
            + " 999988887777) | federated user bob (account 999988887777)",
        "Federated | accounts.google.com | users signed in by accounts.google.com | users"
            + " signed in by accounts.google.com",
        "Federated | arn:aws:iam::111122223333:saml-provider/Okta | users signed in by Okta | users"
            + " signed in by Okta",
        "CanonicalUser | 79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be | the"
            + " account with canonical id 79a59df900b949e55d9… | the AWS account with canonical"
            + " user id 79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be",
        "Service | delivery.logs.amazonaws.com | AWS service delivery.logs.amazonaws.com | AWS"
            + " service delivery.logs.amazonaws.com (on behalf of anyone who may use it)",
        "Service | lambda.amazonaws.com | AWS service lambda.amazonaws.com | AWS service"
            + " lambda.amazonaws.com (on behalf of anyone who may use it)",
        "aws:SourceVpc | vpc-1 | aws:SourceVpc=vpc-1 | aws:SourceVpc=vpc-1 (an unknown kind of"
            + " principal)",
      })
  void words_ofEachKind_nameIt(String type, String value, String brief, String full) {
    Principal principal = Principal.of(Map.of(type, value));

    assertEquals(brief, PrincipalWords.brief(principal));
    assertEquals(full, PrincipalWords.full(principal, null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "999988887777 | Datadog | account 999988887777 (Datadog) | account 999988887777 (Datadog)",
        "arn:aws:iam::999988887777:role/Deploy | Logz.io | IAM role Deploy (account 999988887777, Logz[.]io) | IAM role Deploy (account 999988887777, Logz[.]io)",
        "arn:aws:iam::999988887777:user/alice | Datadog | IAM user alice (account 999988887777, Datadog) | IAM user alice (account 999988887777, Datadog)",
        "arn:aws:sts::999988887777:assumed-role/Deploy/ci | Datadog | a session of IAM role Deploy (account 999988887777, Datadog) | a session of IAM role Deploy (account 999988887777, Datadog), session \"ci\"",
        "arn:aws:sts::999988887777:federated-user/bob | Datadog | federated user bob (account 999988887777, Datadog) | federated user bob (account 999988887777, Datadog)",
      })
  void words_ofAnAccountThatHasAName_sayIt(String value, String name, String brief, String full) {
    Principal principal = Principal.of(Map.of("AWS", value));

    assertEquals(brief, PrincipalWords.brief(principal, name));
    assertEquals(full, PrincipalWords.full(principal, name));
  }

  @Test
  void words_ofALongOrHostileName_areCutAndDefanged() {
    Principal principal = Principal.of(Map.of("AWS", "999988887777"));

    assertEquals(
        "account 999988887777 (%s…)".formatted("x".repeat(59)),
        PrincipalWords.brief(principal, "x".repeat(61)));
    assertEquals(
        "account 999988887777 (hxxps://evil[.]com\\u000a)",
        PrincipalWords.brief(principal, "https://evil.com\n"));
  }

  @Test
  void words_ofNoPrincipal_sayThatItIsNotKnown() {
    assertEquals("someone the finding doesn't name", PrincipalWords.brief(null));
    assertEquals("unknown: the finding doesn't say", PrincipalWords.full(null, null));
  }
}
