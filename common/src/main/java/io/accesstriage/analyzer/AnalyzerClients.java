package io.accesstriage.analyzer;

import io.accesstriage.finding.Arn;
import io.accesstriage.json.MalformedInput;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import software.amazon.awssdk.services.accessanalyzer.AccessAnalyzerClient;

/** The clients of the analyzers' regions, each made once. Thread-safe. */
final class AnalyzerClients {
  private final Map<String, AccessAnalyzerClient> clients = new ConcurrentHashMap<>();
  private final Function<String, AccessAnalyzerClient> clientOfRegion;

  AnalyzerClients(Function<String, AccessAnalyzerClient> clientOfRegion) {
    this.clientOfRegion = clientOfRegion;
  }

  /**
   * @throws MalformedInput where the text is no ARN, as only the parameter AnalyzerArns may be:
   *     those of findings and of the command line are checked where they are read
   */
  AccessAnalyzerClient of(String analyzerArn) {
    String region =
        Arn.parse(analyzerArn)
            .map(Arn::region)
            .orElseThrow(
                () -> new MalformedInput("AnalyzerArns: expected an ARN, found " + analyzerArn));
    return inRegion(region);
  }

  AccessAnalyzerClient inRegion(String region) {
    return clients.computeIfAbsent(region, clientOfRegion);
  }
}
