package io.accesstriage.enrich;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.accesstriage.aws.AwsCallException;
import io.accesstriage.finding.Resource;
import io.accesstriage.json.MalformedInput;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.organizations.OrganizationsClient;

/** Shapes of the service model organizations 2016-11-28. */
final class AwsOrganizationTest {
  private static final String ACCOUNT = "111122223333";

  private final Wire wire = new Wire();
  private final RegionalClients<OrganizationsClient> clients =
      wire.clients(OrganizationsClient::builder);
  private final AwsOrganization organization = of("aws");

  private AwsOrganization of(String partition) {
    return new AwsOrganization(
        partition, region -> clients.of(new Resource("arn", "type", null, region)));
  }

  @ParameterizedTest
  @CsvSource({
    "aws, organizations.us-east-1.amazonaws.com, us-east-1",
    "aws-cn, organizations.cn-northwest-1.amazonaws.com.cn, cn-northwest-1",
    "aws-us-gov, organizations.us-gov-west-1.amazonaws.com, us-gov-west-1",
    "aws-eusc, organizations.eusc-de-east-1.amazonaws.eu, eusc-de-east-1"
  })
  void accountName_ofEachPartition_isAskedWhereOrganizationsIs(
      String partition, String host, String region) {
    wire.answer(
        new Wire.Answer(200, "{\"Account\": {\"Id\": \"111122223333\", \"Name\": \"payments\"}}"));

    assertEquals(Optional.of("payments"), of(partition).accountName(ACCOUNT));
    assertEquals(
        "POST https://%s/ signed for organizations in %s: {\"AccountId\":\"111122223333\"}"
            .formatted(host, region),
        wire.sent.get(0));
  }

  @Test
  void accountName_ofAnUnknownPartition_isNotAsked() {
    assertThrows(MalformedInput.class, () -> of("aws-moon").accountName(ACCOUNT));
    assertTrue(wire.sent.isEmpty());
  }

  @Test
  void accountName_ofNoMember_isNothing() {
    wire.answer(
        new Wire.Answer(
            400, "{\"__type\": \"AccountNotFoundException\", \"Message\": \"no such account\"}"));

    assertEquals(Optional.empty(), organization.accountName(ACCOUNT));
  }

  @ParameterizedTest
  @CsvSource({
    "AccessDeniedException, DENIED",
    "AWSOrganizationsNotInUseException, OTHER",
    "TooManyRequestsException, TRANSIENT"
  })
  void accountName_thatFails_saysHow(String code, AwsCallException.Kind kind) {
    Wire.Answer answer = new Wire.Answer(400, "{\"__type\": \"%s\"}".formatted(code));
    wire.answer(answer, answer, answer, answer);

    AwsCallException failure =
        assertThrows(AwsCallException.class, () -> organization.accountName(ACCOUNT));
    assertEquals(kind, failure.kind());
    assertEquals("organizations:DescribeAccount", failure.operation());
  }

  @Test
  void accountName_withoutAccount_isNotBelieved() {
    wire.answer(new Wire.Answer(200, "{}"));

    assertThrows(MalformedInput.class, () -> organization.accountName(ACCOUNT));
  }

  @Test
  void accountTags_ofSeveralPages_areThoseOfAll() {
    wire.answer(
        new Wire.Answer(
            200, "{\"Tags\": [{\"Key\": \"a\", \"Value\": \"1\"}], \"NextToken\": \"2\"}"),
        new Wire.Answer(200, "{\"Tags\": [{\"Key\": \"b\", \"Value\": \"\"}]}"));

    assertEquals(Map.of("a", "1", "b", ""), organization.accountTags(ACCOUNT));
    assertTrue(
        wire.sent.get(1).endsWith("{\"ResourceId\":\"111122223333\",\"NextToken\":\"2\"}"),
        wire.sent.get(1));
  }

  @Test
  void parent_afterAnEmptyPage_isTheOneParent() {
    wire.answer(
        new Wire.Answer(200, "{\"Parents\": [], \"NextToken\": \"2\"}"),
        new Wire.Answer(
            200,
            "{\"Parents\": [{\"Id\": \"ou-ab12-cdefghij\", \"Type\": \"ORGANIZATIONAL_UNIT\"}]}"));

    assertEquals("ou-ab12-cdefghij", organization.parent(ACCOUNT));
  }

  @Test
  void parent_none_isNotBelieved() {
    wire.answer(new Wire.Answer(200, "{\"Parents\": []}"));

    assertEquals(
        "organizations:ListParents answered 0 parents of an account, expected one",
        assertThrows(MalformedInput.class, () -> organization.parent(ACCOUNT)).getMessage());
  }
}
