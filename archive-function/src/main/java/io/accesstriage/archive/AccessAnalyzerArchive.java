package io.accesstriage.archive;

import io.accesstriage.analyzer.AccessAnalyzerFindings;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingStatus;
import java.util.Optional;

/** The findings of IAM Access Analyzer. */
final class AccessAnalyzerArchive implements FindingArchive {
  private final AccessAnalyzerFindings findings;

  AccessAnalyzerArchive(AccessAnalyzerFindings findings) {
    this.findings = findings;
  }

  @Override
  public Optional<Finding> read(String analyzerArn, String findingId) {
    return findings.read(analyzerArn, findingId);
  }

  @Override
  public void update(String analyzerArn, String findingId, FindingStatus status) {
    findings.update(analyzerArn, findingId, status);
  }
}
