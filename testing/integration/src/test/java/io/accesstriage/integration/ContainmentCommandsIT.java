package io.accesstriage.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every command that an alert can offer, as a shell and the AWS CLI's own parser read it. With
 * {@code --generate-cli-skeleton output} the CLI checks the parameters of a call and prints a
 * sample of its answer; nothing is sent. The texts are those that {@code ContainmentTest} holds.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-skeleton.html">Skeletons</a>
 */
final class ContainmentCommandsIT {
  private static final Path TEXTS = Local.root().resolve("messages/src/test/resources/containment");

  @TempDir private Path folder;

  @BeforeEach
  void makeCommand() throws IOException {
    Path aws = Files.createDirectory(folder.resolve("bin")).resolve("aws");
    Files.writeString(
        aws,
        "#!/bin/sh\nexec %s \"$@\" --generate-cli-skeleton output\n"
            .formatted(Local.program("aws")));
    assertTrue(aws.toFile().setExecutable(true));
    Files.writeString(folder.resolve("policy.json"), "{\"Policy\": \"{}\"}");
  }

  static List<String> commands() throws IOException {
    try (Stream<Path> files = Files.list(TEXTS)) {
      return files
          .sorted()
          .flatMap(file -> Local.text(file).lines())
          .filter(line -> line.startsWith("  aws "))
          .map(String::strip)
          .distinct()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void command_ofAnAlert_isOneThatTheCommandLineTakes(String command) throws Exception {
    Run run = run(command);

    assertEquals(0, run.exit(), run::output);
  }

  /** What the check above is worth: an option, a value or a parameter that is wrong fails. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "aws sqs get-queue-url --queue-name orders --region us-east-1 --colour red",
        "aws kms get-key-policies --key-id x",
        "aws kms get-key-policy --policy-name default",
        "aws lambda get-layer-version-policy --layer-name x --version-number seven",
        "aws sqs set-queue-attributes --queue-url x --attributes '{\"Policy\": }'",
        "aws s3api put-public-access-block --bucket b --public-access-block-configuration BlockAll=true",
        "aws iam get-role --role-name 'it's'"
      })
  void command_thatIsWrong_isNotTaken(String command) throws Exception {
    assertNotEquals(0, run(command).exit());
  }

  @Test
  void commands_areOfEveryServiceWhoseResourcesAreShared() throws IOException {
    List<String> services =
        commands().stream().map(command -> command.split(" ", -1)[1]).distinct().sorted().toList();

    assertEquals(
        List.of(
            "accessanalyzer",
            "cloudtrail",
            "dynamodb",
            "ec2",
            "ecr",
            "efs",
            "iam",
            "kms",
            "lambda",
            "rds",
            "s3api",
            "s3control",
            "secretsmanager",
            "sns",
            "sqs"),
        services);
  }

  private record Run(int exit, String output) {}

  private Run run(String command) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-c", command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
    builder.environment().put("AWS_ACCESS_KEY_ID", "none");
    builder.environment().put("AWS_SECRET_ACCESS_KEY", "none");
    builder.environment().put("AWS_DEFAULT_REGION", "us-east-1");
    builder.environment().merge("PATH", "", (path, none) -> folder.resolve("bin") + ":" + path);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.waitFor(), output);
  }
}
