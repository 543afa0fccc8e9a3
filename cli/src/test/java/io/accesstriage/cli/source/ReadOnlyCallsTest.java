package io.accesstriage.cli.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.accesstriage.analyzer.AccessAnalyzerFindings;
import io.accesstriage.aws.AwsCallException;
import io.accesstriage.cli.JavaProcess;
import io.accesstriage.cli.Triage;
import io.accesstriage.finding.FindingStatus;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.accessanalyzer.AccessAnalyzerClient;

class ReadOnlyCallsTest {
  /**
   * The very call that archives, on a client that nobody has prepared, in the command's process.
   */
  @Test
  void update_ofAnyClient_isRefusedBeforeItIsSent() throws IOException {
    JavaProcess run = JavaProcess.of(List.of(), UpdateAtExit.class);

    assertEquals(
        "access-analyzer:UpdateFindings: SdkClientException: triage only reads, so UpdateFindings"
            + " of AccessAnalyzer is not called\n",
        run.out().lines().skip(1).map(line -> line + "\n").collect(Collectors.joining()),
        run::err);
    assertEquals("triage 0.1.0", run.out().lines().findFirst().orElseThrow());
  }

  /** The command ends its process, so this is the last that can be done in it. */
  static final class UpdateAtExit {
    private UpdateAtExit() {}

    public static void main(String[] args) {
      Runtime.getRuntime().addShutdownHook(new Thread(UpdateAtExit::update));
      Triage.main(new String[] {"--version"});
    }

    private static void update() {
      AccessAnalyzerFindings findings =
          new AccessAnalyzerFindings(
              region ->
                  AccessAnalyzerClient.builder()
                      .region(Region.of(region))
                      .credentialsProvider(AnonymousCredentialsProvider.create())
                      .endpointOverride(URI.create("http://127.0.0.1:1"))
                      .build());
      try {
        findings.update(
            "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/a",
            "finding",
            FindingStatus.ARCHIVED);
      } catch (AwsCallException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  @Test
  void isReading_allCallsOfAccessAnalyzer_areToldApart() {
    Set<String> reading = new TreeSet<>();
    Arrays.stream(AccessAnalyzerClient.class.getMethods())
        .map(method -> method.getName())
        .filter(name -> !name.endsWith("Paginator"))
        .map(name -> Character.toUpperCase(name.charAt(0)) + name.substring(1))
        .filter(name -> ReadOnlyCalls.isReading("AccessAnalyzer", name))
        .forEach(reading::add);

    assertTrue(reading.containsAll(List.of("GetFindingV2", "ListFindingsV2")), reading::toString);
    for (String changing :
        List.of("ApplyArchiveRule", "CreateArchiveRule", "DeleteAnalyzer", "UpdateFindings")) {
      assertFalse(reading.contains(changing), changing);
    }
    assertTrue(
        reading.stream().allMatch(name -> name.startsWith("Get") || name.startsWith("List")),
        reading::toString);
  }

  @Test
  void isReading_createToken_onlyOfIdentityCenter() {
    assertTrue(ReadOnlyCalls.isReading("SSO OIDC", "CreateToken"));
    assertFalse(ReadOnlyCalls.isReading("Other", "CreateToken"));
  }
}
