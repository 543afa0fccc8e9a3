package io.accesstriage.messages.words;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConsoleLinkTest {
  @ParameterizedTest
  @CsvSource({
    "aws, us-west-2, console.aws.amazon.com",
    "aws-cn, cn-north-1, console.amazonaws.cn",
    "aws-us-gov, us-gov-west-1, console.amazonaws-us-gov.com",
    "aws-eusc, eusc-de-east-1, console.amazonaws-eusc.eu",
  })
  void to_findingOfAPartition_leadsToItsConsole(String partition, String region, String host) {
    assertEquals(
        Optional.of(
            "https://%s/access-analyzer/home?region=%s#/findings/details/0910eedb-381e"
                .formatted(host, region)),
        ConsoleLink.to(analyzer(partition, region), "0910eedb-381e"));
  }

  @ParameterizedTest
  @CsvSource({"aws-iso, us-iso-east-1", "aws, us-east-1/evil", "aws, ''", "aws, US-EAST-1"})
  void to_findingElsewhere_isNoLink(String partition, String region) {
    assertEquals(Optional.empty(), ConsoleLink.to(analyzer(partition, region), "0910eedb-381e"));
  }

  @Test
  void to_findingOfAnotherForm_isNoLink() {
    String analyzer = analyzer("aws", "us-east-1");

    assertEquals(Optional.empty(), ConsoleLink.to(analyzer, "../evil"));
    assertEquals(Optional.empty(), ConsoleLink.to(analyzer, ""));
    assertEquals(Optional.empty(), ConsoleLink.to("no arn", "0910eedb"));
  }

  @ParameterizedTest
  @CsvSource({
    "444455556666, ' (sign in to account 111122223333)'",
    "'', ' (sign in to account 111122223333)'",
    "111122223333, ''"
  })
  void signIn_ofAnAnalyzer_namesItsAccountWhereThatIsAnother(String resourceAccount, String words) {
    assertEquals(words, ConsoleLink.signIn(analyzer("aws", "us-east-1"), resourceAccount));
    assertEquals("", ConsoleLink.signIn("arn:aws:a:b:evil.com:analyzer/a", resourceAccount));
  }

  private static String analyzer(String partition, String region) {
    return "arn:%s:access-analyzer:%s:111122223333:analyzer/a".formatted(partition, region);
  }
}
