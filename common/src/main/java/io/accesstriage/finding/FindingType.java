package io.accesstriage.finding;

/**
 * A finding's type, as Access Analyzer names it. Types that this version does not know are kept by
 * name and belong to {@link Family#UNKNOWN}.
 *
 * @param name such as ExternalAccess
 */
public record FindingType(String name) {
  public static final FindingType EXTERNAL_ACCESS = new FindingType("ExternalAccess");
  public static final FindingType INTERNAL_ACCESS = new FindingType("InternalAccess");
  public static final FindingType UNUSED_ROLE = new FindingType("UnusedIAMRole");
  public static final FindingType UNUSED_ACCESS_KEY = new FindingType("UnusedIAMUserAccessKey");
  public static final FindingType UNUSED_PASSWORD = new FindingType("UnusedIAMUserPassword");
  public static final FindingType UNUSED_PERMISSION = new FindingType("UnusedPermission");

  /** The families, whose findings have different fields. */
  public enum Family {
    EXTERNAL,
    INTERNAL,
    UNUSED,
    UNKNOWN
  }

  public Family family() {
    return switch (name) {
      case "ExternalAccess" -> Family.EXTERNAL;
      case "InternalAccess" -> Family.INTERNAL;
      case "UnusedIAMRole", "UnusedIAMUserAccessKey", "UnusedIAMUserPassword", "UnusedPermission" ->
          Family.UNUSED;
      default -> Family.UNKNOWN;
    };
  }

  @Override
  public String toString() {
    return name;
  }
}
