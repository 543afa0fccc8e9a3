package io.accesstriage.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.accesstriage.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The two lines around the edit of a policy, against moto: the file that the first one writes is
 * one that the second one takes as it is, and the policy is then what it was.
 */
final class PolicyEditIT {
  private static final Path TEXTS = Local.root().resolve("messages/src/test/resources/containment");
  private static final String POLICY =
      """
      {"Version": "2012-10-17", "Statement": [{"Sid": "a", "Effect": "Allow", "Action": "%s", "Resource": "%s", "Principal": {"AWS": "444455556666"}}]}""";

  private static Moto moto;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    moto = Moto.start(Local.freePort());
  }

  @AfterAll
  static void stop() {
    moto.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bucket-policy | s3:GetObject | arn:aws:s3:::amzn-s3-demo-bucket/* | aws s3api create-bucket --bucket amzn-s3-demo-bucket && aws s3api put-bucket-policy --bucket amzn-s3-demo-bucket --policy "$(cat given.json)"
          topic-of-a-service | sns:Publish | * | aws sns create-topic --name trail-deliveries && aws sns set-topic-attributes --topic-arn arn:aws:sns:us-east-1:111122223333:trail-deliveries --attribute-name Policy --attribute-value "$(cat given.json)"
          role | sts:AssumeRole | | aws iam create-role --path /service-role/ --role-name Nightly+Import --assume-role-policy-document "$(cat given.json)"
          repository | ecr:BatchGetImage | | aws ecr create-repository --repository-name team/base-images && aws ecr set-repository-policy --repository-name team/base-images --policy-text "$(cat given.json)"
          table | dynamodb:GetItem | * | aws dynamodb create-table --table-name Orders --attribute-definitions AttributeName=id,AttributeType=S --key-schema AttributeName=id,KeyType=HASH --billing-mode PAY_PER_REQUEST && aws dynamodb put-resource-policy --resource-arn arn:aws:dynamodb:us-east-1:111122223333:table/Orders --policy "$(cat given.json)"
          """)
  void policy_savedAndPutBack_isWhatItWas(String kind, String action, String resource, String setUp)
      throws Exception {
    AwsCommandLine shell = new AwsCommandLine(folder, moto.uri().toString(), Map.of());
    String policy = POLICY.formatted(action, resource);
    Files.writeString(
        folder.resolve("given.json"),
        resource == null ? policy.replace(" \"Resource\": \"null\",", "") : policy);
    run(shell, setUp);

    savedAndPutBack(shell, kind, read("given.json"));
  }

  /** The second save fails, and keeps the edit and the copy that undoes it. */
  private void savedAndPutBack(AwsCommandLine shell, String kind, String policy) throws Exception {
    List<String> commands = commands(kind);
    String save = commands.get(0);
    String put = commands.get(1);
    run(shell, save);
    String saved = read("0910eedb.json");
    assertEquals(Json.read(policy, kind), Json.read(saved, kind));

    run(shell, put);
    String edited = saved.replace("444455556666", "555566667777");
    Files.writeString(folder.resolve("0910eedb.json"), edited);

    assertNotEquals(0, shell.run(ofMoto(save)).exit());
    assertEquals(edited, read("0910eedb.json"));
    assertEquals(saved, read("0910eedb/before.json"));
    run(shell, put.replace("0910eedb.json", "0910eedb/before.json"));
  }

  /** The policy is a text inside the attributes. */
  @ParameterizedTest
  @CsvSource("queue,invoices.fifo")
  void policyOfAQueue_savedAndPutBack_isWhatItWas(String kind, String name) throws Exception {
    AwsCommandLine shell = new AwsCommandLine(folder, moto.uri().toString(), Map.of());
    Files.writeString(
        folder.resolve("given.json"),
        Json.text(
            Json.object()
                .put("FifoQueue", "true")
                .put("Policy", POLICY.formatted("sqs:SendMessage", "*"))));
    run(
        shell,
        "aws sqs create-queue --queue-name %s --attributes \"$(cat given.json)\"".formatted(name));

    savedAndPutBack(shell, kind, POLICY.formatted("sqs:SendMessage", "*"));
  }

  private String read(String file) {
    return Local.text(folder.resolve(file));
  }

  private static void run(AwsCommandLine shell, String command) throws Exception {
    AwsCommandLine.Run run = shell.run(ofMoto(command));
    assertEquals(0, run.exit(), () -> command + "\n" + run.output());
  }

  /** In the account that moto gives to whoever comes with keys that it did not make. */
  private static String ofMoto(String command) {
    return command.replace("111122223333", "123456789012");
  }

  private static List<String> commands(String kind) {
    return Local.text(TEXTS.resolve(kind + ".txt"))
        .lines()
        .filter(line -> line.startsWith("  aws ") && !line.startsWith("  aws sts "))
        .map(String::strip)
        .toList();
  }
}
