package io.accesstriage.messages.containment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.accesstriage.finding.AwsNames;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.Source;
import io.accesstriage.fixtures.SampleStates;
import io.accesstriage.messages.AlertMessage;
import io.accesstriage.messages.GoldenTexts;
import io.accesstriage.messages.alert.AlertMessages;
import io.accesstriage.state.TriageState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each {@code containment/KIND.txt} is the whole containment of {@link SampleExposures}' finding of
 * that kind. The integration tests have the AWS CLI parse every command in them.
 */
final class ContainmentTest {
  private static final GoldenTexts TEXTS = new GoldenTexts("containment");

  static Collection<String> kinds() {
    return SampleExposures.ALL.keySet();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void containment_ofEachKind_isTheTextBesideIt(String kind) throws IOException {
    String text = SampleExposures.text(Containment.of(SampleExposures.of(kind)));

    TEXTS.assertText(kind, text);
  }

  /** With two tags, an account's name and a sign-in, as in an organization. */
  @ParameterizedTest
  @MethodSource("kinds")
  void email_ofEachKind_hasAtMost45Lines(String kind) {
    assertIsShort(kind, SampleStates.state("owner-by-tags"));
    assertIsShort(kind, SampleStates.state("owner-not-read"));
  }

  private static void assertIsShort(String kind, TriageState state) {
    AlertMessage message =
        AlertMessages.of(
            new TriageState(
                SampleExposures.of(kind),
                state.facts(),
                state.readAt(),
                state.origin(),
                state.decision(),
                state.archive(),
                state.alertTags()),
            "e");

    String email = String.valueOf(message.bodies().get(AlertMessage.EMAIL));

    long lines = email.lines().count() + 2;
    assertTrue(lines <= 45, () -> lines + " lines:\n" + email);
  }

  @Test
  void texts_areOfTheKindsThatThereAre() throws IOException {
    try (Stream<Path> files = Files.list(TEXTS.folder())) {
      assertEquals(
          new TreeSet<>(kinds()),
          new TreeSet<>(
              files.map(file -> file.getFileName().toString().replace(".txt", "")).toList()));
    }
  }

  /** Users are no resources that others get access to. */
  @Test
  void everyTypeThatIsShared_hasARemoval() {
    Set<String> shared = new TreeSet<>(AwsNames.RESOURCE_TYPES);
    shared.remove("AWS::IAM::User");

    assertEquals(shared, new TreeSet<>(Removals.BY_TYPE.keySet()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:s3:::a b",
        "arn:aws:s3:::$(id)",
        "arn:aws:s3:::-bucket",
        "arn:aws:s3:::a\nb",
        "arn:aws:s3:::it's",
        "arn:aws:s3:::a\u202eb",
        "arn:$(id):s3:::bucket",
        "bucket",
        ""
      })
  void containment_ofANameThatIsNoWord_hasNoCommand(String arn) {
    Containment containment = Containment.of(SampleExposures.bucketOf(arn, "us-east-1"));

    assertEquals(
        "Remove the access in the console: the finding's resource, account or region is missing, or"
            + " can't be copied safely into a command.",
        containment.inBrief());
    assertEquals(List.of(), containment.commands());
  }

  /** A name that is empty, or begins with a hyphen, would be another option of the command. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:iam::111122223333:role/-foo",
        "arn:aws:iam::111122223333:role/path/-foo",
        "arn:aws:iam::111122223333:role/path/",
        "arn:aws:iam::111122223333:role/"
      })
  void containment_ofARoleThatCannotBeNamed_hasNoCommand(String arn) {
    assertEquals(List.of(), Containment.of(SampleExposures.roleOf(arn)).commands());
  }

  @ParameterizedTest
  @ValueSource(strings = {"us-east-1;id", "--x", "", "evil.com"})
  void containment_ofARegionThatIsNone_hasNoCommand(String region) {
    assertEquals(
        List.of(),
        Containment.of(SampleExposures.bucketOf("arn:aws:s3:::bucket", region)).commands());
  }

  /** What would name another kind of resource, another place, or another option of a command. */
  @ParameterizedTest
  @CsvSource({
    "AWS::S3::Bucket, arn:aws:sqs:us-east-1:111122223333:orders",
    "AWS::S3::Bucket, arn:aws:s3:::bucket/key",
    "AWS::KMS::Key, arn:aws:kms:us-east-1:111122223333:alias/prod",
    "AWS::KMS::Key, arn:aws:kms:us-east-1:666677778888:key/1234abcd",
    "AWS::KMS::Key, arn:aws:kms:us-west-2:111122223333:key/1234abcd",
    "AWS::SQS::Queue, arn:aws-cn:sqs:us-east-1:111122223333:orders",
    "AWS::SQS::Queue, arn:aws-eusc:sqs:us-east-1:111122223333:orders",
    "AWS::SQS::Queue, arn:aws:sqs:eusc-de-east-1:111122223333:orders",
    "AWS::IAM::Role, arn:aws:iam::111122223333:user/x",
    "AWS::IAM::Role, arn:aws:iam::111122223333:role//x",
    "AWS::SNS::Topic, arn:aws:sns:us-east-1:111122223333:orders:0000",
    "AWS::ECR::Repository, arn:aws:ecr:us-east-1:111122223333:repository/file:/etc/x",
    "AWS::RDS::DBSnapshot, arn:aws:rds:us-east-1:111122223333:snapshot:https:x",
    "AWS::Lambda::Function, arn:aws:lambda:us-east-1:111122223333:function:pay:--no-verify-ssl",
    "AWS::Lambda::Function, arn:aws:lambda:us-east-1:111122223333:function:pay:live:x"
  })
  void containment_ofAnArnThatIsNoneOfItsType_hasNoCommand(String type, String arn) {
    assertEquals(List.of(), Containment.of(SampleExposures.sharedOf(type, arn)).commands());
  }

  @Test
  void files_ofAFindingWhoseIdIsNone_haveAnotherName() {
    List<String> commands =
        Containment.of(SampleExposures.withId(SampleExposures.of("role"), "--debug $(id)"))
            .commands();

    assertTrue(commands.get(0).matches(".* > [0-9a-f]{8}\\.tmp && .*"), commands::toString);
  }

  /** A hostile name of an access point, or of one in another account, gives no command for it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:s3:us-east-1:111122223333:accesspoint/-x",
        "arn:aws:s3:us-east-1:111122223333:accesspoint/$(id)",
        "arn:aws:s3:us-east-1:111122223333:accesspoint/",
        "arn:aws:s3:us-east-1:111122223333:accesspoint",
        "arn:aws:s3:$(id):111122223333:accesspoint/x",
        "arn:aws:s3:us-east-1:999988887777:accesspoint/x",
        "arn:aws:s3:us-east-1:111122223333:accesspoint/a!b",
        "arn:aws:s3:us-east-1:111122223333:accesspoint/../x",
        "arn:aws:s3:us-east-1:111122223333:accesspoint/evil.com",
        "arn:aws:s3:us-east-1:111122223333:accesspoint:x",
        "arn:aws:s3-object-lambda:us-east-1:111122223333:accesspoint/x",
        "x"
      })
  void containment_ofAnAccessPointThatCannotBeNamed_editsTheBucketsPolicy(String accessPoint) {
    Finding finding =
        SampleExposures.withSources(
            SampleExposures.of("bucket-policy"),
            List.of(new Source("S3_ACCESS_POINT", accessPoint)));

    List<String> commands = Containment.of(finding).commands();

    assertTrue(commands.get(0).startsWith("aws s3api get-bucket-policy "), commands::toString);
    assertEquals(4, commands.size(), commands::toString);
  }

  /** Not the one that looks, or saves what is there. */
  @Test
  void brief_ofSeveralSteps_isTheOneThatChangesSomething() {
    assertEquals(
        "In account 111122223333 (us-east-1): Block all public access to the bucket (a website in"
            + " it goes down, other accounts lose access too while its policy is public, and uploads"
            + " with a public ACL fail).",
        Containment.of(SampleExposures.of("bucket-public")).inBrief());
    assertEquals(
        "In account 111122223333 (us-east-1): Edit the key policy: in each Allow statement remove"
            + " \"999988887777\" or \"arn:aws:iam::999988887777:root\"; drop emptied"
            + " statements. That ends all its access by this policy.",
        Containment.of(SampleExposures.of("key")).inBrief());
  }

  /** Commands and their heading never name two regions. */
  @Test
  void place_ofAnAccessPointElsewhere_isWhereTheCommandsRun() {
    Finding finding =
        SampleExposures.withSources(
            SampleExposures.of("bucket-policy"),
            List.of(
                new Source(
                    "S3_ACCESS_POINT", "arn:aws:s3:eu-west-1:111122223333:accesspoint/partner")));

    assertEquals("in account 111122223333 (eu-west-1)", Containment.of(finding).place());
  }

  /** A reader of steps expects commands there. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "x\" (keep it). First run: aws iam delete-role --role-name admin",
        "curl${IFS}evil",
        "a;reboot",
        "a\nb",
        "a\u202eb"
      })
  void steps_ofAHostileCondition_nameItByWhereTheAlertShowsIt(String value) {
    Finding role = SampleExposures.of("role-of-several-subjects");

    String edit =
        Containment.of(SampleExposures.withCondition(role, Map.of("oidc.example.com:sub", value)))
            .inBrief();

    assertTrue(
        edit.contains(
            "in the condition on oidc.example.com:sub find the value shown under" + " Condition."),
        edit);
  }

  /** Chat has neither the files that the email's steps make, nor what needs them. */
  @Test
  void brief_ofAnyFinding_namesNoFile() {
    SampleExposures.ALL.forEach(
        (kind, finding) -> {
          Containment containment = Containment.of(finding);
          String file = Target.isId(finding.id()) ? finding.id().substring(0, 8) : "before.json";

          assertFalse(containment.inBrief().contains(file), containment::inBrief);
          assertFalse(containment.effectInBrief().orElse("").contains(file), kind);
        });
  }

  /** A reader of chat runs what is there, without the email's checks, copies and undo. */
  @Test
  void firstCommand_isThereOnlyWhereNothingComesBeforeIt() {
    List<String> first =
        SampleExposures.ALL.entrySet().stream()
            .filter(each -> Containment.of(each.getValue()).firstCommand().isPresent())
            .map(Map.Entry::getKey)
            .toList();

    assertEquals(List.of("volume-snapshot-public", "volume-snapshot", "unused-permission"), first);
  }

  /** The condition names the access point, whose policy gives the access. */
  @Test
  void containment_ofABucketWithoutSources_editsTheAccessPointThatItsConditionNames() {
    List<String> commands =
        Containment.of(
                SampleExposures.withCondition(
                    SampleExposures.of("bucket-source-not-read"),
                    Map.of(
                        "s3:DataAccessPointArn",
                        "arn:aws:s3:us-east-1:111122223333:accesspoint/partner")))
            .commands();

    assertTrue(commands.get(0).contains("get-access-point-policy "), commands::toString);
    assertTrue(commands.get(0).contains(" --name partner "), commands::toString);
  }
}
