package io.accesstriage.health;

import io.accesstriage.finding.Arn;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What Access Analyzer says of one of its analyzers, in its own words.
 *
 * @param type such as ACCOUNT
 * @param status ACTIVE, CREATING, DISABLED, FAILED, or what AWS may add
 * @param reason the code of the status; null where there is none
 * @param createdAt null where AWS does not say
 * @param lastAnalyzedAt when it last looked at a resource; null where it never did
 * @see <a
 *     href="https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_AnalyzerSummary.html">AnalyzerSummary</a>
 */
public record AnalyzerState(
    String arn,
    String type,
    String status,
    @Nullable String reason,
    @Nullable Instant createdAt,
    @Nullable Instant lastAnalyzedAt) {
  public static final String ACTIVE = "ACTIVE";
  public static final String CREATING = "CREATING";

  public Optional<AccessKind> kind() {
    return AccessKind.ofType(type);
  }

  /** Whether an AWS service made it and manages it. */
  public boolean isServiceLinked() {
    return Arn.isServiceLinkedAnalyzer(arn);
  }

  /** Whether it looks, or will soon. */
  public boolean isAtWork() {
    return status.equals(ACTIVE) || status.equals(CREATING);
  }
}
