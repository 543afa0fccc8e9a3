package io.accesstriage.messages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.accesstriage.decision.Severity;
import io.accesstriage.json.Json;
import io.accesstriage.messages.alert.StormMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the texts, SNS takes the message. */
final class MessageSizeTest {
  private static final int LIMIT = 262_144;

  /** What takes more bytes than it has characters, once or twice escaped. */
  static List<String> units() {
    List<String> units =
        new ArrayList<>(
            List.of(
                "a",
                "\"",
                "\\",
                "\u0007",
                "\n",
                "\u007f",
                "\u65e5",
                "\ud83d\ude00",
                "\u202e",
                "\ud800",
                "\ufffe",
                "\u3164",
                "a\u0301",
                "a.com ",
                "a. ",
                "http://",
                "@",
                "<",
                "&",
                "`",
                "](",
                "/",
                "{\"a\":\"\\u0007\"}",
                "\\\"",
                "arn:aws:iam::1:role/"));
    Random random = new Random(1);
    for (int i = 0; i < 8; i++) {
      StringBuilder unit = new StringBuilder();
      for (int j = random.nextInt(20); j >= 0; j--) {
        unit.append(units.get(random.nextInt(units.size())));
      }
      units.add(unit.toString());
    }
    return units;
  }

  /** Written independently of the class under test. */
  private static int bytes(AlertMessage message) {
    int bytes = Json.text(message.structure()).getBytes(StandardCharsets.UTF_8).length;
    for (Map.Entry<String, String> attribute : message.attributes().entrySet()) {
      bytes +=
          (attribute.getKey() + "String" + attribute.getValue())
              .getBytes(StandardCharsets.UTF_8)
              .length;
    }
    return bytes;
  }

  @ParameterizedTest
  @MethodSource("units")
  void bytes_ofAnyTexts_areAtMostWhatSnsTakes(String unit) {
    for (int length : List.of(40, 1_500)) {
      for (AlertMessage message : HostileMessages.of(unit, length)) {
        int bytes = bytes(message);
        assertTrue(
            bytes <= LIMIT,
            () -> "%d bytes, of %d characters: %s".formatted(bytes, length, message.subject()));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("units")
  void digest_ofAnyTexts_countsWhatItDoesNotName(String unit) {
    for (int length : List.of(40, 1_500)) {
      AlertMessage digest = HostileMessages.digest(unit, length);
      String email = String.valueOf(digest.bodies().get(AlertMessage.EMAIL));
      JsonNode alerts = MessageSchemaTest.document(digest).path("alerts");
      JsonNode cut = MessageSchemaTest.document(digest).path("cut");

      assertTrue(alerts.path("first").size() == 20 || cut.path("alerts.first").intValue() == 20);
      assertEquals(
          alerts.path("count").intValue(),
          email.lines().filter(line -> line.startsWith("  - [high]")).count() + more(email));
      assertTrue(email.endsWith("  triage digest --table ledger-table --since ever\n"), email);
    }
  }

  /** Each is of another account, type, rule and owner: nothing adds up. */
  @Test
  void digest_ofTenThousandFindingsThatDiffer_fitsAndIsQuick() {
    long began = System.nanoTime();
    AlertMessage message = HostileMessages.digest("\u65e5", 200, 10_000);
    double seconds = (System.nanoTime() - began) / 1e9;

    System.out.printf(Locale.ROOT, "A digest of 10,000 findings that differ: %.2f s%n", seconds);
    assertTrue(bytes(message) <= LIMIT, () -> bytes(message) + " bytes");
    assertTrue(seconds < 10, () -> seconds + " s");
  }

  /** However many groups, rules and owners there are, the numbers come first and are few. */
  @Test
  void digest_ofManyRulesAndOwners_beginsWithOneScreen() {
    String email = String.valueOf(HostileMessages.digest("x", 40).bodies().get(AlertMessage.EMAIL));

    String screen = email.substring(0, email.indexOf("\nCould not be checked"));

    assertTrue(screen.lines().count() <= 80, screen);
    assertEquals(
        List.of(
            "  - and 38 more: triage digest",
            "  - and 29 more: triage digest",
            "  - and 220 more: triage digest",
            "  - and 146 more: triage digest"),
        screen.lines().filter(line -> line.contains(" more: ")).toList());
  }

  /** How many alerts are said to be not named. */
  private static int more(String email) {
    Matcher more =
        Pattern.compile(
                "\n(?:The \\d+ most important alerts|Alerts in detail)(?:, by owner)?\n(?: .*\n|\n(?=  ))*?  - and (\\d+) more: triage digest\n\n")
            .matcher(email);
    assertTrue(more.find(), email);
    return Integer.parseInt(more.group(1));
  }

  @Test
  void bytes_ofAStorm_areAtMostWhatSnsTakes() {
    AlertMessage storm =
        StormMessage.of(
            30,
            Instant.parse("2026-11-24T07:00:00Z"),
            "\\".repeat(99),
            Severity.LOW,
            "\"".repeat(255));

    assertTrue(bytes(storm) <= LIMIT);
  }
}
