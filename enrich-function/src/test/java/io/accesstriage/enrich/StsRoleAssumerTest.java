package io.accesstriage.enrich;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.accesstriage.aws.AwsCallException;
import io.accesstriage.finding.Resource;
import io.accesstriage.json.MalformedInput;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.services.sts.StsClient;

/** Shapes of the service model sts 2011-06-15. */
final class StsRoleAssumerTest {
  private static final String ROLE = "arn:aws:iam::444455556666:role/AccessAnalyzerTriageRead";

  private final Wire wire = new Wire();
  private final RegionalClients<StsClient> clients = wire.clients(StsClient::builder);
  private final StsRoleAssumer roles =
      new StsRoleAssumer(() -> clients.of(new Resource("arn", "type", null, "ap-east-1")));

  @Test
  void assume_role_asksInTheOwnRegionAndAnswersTheSession() {
    wire.answer(
        new Wire.Answer(
            200,
            """
            <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
              <AssumeRoleResult><Credentials>
                <AccessKeyId>key</AccessKeyId><SecretAccessKey>secret</SecretAccessKey>
                <SessionToken>token</SessionToken><Expiration>2026-11-24T13:00:00Z</Expiration>
              </Credentials></AssumeRoleResult>
            </AssumeRoleResponse>"""));

    assertEquals(
        new RoleAssumer.Session(
            AwsSessionCredentials.create("key", "secret", "token"),
            Instant.parse("2026-11-24T13:00:00Z")),
        roles.assume(ROLE, "access-analyzer-triage@111122223333", "x-1"));
    assertEquals(
        "POST https://sts.ap-east-1.amazonaws.com/ signed for sts in ap-east-1:"
            + " Action=AssumeRole&Version=2011-06-15"
            + "&RoleArn=arn%3Aaws%3Aiam%3A%3A444455556666%3Arole%2FAccessAnalyzerTriageRead"
            + "&RoleSessionName=access-analyzer-triage%40111122223333&ExternalId=x-1",
        wire.sent.get(0));
  }

  @ParameterizedTest
  @CsvSource({
    "403, AccessDenied, DENIED",
    "400, Throttling, TRANSIENT",
    "403, RegionDisabledException, DENIED",
    "403, InvalidClientTokenId, CREDENTIALS",
    "400, ValidationError, OTHER"
  })
  void assume_refused_saysHow(int status, String code, AwsCallException.Kind kind) {
    Wire.Answer answer =
        new Wire.Answer(
            status,
            """
            <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
              <Error><Type>Sender</Type><Code>%s</Code><Message>no</Message></Error>
            </ErrorResponse>"""
                .formatted(code));
    wire.answer(answer, answer, answer, answer);

    AwsCallException failure =
        assertThrows(AwsCallException.class, () -> roles.assume(ROLE, "session", null));
    assertEquals(kind, failure.kind());
    assertEquals("sts:AssumeRole: %s: no".formatted(code), failure.getMessage());
  }

  @Test
  void assume_withoutCredentials_isNotBelieved() {
    wire.answer(
        new Wire.Answer(
            200,
            "<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleResult/></AssumeRoleResponse>"));

    assertThrows(MalformedInput.class, () -> roles.assume(ROLE, "session", null));
  }
}
