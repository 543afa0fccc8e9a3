package io.accesstriage.reliability;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a finding reports.
 *
 * @param revision another one for any change
 * @param partner who has access: an account, a role's or identity provider's ARN, "*" for anyone;
 *     empty where the family has none
 * @param owner the account of the resource
 * @param error why Access Analyzer could not analyze the resource; empty where it could
 * @param grant what the partner may do
 * @param publicity what Access Analyzer says about it
 * @param isBelievable whether Access Analyzer gives one set of details and not several, of which
 *     nobody knows which one counts
 * @param lastUse of a role, key or password; null where it was never used
 */
record Content(
    int revision,
    String partner,
    String owner,
    String error,
    Grant grant,
    Publicity publicity,
    boolean isBelievable,
    @Nullable Instant lastUse) {
  static final String ANYONE = "*";

  /** To whose access points a bucket may delegate. */
  static final List<String> ACCESS_POINTS = List.of("444455556666", "999988887777");

  /**
   * As Access Analyzer names errors; of the first it also gives the details that it knew before.
   */
  static final List<String> ERRORS = List.of("ACCESS_DENIED", "INTERNAL_ERROR");

  /** Whether Access Analyzer says who has access. */
  enum Publicity {
    TOLD,
    UNTOLD
  }

  /**
   * What is granted. Order and repetition mean nothing: here each is there once, in order.
   *
   * @param actions of an unused access key, its id
   * @param sources a type each, with the account of its access points where it has one
   * @param services of an unused permission, with the unused actions; none for the whole service
   */
  record Grant(
      List<String> actions,
      Map<String, String> condition,
      List<String> sources,
      Map<String, List<String>> services) {
    Grant {
      actions = once(actions);
      condition = new TreeMap<>(condition);
      sources = once(sources);
      services = new TreeMap<>(services);
    }

    @Override
    public String toString() {
      return actions + " if " + condition + " by " + sources + " " + services;
    }

    List<String> sourceTypes() {
      return sources.stream().map(Content::sourceType).toList();
    }

    List<String> accessPoints() {
      return sources.stream().flatMap(source -> Content.accessPoint(source).stream()).toList();
    }

    private static List<String> once(List<String> list) {
      return list.stream().distinct().sorted().toList();
    }
  }

  static String sourceType(String source) {
    return source.split(" ", 2)[0];
  }

  static Optional<String> accessPoint(String source) {
    String[] parts = source.split(" ", 2);
    return parts.length < 2 ? Optional.empty() : Optional.of(parts[1]);
  }

  boolean failed() {
    return !error.isEmpty();
  }

  /** Whether there are details; whether they can be believed is another question. */
  boolean hasDetails() {
    return !failed() || error.equals(ERRORS.get(0));
  }

  boolean isPublic() {
    return partner.equals(ANYONE) && !failed();
  }

  /**
   * Whether who was told of the other knows this: errors cannot be told from each other; when
   * something was last used, and whether Access Analyzer says that it is public, is no other
   * access.
   */
  boolean isSameAs(Content other) {
    return failed() ? other.failed() : access().equals(other.access());
  }

  /** The same of whoever was told of the other by its event only, which leaves out details. */
  boolean isAnnouncedAs(Content other, SimulatedFinding.Kind kind) {
    return failed() ? other.failed() : announced(kind).equals(other.announced(kind));
  }

  private Content announced(SimulatedFinding.Kind kind) {
    Map<String, List<String>> counts =
        Map.of(
            Wire.serviceCount(this) + " services",
            List.of(),
            Wire.actionCount(this) + " actions",
            List.of());
    return new Content(
        0,
        partner,
        kind == SimulatedFinding.Kind.INTERNAL ? "" : owner,
        error,
        new Grant(kind.isUnused() ? List.of() : grant.actions, grant.condition, List.of(), counts),
        Publicity.TOLD,
        true,
        null);
  }

  private Content access() {
    return new Content(0, partner, owner, error, grant, Publicity.TOLD, isBelievable, null);
  }

  /** Short, for verdicts; all of it, since states are compared by it. */
  @Override
  public String toString() {
    String what = failed() ? error + ", else " : "";
    return "#"
        + revision
        + " "
        + what
        + partner
        + " may "
        + grant
        + " of "
        + owner
        + " "
        + publicity
        + (isBelievable ? "" : " or not")
        + (lastUse == null ? "" : " " + lastUse);
  }

  /** The same as another content, to change. */
  Content revised() {
    return new Content(
        revision + 1, partner, owner, error, grant, publicity, isBelievable, lastUse);
  }

  Content withPartner(String newPartner) {
    return new Content(revision, newPartner, owner, error, grant, publicity, isBelievable, lastUse);
  }

  Content withOwner(String newOwner) {
    return new Content(revision, partner, newOwner, error, grant, publicity, isBelievable, lastUse);
  }

  Content withError(String newError) {
    return new Content(revision, partner, owner, newError, grant, publicity, isBelievable, lastUse);
  }

  Content withGrant(Grant newGrant) {
    return new Content(revision, partner, owner, error, newGrant, publicity, isBelievable, lastUse);
  }

  Content withPublicity(Publicity newPublicity) {
    return new Content(revision, partner, owner, error, grant, newPublicity, isBelievable, lastUse);
  }

  Content believable(boolean newIsBelievable) {
    return new Content(revision, partner, owner, error, grant, publicity, newIsBelievable, lastUse);
  }

  Content withLastUse(@Nullable Instant newLastUse) {
    return new Content(revision, partner, owner, error, grant, publicity, isBelievable, newLastUse);
  }
}
