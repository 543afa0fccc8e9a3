package io.accesstriage.enrich;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;
import io.accesstriage.json.MalformedInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EnrichConfigTest {
  private static final String ANALYZER =
      "arn:aws-cn:access-analyzer:cn-north-1:111122223333:analyzer/organization";

  @Test
  void read_config_isThatOfTheDeployment() {
    assertEquals(
        new EnrichConfig("aws-cn", "777788889999", "Read", "x-1", true),
        read(
            """
            {"account": "777788889999", "memberAccountRole": "Read", "externalId": "x-1",
             "accountFacts": "organizations"}"""));
    assertEquals(
        new EnrichConfig("aws-cn", "777788889999", null, null, false),
        read(
            """
            {"account": "777788889999", "memberAccountRole": "none", "externalId": "none",
             "accountFacts": "none"}"""));
  }

  @Test
  void read_eventByItself_assumesNoRoleAndIsOfTheAnalyzersAccount() {
    assertEquals(
        new EnrichConfig("aws-cn", "111122223333", null, null, false),
        EnrichConfig.read(Fields.of(Json.object(), "request"), ANALYZER));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | request.config.account is missing",
        "{\"account\": \"1\"} | request.config.account: expected an account id of 12 digits, found \"1\"",
        "{\"account\": \"777788889999\"} | request.config.memberAccountRole is missing",
        "{\"account\": \"777788889999\", \"memberAccountRole\": \"a/b\"} | request.config.memberAccountRole: expected a role's name without its path, or none, found \"a/b\"",
        "{\"account\": \"777788889999\", \"memberAccountRole\": \"a\", \"externalId\": \"a b\"} | request.config.externalId: expected an external id of a role, or none, found \"a b\"",
        "{\"account\": \"777788889999\", \"memberAccountRole\": \"a\", \"externalId\": \"none\"} | request.config.accountFacts is missing",
        "{\"account\": \"777788889999\", \"memberAccountRole\": \"a\", \"externalId\": \"none\", \"accountFacts\": \"all\"} | request.config.accountFacts: expected none or organizations, found \"all\""
      })
  void read_wrongConfig_namesTheParameter(String config, String message) {
    assertEquals(message, assertThrows(MalformedInput.class, () -> read(config)).getMessage());
  }

  private static EnrichConfig read(String config) {
    return EnrichConfig.read(
        Fields.of(Json.read("{\"config\": " + config + "}", "request"), "request"), ANALYZER);
  }
}
