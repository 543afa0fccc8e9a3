package io.accesstriage.finding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AwsNamesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"s3:GetObject", "S3:getobject", "s3:*", "s3:Get*", "kms:?ecrypt", "*", "a2c:*"})
  void isAction_ofAws_isTrue(String action) {
    assertTrue(AwsNames.isAction(action));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"s3:GetObjekt", "s3:Gett*", "s33:GetObject", "GetObject", "s3:", "s3", ""})
  void isAction_ofNobody_isFalse(String action) {
    assertFalse(AwsNames.isAction(action));
  }

  @Test
  void actions_ofAService_areAsAwsWritesThem() {
    assertTrue(AwsNames.actions("s3").contains("GetObject"));
    assertTrue(AwsNames.actions("access-analyzer").contains("UpdateFindings"));
    assertEquals(Set.of(), AwsNames.actions("s33"));
    assertTrue(AwsNames.services().containsAll(Set.of("s3", "iam", "access-analyzer")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "aws:PrincipalOrgID",
        "aws:PrincipalTag/Team",
        "saml:aud",
        "SAML:aud",
        "sts:ExternalId",
        "kms:EncryptionContext:Department",
        "kms:GrantIsForAWSResource",
        "token.actions.githubusercontent.com:sub",
        "oidc.example.com/id:aud",
      })
  void conditionKey_ofAwsOrAnIdentityProvider_isItself(String key) {
    assertEquals(Optional.of(key), AwsNames.conditionKey(key));
  }

  @Test
  void conditionKey_inOtherLetters_isAsAwsWritesIt() {
    assertEquals(Optional.of("aws:PrincipalOrgID"), AwsNames.conditionKey("aws:PrincipalOrgId"));
    assertEquals(
        Optional.of("aws:PrincipalTag/team"), AwsNames.conditionKey("AWS:principaltag/team"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"aws:PrincipalOrgId2", "aws:PrincipalOrg", "foo:bar", "PrincipalOrgID", ""})
  void conditionKey_ofNobody_isNone(String key) {
    assertEquals(Optional.empty(), AwsNames.conditionKey(key));
  }
}
