package io.accesstriage.cli.source;

import org.jspecify.annotations.Nullable;

/**
 * A finding that there would be with a proposed policy, as an access preview tells it.
 *
 * @param changeType NEW, CHANGED or UNCHANGED, or what later versions of AWS say
 * @param status that it would have
 * @param existingId of the finding that there is; null where there is none
 * @param existingStatus that it has; null where there is none
 * @param sourced the finding as if it were active, with what is known of its resource
 * @see <a
 *     href="https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_AccessPreviewFinding.html">AccessPreviewFinding</a>
 */
public record ProposedFinding(
    String changeType,
    String status,
    @Nullable String existingId,
    @Nullable String existingStatus,
    SourcedFinding sourced) {

  /** Whether the access that there is would end. What was not analyzed is not known to. */
  public boolean ends() {
    return status.equals("RESOLVED")
        && existingId != null
        && !changeType.equals("NEW")
        && !sourced.finding().isError();
  }

  /** Whether the proposal leaves all as it is. What contradicts itself counts as new. */
  public boolean isUnchanged() {
    return changeType.equals("UNCHANGED")
        && existingId != null
        && status.equals(existingStatus)
        && !sourced.finding().isError();
  }
}
