package io.accesstriage.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.accesstriage.finding.AwsNames;
import io.accesstriage.finding.FindingType;
import io.accesstriage.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * docs/alerts.md has a picture of each kind of alert. {@link DocumentedOutputTest} holds those that
 * are outputs of a command.
 */
final class AlertPicturesTest {
  /** External events do not say theirs. */
  private static final List<FindingType> TYPES =
      List.of(
          FindingType.INTERNAL_ACCESS,
          FindingType.UNUSED_ROLE,
          FindingType.UNUSED_ACCESS_KEY,
          FindingType.UNUSED_PASSWORD,
          FindingType.UNUSED_PERMISSION);

  private static String page() throws IOException {
    return Files.readString(CommandRun.HOME.resolve("docs/alerts.md"));
  }

  private static List<MatchResult> shown(String pattern) throws IOException {
    return Pattern.compile(pattern).matcher(page()).results().toList();
  }

  @Test
  void page_showsAnEmailOfEachTypeOfResourceAndOfFinding() throws IOException {
    Set<String> kinds = new TreeSet<>(AwsNames.RESOURCE_TYPES);
    TYPES.forEach(type -> kinds.add(type.name()));
    for (MatchResult command : shown("(?m)^\\$ \\./triage run (events/\\S+)$")) {
      Path event = CommandRun.HOME.resolve(command.group(1));
      JsonNode detail = Json.read(Files.readAllBytes(event), command.group(1)).path("detail");
      kinds.remove(detail.path("resourceType").asText());
      kinds.remove(detail.path("findingType").asText());
    }

    assertEquals(Set.of(), kinds);
  }

  @Test
  void page_showsEmailsOfTheTestsAsTheyAre() throws IOException {
    Path emails = CommandRun.HOME.resolve("messages/src/test/resources/emails");
    List<MatchResult> shown = shown("emails/([a-z-]+\\.txt)\\)\n\n```text\n(?s:(.*?))```");

    assertEquals(
        List.of("github-workflow.txt", "changed-permission.txt", "active-again.txt", "failure.txt"),
        shown.stream().map(email -> email.group(1)).toList());
    for (MatchResult email : shown) {
      assertEquals(Files.readString(emails.resolve(email.group(1))), email.group(2));
    }
  }

  /** A failure, a digest and a storm message are no findings. */
  @Test
  void emailsOnThePage_haveAtMost45Lines() throws IOException {
    Stream<String> outputs =
        shown("(?m)^    Subject: (?s:.*?)(?=\n\n\\d+ event)").stream().map(MatchResult::group);

    outputs.forEach(email -> assertTrue(email.lines().count() <= 45, email));
  }
}
