package io.accesstriage.cli.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.accesstriage.cli.CommandRun;
import io.accesstriage.cli.EventText;
import io.accesstriage.cli.source.AwsStub;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiffOfAnalyzerTest {
  private static final int FINDINGS = 6;

  private static final String NONE = "rules: []\n";
  private static final String DEVELOPMENT =
      """
      rules:
        - id: development
          effect: archive
          owner: team@example.com
          reason: Development is open.
          trustTags: true
          when: tag("Environment") == "development"
      """;

  @TempDir private Path folder;
  private final AwsStub aws = new AwsStub(FINDINGS);

  @AfterEach
  void close() {
    aws.close();
  }

  @Test
  void ruleThatArchivedThem_isRemoved_namesWhatIsNoLongerArchived() {
    aws.archive(number -> number % 2 == 0);

    CommandRun run = diff(DEVELOPMENT, NONE);

    assertEquals(0, run.exitCode(), run::err);
    assertTrue(
        run.out()
            .contains(
                """
                **0 newly archived, 3 no longer archived, 0 alerted otherwise, 0 archived by another rule**

                6 findings checked: `%s`.\
                """
                    .formatted(AwsStub.ANALYZER)),
        run::out);
    for (int i = 0; i < FINDINGS; i += 2) {
      assertTrue(
          run.out()
              .contains(
                  "`arn:aws:s3:::amzn-s3-demo-bucket-%d` (archived now) | archived by `development`, by tags alone | alert, medium |"
                      .formatted(i)),
          run::out);
    }
    assertEquals(FINDINGS, aws.read());
  }

  @Test
  void ruleThatIsAdded_namesWhatIsNewlyArchived() {
    CommandRun run = diff(NONE, DEVELOPMENT, "--fail-on-public");

    assertEquals(0, run.exitCode(), run::err);
    assertTrue(
        run.out().contains("**3 newly archived, 0 no longer archived, 0 alerted otherwise, "),
        run::out);
  }

  @Test
  void tagsOfArchivedFindingsDenied_areADoubt() {
    aws.archive(number -> number % 2 == 0);
    aws.deny(call -> call.startsWith("GET /amzn-s3-demo-bucket-"));

    CommandRun run = diff(DEVELOPMENT, NONE);

    assertEquals(0, run.exitCode(), run::err);
    assertTrue(
        run.out()
            .contains(
                """
                **0 newly archived, 0 no longer archived, 0 alerted otherwise, 0 archived by another rule**

                **6 might no longer be archived: not enough was read**
                """),
        run::out);
    assertTrue(
        run.out()
            .contains(
                " (archived now) | not certain: archived by `development`, or alert | alert, medium"
                    + " |"),
        run::out);
  }

  private CommandRun diff(String oldRules, String newRules, Object... options) {
    List<Object> args =
        new ArrayList<>(
            List.of(
                "diff",
                "--analyzer-arn",
                AwsStub.ANALYZER,
                "--cache",
                folder.resolve("cache.jsonl")));
    args.addAll(List.of(options));
    args.add(EventText.write(folder.resolve("old.yaml"), oldRules));
    args.add(EventText.write(folder.resolve("new.yaml"), newRules));
    return CommandRun.of(args.toArray());
  }
}
