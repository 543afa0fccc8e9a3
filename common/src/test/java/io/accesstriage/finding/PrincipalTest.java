package io.accesstriage.finding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PrincipalTest {
  @ParameterizedTest
  @CsvSource(
      nullValues = "null",
      value = {
        "AWS, *, ANYONE, ''",
        "AWS, 111122223333, ACCOUNT, 111122223333",
        "AWS, arn:aws:iam::111122223333:root, ACCOUNT, 111122223333",
        "AWS, arn:aws-cn:iam::111122223333:root, ACCOUNT, 111122223333",
        "AWS, arn:aws:iam::111122223333:role/ops/Deploy, ROLE, 111122223333",
        "AWS, arn:aws-us-gov:iam::111122223333:user/Ann, USER, 111122223333",
        "AWS, arn:aws:sts::111122223333:assumed-role/Deploy/session, ASSUMED_ROLE, 111122223333",
        "AWS, arn:aws:sts::111122223333:federated-user/Bob, FEDERATED_USER, 111122223333",
        "AWS, arn:aws:iam::111122223333:group/Staff, UNKNOWN, 111122223333",
        "AWS, arn:aws:iam:::role/NoAccount, ROLE, null",
        "AWS, AIDACKCEVSQ6C2EXAMPLE, UNKNOWN, null",
        "AWS, 11112222333, UNKNOWN, null",
        "AWS, 1111222233334, UNKNOWN, null",
        "Federated, accounts.google.com, FEDERATED, ''",
        "Federated, arn:aws:iam::111122223333:saml-provider/Corp, FEDERATED, 111122223333",
        "Federated, arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com, FEDERATED, 111122223333",
        "CanonicalUser, 79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be, CANONICAL_USER, null",
        "Service, lambda.amazonaws.com, SERVICE, ''",
      })
  void of_oneEntry_isItsKindAndAccount(
      String type, String value, PrincipalKind kind, @Nullable String account) {
    String arn = value.startsWith("arn:") ? value : "";

    assertEquals(new Principal(kind, account, arn, value), Principal.of(Map.of(type, value)));
  }

  @ParameterizedTest
  @CsvSource({
    "graph.facebook.com:id, 12345",
    "cognito-identity.amazonaws.com:aud., us-east-1:abc",
    "aws, 111122223333",
    "'', ''",
  })
  void of_unknownType_keepsBothWordsAndKnowsNoAccount(String type, String value) {
    assertEquals(
        new Principal(PrincipalKind.UNKNOWN, null, "", type + "=" + value),
        Principal.of(Map.of(type, value)));
  }

  @Test
  void ownedBy_accountThatTheValueDoesNotSay_isThePrincipals() {
    Principal unique = Principal.of(Map.of("AWS", "AROAEXAMPLE1234567890"));
    Principal role = Principal.of(Map.of("AWS", "arn:aws:iam::111122223333:role/r"));

    assertEquals("444455556666", unique.ownedBy("444455556666").account());
    assertEquals(unique, unique.ownedBy(null));
    assertEquals(role, role.ownedBy("444455556666"));
  }

  /** Joined by commas, they could be those of another map. */
  @Test
  void of_severalEntries_isUnknownAndLikeNoOtherMap() {
    assertNotEquals(
        Principal.of(Map.of("aws:SourceArn", "x, aws:SourceVpc=y")),
        Principal.of(Map.of("aws:SourceArn", "x", "aws:SourceVpc", "y")));
  }

  @Test
  void of_severalEntries_isUnknownInSortedOrder() {
    Map<String, String> wire = new LinkedHashMap<>();
    wire.put("Service", "s3.amazonaws.com");
    wire.put("AWS", "111122223333");

    assertEquals(
        new Principal(
            PrincipalKind.UNKNOWN,
            null,
            "",
            "{\"AWS\":\"111122223333\",\"Service\":\"s3.amazonaws.com\"}"),
        Principal.of(wire));
  }

  @Test
  void of_emptyMap_saysNothing() {
    assertNull(Principal.of(Map.of()));
  }

  @Test
  void isSeveral_oneOfAnOddType_isFalse() {
    assertFalse(new Principal(PrincipalKind.UNKNOWN, null, "", "{odd=value}").isSeveral());
    assertFalse(Principal.of(Map.of("{\"odd\":\"", "\"}")).isSeveral());
  }
}
