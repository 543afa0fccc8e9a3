package io.accesstriage.cli.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.accesstriage.cli.CommandRun;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The dollars of docs/operations.md follow from the template, the states and the prices there. */
class CostsTest {
  private static final Template TEMPLATE = Template.deployed("access-analyzer-triage", Map.of());

  /** What the page says where this pattern matches. */
  private static MatchResult said(String pattern) throws IOException {
    Matcher matcher =
        Pattern.compile(pattern)
            .matcher(Files.readString(CommandRun.HOME.resolve("docs/operations.md")));
    assertTrue(matcher.find(), () -> "docs/operations.md says nothing like " + pattern);
    return matcher.toMatchResult();
  }

  private static BigDecimal number(String text) {
    return new BigDecimal(text.replace(",", ""));
  }

  private static BigDecimal cents(BigDecimal dollars) {
    return dollars.setScale(2, RoundingMode.HALF_UP);
  }

  private static int statesOf(String event, String outcome) {
    JsonNode result = CommandRun.json(CommandRun.EVENTS.resolve(event)).results().get(0);
    assertEquals(outcome, result.path("outcome").textValue(), event);
    return result.path("states").size();
  }

  @Test
  void states_costWhatThePageSays() throws IOException {
    MatchResult said =
        said(
            "(\\d+) states each, (\\d+) where archived; ([\\d.]+) for 1,000 \\| ([\\d.]+) to ([\\d.]+) ");

    int alerted = statesOf("external/s3-bucket-public.json", "NOTIFY");
    int archived = statesOf("external/kms-development-key-shared-with-account.json", "ARCHIVE");

    assertEquals(said.group(1), String.valueOf(alerted));
    assertEquals(said.group(2), String.valueOf(archived));
    BigDecimal price = number(said.group(3));
    assertEquals(number(said.group(4)), cents(price.multiply(BigDecimal.valueOf(alerted))));
    assertEquals(number(said.group(5)), cents(price.multiply(BigDecimal.valueOf(archived))));
  }

  @Test
  void functions_costWhatThePageSays() throws IOException {
    MatchResult said =
        said(
            "Lambda, arm64, (\\d+) GB \\| (\\d+) invocations each, about ([\\d.]+) s with the AWS calls; ([\\d.]+) a GB second, ([\\d.]+) for 1,000,000 \\| ([\\d.]+) ");
    BigDecimal invocations = number(said.group(2)).multiply(BigDecimal.valueOf(1_000));
    BigDecimal seconds =
        invocations.multiply(number(said.group(3))).multiply(number(said.group(1)));

    assertEquals(
        number(said.group(6)),
        cents(
            seconds
                .multiply(number(said.group(4)))
                .add(invocations.multiply(number(said.group(5))).movePointLeft(6))));
    assertEquals(
        List.of(said.group(1)),
        Pattern.compile("MemorySize: (\\d+)")
            .matcher(Files.readString(Template.FILE))
            .results()
            .map(size -> String.valueOf(Integer.parseInt(size.group(1)) / 1024))
            .toList());
  }

  @Test
  void whatIsAtRest_costsWhatThePageSays() throws IOException {
    MatchResult said =
        said(
            "A month, ([\\d.]+): one KMS key ([\\d.]+) \\([^)]*\\), (\\d+) alarms of one metric each, ([\\d.]+) a metric, ([\\d.]+)\\.");
    int alarms = TEMPLATE.ofType("AWS::CloudWatch::Alarm").size();

    assertEquals(1, TEMPLATE.ofType("AWS::KMS::Key").size());
    assertEquals(said.group(3), String.valueOf(alarms));
    assertEquals(
        number(said.group(5)), cents(number(said.group(4)).multiply(BigDecimal.valueOf(alarms))));
    assertEquals(number(said.group(1)), number(said.group(2)).add(number(said.group(5))));
  }
}
