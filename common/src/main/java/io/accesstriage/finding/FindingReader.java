package io.accesstriage.finding;

import java.util.Optional;

/** Reads findings as they are now. Implementations are thread-safe. */
public interface FindingReader {
  /**
   * @return the finding, or nothing where Access Analyzer does not know it (any more)
   * @throws io.accesstriage.aws.AwsCallException where the call failed
   */
  Optional<Finding> read(String analyzerArn, String findingId);
}
