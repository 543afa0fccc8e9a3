package io.accesstriage.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every command that an alert can offer, as a shell and the AWS CLI's own parser read it: the CLI
 * sends a request only where it has found every option, value and parameter right. A proxy here
 * counts the requests and refuses them. The texts are those that {@code ContainmentTest} holds.
 */
final class ContainmentCommandsIT {
  private static final Path TEXTS = Local.root().resolve("messages/src/test/resources/containment");

  /** How a command begins that looks up several events. */
  private static final String LOOP = "for event in ";

  @TempDir private Path folder;
  private final AtomicInteger requests = new AtomicInteger();
  private HttpServer proxy;
  private AwsCommandLine shell;

  @BeforeEach
  void start() throws IOException {
    proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    proxy.createContext("/", this::answer);
    proxy.start();
    shell =
        new AwsCommandLine(
            folder,
            "http://aws.invalid",
            Map.of("http_proxy", "http://127.0.0.1:" + proxy.getAddress().getPort()));
    for (String suffix : List.of("", "-partner", "-acl", "-block")) {
      String file = "0910eedb" + suffix;
      Files.createDirectories(folder.resolve(file));
      Files.writeString(folder.resolve(file + ".json"), "{}");
      Files.writeString(folder.resolve(file).resolve("before.json"), "{}");
    }
  }

  @AfterEach
  void stop() {
    proxy.stop(0);
  }

  /** The queue's URL stands in another command; everything else is refused. */
  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      requests.incrementAndGet();
      String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
      if (target != null && target.endsWith(".GetQueueUrl")) {
        byte[] body =
            "{\"QueueUrl\": \"http://aws.invalid/111122223333/queue\"}"
                .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
      } else {
        exchange.sendResponseHeaders(403, -1);
      }
    }
  }

  static List<String> commands() throws IOException {
    try (Stream<Path> files = Files.list(TEXTS)) {
      return files
          .sorted()
          .flatMap(file -> Local.text(file).lines())
          .map(String::strip)
          .filter(line -> line.startsWith("aws ") || line.startsWith(LOOP))
          .distinct()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void command_ofAnAlert_isOneThatTheCommandLineSends(String command) throws Exception {
    AwsCommandLine.Run run = shell.run(command);

    int calls =
        command.startsWith(LOOP)
            ? command.substring(LOOP.length(), command.indexOf(';')).split(" ", -1).length
            : command.split("aws ", -1).length - 1;
    assertEquals(calls, requests.get(), run::output);
  }

  /** What the check above is worth: an option, a value or a parameter that is wrong is not sent. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "aws sqs get-queue-url --queue-name orders --region us-east-1 --colour red",
        "aws kms get-key-policies --key-id x",
        "aws kms get-key-policy --policy-name default",
        "aws lambda get-layer-version-policy --layer-name x --version-number seven",
        "aws sqs set-queue-attributes --queue-url x --attributes '{\"Policy\": }'",
        "aws s3api put-public-access-block --bucket b --public-access-block-configuration"
            + " BlockAll=true",
        "aws kms get-key-policy --key-id x --query 'a['",
        "aws iam get-role --role-name 'it's'"
      })
  void command_thatIsWrong_isNotSent(String command) throws Exception {
    AwsCommandLine.Run run = shell.run(command);

    assertTrue(run.exit() != 0 && requests.get() == 0, run::output);
  }

  @Test
  void commands_areOfEveryServiceWhoseResourcesAreShared() throws IOException {
    List<String> services =
        commands().stream()
            .filter(command -> !command.startsWith(LOOP))
            .map(command -> command.split(" ", -1)[1])
            .distinct()
            .sorted()
            .toList();

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
            "sqs",
            "sts"),
        services);
  }
}
