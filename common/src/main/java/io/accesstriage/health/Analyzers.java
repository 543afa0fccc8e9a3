package io.accesstriage.health;

import java.util.List;
import java.util.Optional;

/**
 * What Access Analyzer answers about itself. Implementations are thread-safe; a call that fails
 * throws {@link io.accesstriage.aws.AwsCallException}.
 */
public interface Analyzers {
  /** As IAM names the calls. */
  String GET = "access-analyzer:GetAnalyzer";

  String LIST = "access-analyzer:ListAnalyzers";

  String STATISTICS = "access-analyzer:GetFindingsStatistics";

  AnalyzerState get(String analyzerArn);

  /** The caller's account's analyzers in the region. */
  List<AnalyzerState> inRegion(String region);

  /** How many findings it has by its own statistics; nothing where it has none to show yet. */
  Optional<FindingTotal> total(String analyzerArn);
}
