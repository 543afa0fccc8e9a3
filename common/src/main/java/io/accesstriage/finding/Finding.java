package io.accesstriage.finding;

import io.accesstriage.text.SafeText;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
    sources = sources == null ? null : Sorted.once(sources);
  }

  /** A finding that Access Analyzer does not know, and that nothing describes. */
  public static Finding notFound(String id, String analyzerArn) {
    return builder(id, analyzerArn, new FindingType("Unknown"), new Resource("", "", null, null))
        .status(FindingStatus.NOT_FOUND)
        .build();
  }

  public FindingType.Family family() {
    return type.family();
  }

  /** Whether the resource could not be analyzed: then nothing is known of who has access. */
  public boolean isError() {
    return error != null;
  }

  /** That as a sentence; nothing where it could be analyzed. */
  public Optional<String> whyNotAnalyzed() {
    return Optional.ofNullable(error)
        .map(
            code ->
                "Access Analyzer could not analyze the resource (%s), so nobody knows %s."
                    .formatted(
                        SafeText.line(code, 100),
                        family() == FindingType.Family.UNUSED
                            ? "what is unused"
                            : "who has access"));
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
    return toBuilder()
        .status(FindingStatus.ACTIVE)
        .analyzedAt(null)
        .updatedAt(null)
        .readFailure(null)
        .build();
  }

  /** The same finding with another status. */
  public Finding withStatus(FindingStatus newStatus) {
    return toBuilder().status(newStatus).build();
  }

  /**
   * The same finding as it was before an update of ours: active, and last changed then. Where it
   * was analyzed in the moment of the update, that may be the update itself: when it was analyzed
   * before is not known.
   *
   * @param before null where that is not known
   */
  public Finding asBeforeOurUpdate(@Nullable Instant before) {
    return toBuilder()
        .status(FindingStatus.ACTIVE)
        .updatedAt(before)
        .analyzedAt(Objects.equals(analyzedAt, updatedAt) ? null : analyzedAt)
        .build();
  }

  /** The same finding as the API's answer, with the hash of its content. */
  public Finding asRead(String hash) {
    return readFrom(ReadFrom.API, hash, null);
  }

  /** The same finding, of which only the event is known. */
  public Finding asAnnounced(String failure) {
    return readFrom(ReadFrom.EVENT, ContentHash.ofEvent(this), failure);
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
    return withStatus(known).asRead(ContentHash.ofEvent(this));
  }

  private Finding readFrom(ReadFrom from, String hash, @Nullable String failure) {
    return toBuilder().readFrom(from).contentHash(hash).readFailure(failure).build();
  }

  /** An active finding of which nothing else was read yet. */
  public static Builder builder(
      String id, String analyzerArn, FindingType type, Resource resource) {
    return new Builder(id, analyzerArn, type, resource);
  }

  /** A builder of the same finding. */
  public Builder toBuilder() {
    return builder(id, analyzerArn, type, resource)
        .status(status)
        .error(error)
        .isPublic(isPublic)
        .principal(principal)
        .access(access)
        .sources(sources)
        .restrictions(restrictions)
        .unused(unused)
        .createdAt(createdAt)
        .analyzedAt(analyzedAt)
        .updatedAt(updatedAt)
        .contentHash(contentHash)
        .readFrom(readFrom)
        .readFailure(readFailure);
  }

  /** Makes a finding field by field; what is not said was not read. */
  public static final class Builder {
    private final String id;
    private String analyzerArn;
    private final FindingType type;
    private FindingStatus status = FindingStatus.ACTIVE;
    private @Nullable String error;
    private @Nullable Boolean isPublic;
    private final Resource resource;
    private @Nullable Principal principal;
    private @Nullable Access access;
    private @Nullable List<Source> sources;
    private @Nullable Restrictions restrictions;
    private @Nullable UnusedAccess unused;
    private @Nullable Instant createdAt;
    private @Nullable Instant analyzedAt;
    private @Nullable Instant updatedAt;
    private @Nullable String contentHash;
    private ReadFrom readFrom = ReadFrom.API;
    private @Nullable String readFailure;

    private Builder(String id, String analyzerArn, FindingType type, Resource resource) {
      this.id = id;
      this.analyzerArn = analyzerArn;
      this.type = type;
      this.resource = resource;
    }

    /**
     * What a finding of its family has where nothing is special: not public, no condition, source
     * or restriction, seen at that time.
     */
    public Builder ordinary(Instant seen) {
      boolean isUnused = type.family() == FindingType.Family.UNUSED;
      isPublic = false;
      access = isUnused ? null : new Access(List.of(), Map.of(), "");
      sources = isUnused ? null : List.of();
      restrictions = isUnused ? null : new Restrictions("", "");
      unused = isUnused ? new UnusedAccess(null, "", 0, 0, List.of()) : null;
      createdAt = seen;
      analyzedAt = seen;
      updatedAt = seen;
      return this;
    }

    public Builder analyzerArn(String value) {
      analyzerArn = value;
      return this;
    }

    public Builder status(FindingStatus value) {
      status = value;
      return this;
    }

    public Builder error(@Nullable String value) {
      error = value;
      return this;
    }

    public Builder isPublic(@Nullable Boolean value) {
      isPublic = value;
      return this;
    }

    public Builder principal(@Nullable Principal value) {
      principal = value;
      return this;
    }

    public Builder access(@Nullable Access value) {
      access = value;
      return this;
    }

    public Builder sources(@Nullable List<Source> value) {
      sources = value;
      return this;
    }

    public Builder restrictions(@Nullable Restrictions value) {
      restrictions = value;
      return this;
    }

    public Builder unused(@Nullable UnusedAccess value) {
      unused = value;
      return this;
    }

    public Builder createdAt(@Nullable Instant value) {
      createdAt = value;
      return this;
    }

    public Builder analyzedAt(@Nullable Instant value) {
      analyzedAt = value;
      return this;
    }

    public Builder updatedAt(@Nullable Instant value) {
      updatedAt = value;
      return this;
    }

    public Builder contentHash(@Nullable String value) {
      contentHash = value;
      return this;
    }

    public Builder readFrom(ReadFrom value) {
      readFrom = value;
      return this;
    }

    public Builder readFailure(@Nullable String value) {
      readFailure = value;
      return this;
    }

    public Finding build() {
      return new Finding(
          id,
          analyzerArn,
          type,
          status,
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
          updatedAt,
          contentHash,
          readFrom,
          readFailure);
    }
  }
}
