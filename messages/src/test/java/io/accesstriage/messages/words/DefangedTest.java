package io.accesstriage.messages.words;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DefangedTest {
  @ParameterizedTest
  @CsvSource({
    "http://evil.com/x, hxxp://evil[.]com/x",
    "HTTPS://EVIL.COM, hxxPS://EVIL[.]COM",
    "see https://evil.example now, see hxxps://evil.example now",
    "ftp://host/x, ftp[:]//host/x",
    "mailto:a, mailto[:]a",
    "www.example.com, www[.]example[.]com",
    "www.evil.example, www[.]evil[.]example",
    "example.com/x, example[.]com/x",
    "evil.example/x, evil[.]example/x",
    "evil.example?q=1, evil[.]example?q=1",
    "pay at evil.com., pay at evil[.]com.",
    "alice@example.com, alice@example[.]com",
    "x_evil.com, x_evil[.]com",
    "evil.com.x, evil[.]com[.]x",
    "evil.s3.amazonaws.com, evil[.]s3[.]amazonaws[.]com",
    "evil.s3-website-us-east-1.amazonaws.com, evil[.]s3-website-us-east-1[.]amazonaws[.]com",
    "s3.amazonaws.com/evil, s3[.]amazonaws[.]com/evil",
    "role/aws-reserved/s3.amazonaws.com/AWSReservedSSO_x, role/aws-reserved/s3[.]amazonaws[.]com/AWSReservedSSO_x",
    "arn:aws:iam::1:role/aws-reserved/sso.amazonaws.com/x, arn:aws:iam::1:role/aws-reserved/sso[.]amazonaws[.]com/x",
    "https://signin.aws.amazon.com/saml/x, hxxps://signin[.]aws[.]amazon[.]com/saml/x",
    "https://signin.aws.amazon.com/saml?x, hxxps://signin[.]aws[.]amazon[.]com/saml?x",
    "https://signin.aws.amazon.com.evil.org/saml, hxxps://signin[.]aws[.]amazon[.]com[.]evil[.]org/saml",
    "https://evil.com/https://signin.aws.amazon.com/saml, hxxps://evil[.]com/hxxps://signin[.]aws[.]amazon[.]com/saml",
    "пример.рф, пример[.]рф",
    "arn:aws:s3:::www.example.com, arn:aws:s3:::www[.]example[.]com",
  })
  void text_thatWouldBecomeALink_isDefanged(String hostile, String shown) {
    assertEquals(shown, Defanged.text(hostile, 200));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lambda.amazonaws.com",
        "kms.us-east-1.amazonaws.com",
        "lambda.amazonaws.com.cn",
        "resource.type",
        "https://signin.aws.amazon.com/saml",
        "SAML:aud is https://eu-central-1.signin.aws.amazon.com/saml.",
        "https://signin.aws.amazon.com/saml/acs/SAMLSPABC123",
        "https://us-gov-west-1.signin.amazonaws-us-gov.com/saml",
        "https://signin.amazonaws.cn/static/saml",
        "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0a1b",
        "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_A_0",
        "arn:aws:iam::111122223333:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS",
        "arn:aws:iam::111122223333:role/aws-service-role/dynamodb.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_DynamoDBTable",
        "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
        "203.0.113.0/24",
        "my.bucket.name",
        "0.1.0-SNAPSHOT",
        "httpd-role",
        "Ünïcode",
        "s3:Get*",
        "",
      })
  void text_thatIsNoLink_staysAsItIs(String text) {
    assertEquals(text, Defanged.text(text, 200));
    assertTrue(Defanged.isUnchanged(text));
  }

  @Test
  void text_withInvisibleCharacters_showsTheirCodes() {
    assertEquals(
        "a\\u000ab\\u202ec\\u200bd\\u001b[31m", Defanged.text("a\nb\u202ec\u200bd\u001b[31m", 200));
  }

  @Test
  void text_withAnInvisibleCharacterInsideALink_isNoLinkAfterwards() {
    assertEquals("ht\\u200btp[:]//evil[.]com", Defanged.text("ht\u200btp://evil.com", 200));
  }

  @Test
  void isHarmless_ofRules_allowsDomainsButNoLinks() {
    assertTrue(Defanged.isHarmless("oidc-provider/token.actions.githubusercontent.com"));
    assertFalse(Defanged.isUnchanged("oidc-provider/token.actions.githubusercontent.com"));
    assertFalse(Defanged.isHarmless("\"https://evil\""));
    assertFalse(Defanged.isHarmless("x\u202ey"));
    assertFalse(Defanged.isHarmless("WWW.evil"));
  }
}
