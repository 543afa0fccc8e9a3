package io.accesstriage.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.accesstriage.lambda.FunctionJar;
import io.accesstriage.lambda.FunctionProgram;
import io.accesstriage.lambda.Jdks;
import io.accesstriage.lambda.LambdaRuntime;
import io.accesstriage.lambda.LocalAws;
import io.accesstriage.lambda.Scenario;
import io.accesstriage.lambda.WatchedHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * The deployed jars under Lambda's own runtime client up to the moment of a SnapStart snapshot,
 * which is after their hooks, and from there on.
 */
final class SnapStartIT {
  static final List<String> FUNCTIONS = Scenario.FUNCTIONS;

  /** What the first invocation may load; without the hooks it loads some 3,500. */
  private static final int MOST_CLASSES = 50;

  /**
   * What belongs to one finding, one call or one moment: classes whose instances in a snapshot
   * would be the same in all functions restored from it.
   */
  private static final List<String> UNIQUE =
      List.of(
          "io.accesstriage.finding.Finding",
          "io.accesstriage.state.TriageState",
          "io.accesstriage.ledger.LedgerEntry",
          "io.accesstriage.ledger.dynamodb.DynamoDbLedger",
          "io.accesstriage.aws.AwsClients$Place",
          "software.amazon.awssdk.auth.credentials.AwsBasicCredentials",
          "software.amazon.awssdk.auth.credentials.AwsSessionCredentials",
          "software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain",
          "io.accesstriage.snapstart.DivertedHttpClient",
          "java.util.UUID",
          "sun.security.ssl.SSLSocketImpl",
          "sun.security.ssl.SSLSessionImpl",
          "sun.security.rsa.RSAPrivateCrtKeyImpl",
          "sun.net.www.protocol.https.HttpsURLConnectionImpl");

  private static LocalAws aws;

  @BeforeAll
  static void answerInAwsPlace() throws Exception {
    aws = new LocalAws();
  }

  @AfterAll
  static void close() {
    aws.close();
  }

  @ParameterizedTest
  @FieldSource("FUNCTIONS")
  void firstInvocationAfterRestore_loadsFewClasses(String function) {
    Scenario scenario = Scenario.of(function);
    scenario.playedBy(aws);
    try (LambdaRuntime runtime = restored(function, "-Xlog:class+load:stdout")) {
      runtime.awaitReady();

      LambdaRuntime.Reply reply = runtime.invoke(scenario.request());

      assertEquals("response", reply.kind(), () -> reply.body().toString());
      List<String> loaded = new ArrayList<>();
      int count = countedClasses(runtime.log(), loaded);
      assertTrue(
          count < MOST_CLASSES,
          () ->
              "the first invocation loaded %d classes, at most %d are expected; add what it needs to the function's priming.json:%n%s"
                  .formatted(count, MOST_CLASSES - 1, String.join("\n", loaded)));
      assertFalse(runtime.log().contains("Priming before the snapshot failed"), runtime::log);
    }
  }

  @ParameterizedTest
  @FieldSource("FUNCTIONS")
  void snapshot_holdsNothingUnique(String function) throws Exception {
    Scenario scenario = Scenario.of(function);
    scenario.playedBy(aws);
    int callsBefore = aws.calls();
    int credentialsBefore = aws.credentialsGiven();
    try (LambdaRuntime runtime = restored(function)) {
      runtime.awaitReady();

      assertEquals(
          List.of(0, 0),
          List.of(aws.calls() - callsBefore, aws.credentialsGiven() - credentialsBefore),
          "calls of AWS and credentials asked for before the snapshot");
      assertEquals(Set.of(), connections(runtime.pid(), runtime.apiPort()), "open connections");
      Map<String, Long> instances = instances(runtime.pid());
      instances.keySet().retainAll(UNIQUE);
      assertEquals(Map.of(), instances, "instances in the snapshot");

      LambdaRuntime.Reply reply = runtime.invoke(scenario.request());
      assertEquals("response", reply.kind(), () -> reply.body().toString());
      assertTrue(
          aws.credentialsGiven() > credentialsBefore, "credentials are asked for after a restore");
    }
  }

  private static LambdaRuntime restored(String function, String... flags) {
    List<String> all = new ArrayList<>(aws.javaFlags());
    all.addAll(List.of(flags));
    Map<String, String> environment = new LinkedHashMap<>(aws.environment());
    environment.putAll(aws.credentialsOfARestore());
    environment.put("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start");
    FunctionJar jar = FunctionJar.of(Local.root(), function);
    return new LambdaRuntime(
        FunctionProgram.ofWatchedJava(
            Jdks.newest(), jar.file(), jar.handler(), all.toArray(String[]::new)),
        environment);
  }

  /**
   * @param loaded gets their names
   * @return how many the JVM's own bean counted in the first invocation
   */
  private static int countedClasses(String log, List<String> loaded) {
    boolean within = false;
    for (String line : log.lines().toList()) {
      if (line.equals(WatchedHandler.BEGIN)) {
        within = true;
      } else if (within && line.startsWith(WatchedHandler.END)) {
        return Integer.parseInt(line.substring(WatchedHandler.END.length()));
      } else if (within && line.contains("[class,load]")) {
        loaded.add(line.replaceFirst(".*?\\[class,load\\] ", "  "));
      }
    }
    throw new AssertionError("the log has no invocation:\n" + log);
  }

  /** The live objects by their classes, after a full collection. */
  private static Map<String, Long> instances(long pid) throws IOException {
    Path jcmd = Jdks.newest().resolveSibling("jcmd");
    Process process =
        new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Map<String, Long> instances = new LinkedHashMap<>();
    said.lines()
        .map(line -> line.strip().split("\\s+", -1))
        .filter(columns -> columns.length >= 4 && columns[0].matches("\\d+:"))
        .forEach(columns -> instances.put(columns[3], Long.parseLong(columns[1])));
    assertTrue(instances.containsKey("java.lang.String"), said);
    return instances;
  }

  /**
   * The TCP connections of a process but for those to a port, as Linux tells them.
   *
   * @see <a href="https://man7.org/linux/man-pages/man5/proc_net_tcp.5.html">proc_net_tcp</a>
   */
  private static Set<String> connections(long pid, int exceptTo) throws IOException {
    Set<String> inodes = new TreeSet<>();
    try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      open.forEach(
          file -> {
            try {
              inodes.add(
                  Files.readSymbolicLink(file).toString().replaceAll("socket:|[\\[\\]]", ""));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
    Set<String> connections = new TreeSet<>();
    for (String table : List.of("tcp", "tcp6")) {
      for (String line :
          Files.readAllLines(Path.of("/proc", Long.toString(pid), "net", table)).stream()
              .skip(1)
              .toList()) {
        String[] columns = line.strip().split("\\s+", -1);
        int remotePort = Integer.parseInt(columns[2].substring(columns[2].indexOf(':') + 1), 16);
        if (inodes.contains(columns[9]) && remotePort != exceptTo) {
          connections.add("%s -> %s, state %s".formatted(columns[1], columns[2], columns[3]));
        }
      }
    }
    return connections;
  }
}
