package io.accesstriage.finding;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A finding of IAM Access Analyzer, of any family. Null means that it was not read, never that
 * there is none: a family that has no such field has an empty value.
 *
 * @param id the finding's id, unique over all analyzers
 * @param analyzerArn the analyzer that reports it; its region is where the finding can be updated;
 *     empty only for an exported finding, which may not say it
 * @param type of finding, also one that this version does not know
 * @param status as last read
 * @param error why Access Analyzer could not analyze the resource; null where it could
 * @param isPublic whether anyone at all has the access; null where an external finding lacks it
 * @param resource what is shared or not used
 * @param principal who has the access; null where it was not read or the family has none
 * @param access what the principal may do; null likewise
 * @param sources what grants it, sorted, each once; null likewise
 * @param restrictions by the organization's policies; null likewise
 * @param unused what is not used; null for other families, or where it was not told
 * @param createdAt null only for a finding that is gone
 * @param analyzedAt when the resource was last analyzed, which moves with each scan
 * @param updatedAt when the finding last changed, its status included; null only where it is gone
 * @param contentHash of what is shared with whom and how ({@link ContentHash}); null only for a
 *     finding of which nothing but its id is known
 * @param readFrom where all this comes from
 * @param readFailure why it was read from the event only; null for an API read
 */
public record Finding(
    String id,
    String analyzerArn,
    FindingType type,
    FindingStatus status,
    @Nullable String error,
    @Nullable Boolean isPublic,
    Resource resource,
    @Nullable Principal principal,
    @Nullable Access access,
    @Nullable List<Source> sources,
    @Nullable Restrictions restrictions,
    @Nullable UnusedAccess unused,
    @Nullable Instant createdAt,
    @Nullable Instant analyzedAt,
    @Nullable Instant updatedAt,
    @Nullable String contentHash,
    ReadFrom readFrom,
    @Nullable String readFailure) {

  public Finding {
    sources = sources == null ? null : sources.stream().sorted().distinct().toList();
  }

  /** A finding that Access Analyzer does not know, and that nothing describes. */
  public static Finding notFound(String id, String analyzerArn) {
    return new Finding(
        id,
        analyzerArn,
        new FindingType("Unknown"),
        FindingStatus.NOT_FOUND,
        null,
        null,
        new Resource("", "", null, null),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        ReadFrom.API,
        null);
  }

  public FindingType.Family family() {
    return type.family();
  }

  /** Whether the resource could not be analyzed: then nothing is known of who has access. */
  public boolean isError() {
    return error != null;
  }

  /** Whether anyone may have the access: also where an external finding does not say. */
  public boolean mayBePublic() {
    return isPublic == null ? !family().equals(FindingType.Family.UNUSED) : isPublic;
  }

  /**
   * Whether all that an alert says of it was read: whose resource it is, who has which access. Two
   * findings can only be said to report the same if it was.
   */
  public boolean isWhole() {
    if (readFrom != ReadFrom.API || isError() || resource.account() == null) {
      return false;
    }
    return switch (family()) {
      case EXTERNAL, INTERNAL ->
          isPublic != null
              && principal != null
              && access != null
              && access.actions() != null
              && access.condition() != null;
      case UNUSED -> unused != null;
      case UNKNOWN -> false;
    };
  }

  /**
   * Whether rules and guards read the same of both, apart from what an update of ours changes
   * (status and updatedAt) and from analyzedAt, which moves with each scan.
   */
  public boolean readsAs(Finding other) {
    return timeless().equals(other.timeless());
  }

  private Finding timeless() {
    return new Finding(
        id,
        analyzerArn,
        type,
        FindingStatus.ACTIVE,
        error,
        isPublic,
        resource,
        principal,
        access,
        sources,
        restrictions,
        unused,
        createdAt,
        null,
        null,
        contentHash,
        readFrom,
        null);
  }

  /** The same finding with another status. */
  public Finding withStatus(FindingStatus newStatus) {
    return copy(newStatus, updatedAt, contentHash, readFrom, readFailure);
  }

  /**
   * The same finding as it was before an update of ours: active, and last changed then.
   *
   * @param before null where that is not known
   */
  public Finding asBeforeOurUpdate(@Nullable Instant before) {
    return copy(FindingStatus.ACTIVE, before, contentHash, readFrom, readFailure);
  }

  /** The same finding as the API's answer, with the hash of its content. */
  public Finding asRead(String hash) {
    return copy(status, updatedAt, hash, ReadFrom.API, null);
  }

  /** The same finding, of which only the event is known. */
  public Finding asAnnounced(String failure) {
    return copy(status, updatedAt, ContentHash.ofEvent(this), ReadFrom.EVENT, failure);
  }

  /**
   * The same finding, which an event describes and Access Analyzer does not know: gone where the
   * event says so or that it is resolved.
   */
  public Finding asNotFound() {
    FindingStatus known =
        switch (status) {
          case ACTIVE, ARCHIVED, NOT_FOUND -> FindingStatus.NOT_FOUND;
          case RESOLVED, GONE -> FindingStatus.GONE;
        };
    return copy(known, updatedAt, ContentHash.ofEvent(this), ReadFrom.API, null);
  }

  private Finding copy(
      FindingStatus newStatus,
      @Nullable Instant newUpdatedAt,
      @Nullable String newContentHash,
      ReadFrom newReadFrom,
      @Nullable String newReadFailure) {
    return new Finding(
        id,
        analyzerArn,
        type,
        newStatus,
        error,
        isPublic,
        resource,
        principal,
        access,
        sources,
        restrictions,
        unused,
        createdAt,
        analyzedAt,
        newUpdatedAt,
        newContentHash,
        newReadFrom,
        newReadFailure);
  }
}
