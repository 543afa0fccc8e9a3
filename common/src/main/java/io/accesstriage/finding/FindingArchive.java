package io.accesstriage.finding;

/** Where findings are read and archived. Implementations are thread-safe. */
public interface FindingArchive extends FindingReader {
  /**
   * Archives one finding or makes it active again; nothing tells whether it was found.
   *
   * @param status ARCHIVED or ACTIVE
   * @throws io.accesstriage.aws.AwsCallException where the call failed; it may have taken effect
   */
  void update(String analyzerArn, String findingId, FindingStatus status);
}
