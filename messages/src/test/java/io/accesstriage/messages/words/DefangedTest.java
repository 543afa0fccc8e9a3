package io.accesstriage.messages.words;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
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
    "role/aws-reserved/s3.amazonaws.com/AWSReservedSSO_x,"
        + " role/aws-reserved/s3[.]amazonaws[.]com/AWSReservedSSO_x",
    "arn:aws:iam::1:role/aws-reserved/sso.amazonaws.com/x,"
        + " arn:aws:iam::1:role/aws-reserved/sso[.]amazonaws[.]com/x",
    "https://signin.aws.amazon.com/saml/x, hxxps://signin[.]aws[.]amazon[.]com/saml/x",
    "https://signin.aws.amazon.com/saml?x, hxxps://signin[.]aws[.]amazon[.]com/saml?x",
    "https://signin.aws.amazon.com.evil.org/saml,"
        + " hxxps://signin[.]aws[.]amazon[.]com[.]evil[.]org/saml",
    "https://evil.com/https://signin.aws.amazon.com/saml,"
        + " hxxps://evil[.]com/hxxps://signin[.]aws[.]amazon[.]com/saml",
    "пример.рф, пример[.]рф",
    "arn:aws:s3:::www.example.com, arn:aws:s3:::www[.]example[.]com",
    "evil.xn--p1ai/login, evil[.]xn--p1ai/login",
    "evil.xn--p1ai, evil[.]xn--p1ai",
    "evil\u3002com/login, evil[\u3002]com/login",
    "evil\uff0ecom, evil[\uff0e]com",
    "evil\uff61com, evil[\uff61]com",
    "evil.rest, evil[.]rest",
    "evil.example.ng, evil[.]example[.]ng",
    "evil.co.ke, evil[.]co[.]ke",
    "evil.com., evil[.]com.",
    "I\u2764.ws, I\u2764[.]ws",
    "\u0907\u0902\u0921\u093f\u092f\u093e.\u092d\u093e\u0930\u0924, \u0907\u0902\u0921\u093f\u092f\u093e[.]\u092d\u093e\u0930\u0924",
    "evil\u06d4com, evil[\u06d4]com",
    "evil\u06d4example\u06d4com/x, evil[\u06d4]example[\u06d4]com/x",
    "1.2.3.4, 1[.]2[.]3[.]4",
    "aws:SourceIp is 198.51.100.7 or 198.51.100.0/24, aws:SourceIp is 198[.]51[.]100[.]7 or 198.51.100.0/24",
    "198\u06d451\u06d4100\u06d47, 198[\u06d4]51[\u06d4]100[\u06d4]7",
    "1.2.3.4/login, 1[.]2[.]3[.]4/login",
    "1.2.3.4:8080, 1[.]2[.]3[.]4:8080",
    "1.2.3.4/24/x, 1[.]2[.]3[.]4/24/x",
    "build.internal:8443, build[.]internal:8443",
    "javascript:alert(1), javascript[:]alert(1)",
    "'data:text/html,x', 'data[:]text/html,x'",
    "'data:,x', 'data[:],x'",
    "tel:+123, tel[:]+123",
    "file:///etc, file[:]///etc",
    "//evil/x, [//]evil/x",
    "\\\\evil\\x, [\\\\]evil\\x",
    "user@evil.com, user@evil[.]com",
    "evil.amazonaws.com/x, evil[.]amazonaws[.]com/x",
    "s3.amazonaws.com.evil.com, s3[.]amazonaws[.]com[.]evil[.]com",
    "s3.amazonaws.com@evil.com, s3.amazonaws.com@evil[.]com",
    "s3\u3002amazonaws.com, s3[\u3002]amazonaws[.]com",
    "https://signin.aws.amazon.com/saml/x, hxxps://signin[.]aws[.]amazon[.]com/saml/x",
    "https://signin.aws.amazon.com/saml@evil.com,"
        + " hxxps://signin[.]aws[.]amazon[.]com/saml@evil[.]com",
    "https://signin.aws.amazon.com.evil.com/saml,"
        + " hxxps://signin[.]aws[.]amazon[.]com[.]evil[.]com/saml",
    "https://signin.aws.amazon.com@evil.com/saml,"
        + " hxxps://signin[.]aws[.]amazon[.]com@evil[.]com/saml",
    "https://evil.signin.aws.amazon.com/saml, hxxps://evil[.]signin[.]aws[.]amazon[.]com/saml",
    "https://evil.com/https://signin.aws.amazon.com/saml,"
        + " hxxps://evil[.]com/hxxps://signin[.]aws[.]amazon[.]com/saml",
    "https://signin.aws.amazon.com/samlx, hxxps://signin[.]aws[.]amazon[.]com/samlx",
    "arn:aws:iam::1:role/aws-reserved/sso.amazonaws.com.evil.com/x,"
        + " arn:aws:iam::1:role/aws-reserved/sso[.]amazonaws[.]com[.]evil[.]com/x",
    "arn:aws:iam::1:role/aws-service-role/s3.amazonaws.com/AWSServiceRoleForX,"
        + " arn:aws:iam::1:role/aws-service-role/s3[.]amazonaws[.]com/AWSServiceRoleForX",
    "arn:aws:iam::1:role/aws-service-role/evil.s3.amazonaws.com/AWSServiceRoleForX,"
        + " arn:aws:iam::1:role/aws-service-role/evil[.]s3[.]amazonaws[.]com/AWSServiceRoleForX",
    "arn:aws:iam::1:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForX/y,"
        + " arn:aws:iam::1:role/aws-service-role/ecs[.]amazonaws[.]com/AWSServiceRoleForX/y",
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
        "my.bucket.logs",
        "s3.amazonaws.com",
        "delivery.logs.amazonaws.com",
        "1.2.3",
        "1.2.3.4/32",
        "data:classification",
        "hotel:+1",
        "lambda:InvokeFunctionUrl",
        "AWS::S3::Bucket",
        "arn:aws:execute-api:us-east-1:111122223333:abc/*//x",
        "https://signin.aws.amazon.com/saml",
        "https://us-east-1.signin.aws.amazon.com/saml",
        "https://signin.amazonaws-us-gov.com/saml",
        "https://signin.amazonaws.cn/saml",
        "the audience is \"https://signin.aws.amazon.com/saml\", as it is at"
            + " https://signin.amazonaws.cn/saml.",
        "arn:aws:iam::1:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Admin_0123456789abcdef",
        "arn:aws:iam::1:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS",
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

  @ParameterizedTest
  @CsvSource({
    "\u3164\u3164x\u2800, \\u3164\\u3164x\\u2800",
    "a\u0301\u0302\u0303, a\u0301\u0302\\u0303",
    "x\ufe0f\u200d, x\\ufe0f\\u200d",
    "evil\u034f.com, evil\\u034f[.]com",
  })
  void text_withLettersThatShowNothing_showsTheirCodes(String hostile, String shown) {
    assertEquals(shown, Defanged.text(hostile, 200));
  }

  @Test
  void text_ofWhatIsDefanged_staysAsItIs() {
    for (String once :
        List.of(
            Defanged.text("javascript:x //evil \\\\evil data:,x evil\u3002com 1.2.3.4/x", 200),
            Defanged.text("https://user@evil.com:8080/x mailto:a tel:1", 200))) {
      assertEquals(once, Defanged.text(once, 200));
    }
  }

  @Test
  void ascii_ofDotsThatAreNotAscii_hasNoHost() {
    assertEquals("evil?com", Defanged.ascii("evil\u3002com", 99));
  }

  @Test
  void text_wideGap_isOneSpace() {
    assertEquals("a b  c", Defanged.text("a     b  c", 100));
  }
}
