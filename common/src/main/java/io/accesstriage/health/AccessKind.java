package io.accesstriage.health;

import java.util.Locale;
import java.util.Optional;

/** What an analyzer looks for. */
public enum AccessKind {
  EXTERNAL,
  INTERNAL,
  UNUSED;

  /** The kind of an analyzer's type as AWS names it; nothing for a type made later. */
  public static Optional<AccessKind> ofType(String type) {
    return switch (type) {
      case "ACCOUNT", "ORGANIZATION" -> Optional.of(EXTERNAL);
      case "ACCOUNT_INTERNAL_ACCESS", "ORGANIZATION_INTERNAL_ACCESS" -> Optional.of(INTERNAL);
      case "ACCOUNT_UNUSED_ACCESS", "ORGANIZATION_UNUSED_ACCESS" -> Optional.of(UNUSED);
      default -> Optional.empty();
    };
  }

  /** Such as "external access". */
  public String words() {
    return name().toLowerCase(Locale.ROOT) + " access";
  }

  /**
   * Whether each region needs an analyzer of its own: unused access is the same in all of them.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-getting-started.html">Getting
   *     started with IAM Access Analyzer</a>
   */
  public boolean isRegional() {
    return this != UNUSED;
  }
}
