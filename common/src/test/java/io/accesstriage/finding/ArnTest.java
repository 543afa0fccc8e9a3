package io.accesstriage.finding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.accesstriage.json.MalformedInput;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ArnTest {
  @ParameterizedTest
  @CsvSource({
    "arn:aws:kms:us-east-1:111122223333:key/1234, aws, kms, us-east-1, 111122223333, key/1234, key",
    "arn:aws:s3:::amzn-s3-demo-bucket, aws, s3, '', '', amzn-s3-demo-bucket, amzn-s3-demo-bucket",
    "arn:aws:iam::111122223333:role/a/b/c, aws, iam, '', 111122223333, role/a/b/c, role",
    "arn:aws:ec2:us-east-1::snapshot/snap-1, aws, ec2, us-east-1, '', snapshot/snap-1, snapshot",
    "arn:aws-cn:kms:cn-north-1:111122223333:key/1, aws-cn, kms, cn-north-1, 111122223333, key/1, key",
    "arn:aws-us-gov:sqs:us-gov-west-1:111122223333:q, aws-us-gov, sqs, us-gov-west-1, 111122223333, q, q",
    "arn:aws:lambda:us-east-1:111122223333:function:f:7, aws, lambda, us-east-1, 111122223333, function:f:7, function",
    "arn:aws:dynamodb:us-east-1:111122223333:table/T/stream/2026-01-01T00:00:00.000, aws, dynamodb, us-east-1, 111122223333, table/T/stream/2026-01-01T00:00:00.000, table",
    "arn:aws:s3:::a%2Fb, aws, s3, '', '', a%2Fb, a%2Fb",
    "arn:aws:sns:us-east-1:111122223333:/x, aws, sns, us-east-1, 111122223333, /x, ''",
  })
  void parse_arn_isItsParts(
      String text,
      String partition,
      String service,
      String region,
      String account,
      String resource,
      String kind) {
    Arn arn = Arn.parse(text).orElseThrow();

    assertEquals(new Arn(partition, service, region, account, resource), arn);
    assertEquals(kind, arn.resourceKind());
    assertEquals(text, arn.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "arn",
        "111122223333",
        "arn:aws:s3::bucket",
        "arn:aws:s3:::",
        "arn::s3:::bucket",
        "arn:aws::::bucket",
        "urn:aws:s3:::bucket",
        " arn:aws:s3:::bucket",
        "ARN:aws:s3:::bucket"
      })
  void parse_other_isNothing(String text) {
    assertEquals(Optional.empty(), Arn.parse(text));
  }

  @Test
  void parse_resourceOfColons_isKeptWhole() {
    assertEquals("::::", Arn.parse("arn:aws:s3:::::::").orElseThrow().resource());
  }

  @Test
  void ofAnalyzer_analyzersArn_isItsParts() {
    assertEquals(
        new Arn("aws", "access-analyzer", "us-east-1", "111122223333", "analyzer/a"),
        Arn.ofAnalyzer("arn:aws:access-analyzer:us-east-1:111122223333:analyzer/a", "at"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "analyzer",
        "arn:aws:s3:::amzn-s3-demo-bucket",
        "arn:aws:access-analyzer::111122223333:analyzer/a",
        "arn:aws:access-analyzer:us-east-1::analyzer/a",
        "arn:aws:access-analyzer:us-east-1:111122223333:archive-rule/a"
      })
  void ofAnalyzer_other_namesThePlace(String text) {
    assertEquals(
        "at: expected an analyzer's ARN such as"
            + " arn:aws:access-analyzer:REGION:ACCOUNT:analyzer/NAME, found \"%s\"".formatted(text),
        assertThrows(MalformedInput.class, () -> Arn.ofAnalyzer(text, "at")).getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws:kms:us-east-1:111122223333:key/1234, 111122223333, us-east-1",
    "arn:aws:iam::111122223333:role/a, 111122223333,",
    "arn:aws:ec2:us-east-1::snapshot/snap-1,, us-east-1",
    "arn:aws:s3:::amzn-s3-demo-bucket,,",
    "111122223333,,"
  })
  void accountOf_regionOf_whatTheArnLeavesOut_isNothing(
      String text, @Nullable String account, @Nullable String region) {
    assertEquals(Optional.ofNullable(account), Arn.accountOf(text));
    assertEquals(Optional.ofNullable(region), Arn.regionOf(text));
  }

  @Test
  void isAccountId_text_isOf12Digits() {
    assertTrue(Arn.isAccountId("111122223333"));
    for (String other : List.of("", "11112222333", "1111222233334", "11112222333a", "*")) {
      assertFalse(Arn.isAccountId(other), other);
    }
  }

  @Test
  void with_part_keepsTheOthers() {
    Arn arn = Arn.parse("arn:aws:kms:us-east-1:111122223333:key/1234").orElseThrow();

    assertEquals(
        "arn:aws:kms:us-east-1:444455556666:key/1234", arn.withAccount("444455556666").toString());
    assertEquals(
        "arn:aws:kms:us-east-1:111122223333:alias/a", arn.withResource("alias/a").toString());
  }
}
