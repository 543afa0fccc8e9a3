package io.accesstriage.prover;

import java.util.Set;

/** The names of variables: those of the vocabulary, and what hangs on them. */
final class Variables {
  static final String ACTIONS = "access.actions";
  static final String LEVELS = "access.levels";
  static final String CONDITION = "access.condition";
  static final String LIMITS = "access.limits";
  static final String OPEN = "access.open";
  static final String ERROR = "finding.error";
  static final String IS_PUBLIC = "finding.isPublic";
  static final String TYPE = "finding.type";
  static final String KIND = "principal.kind";
  static final String PRINCIPAL_ACCOUNT = "principal.account";
  static final String PRINCIPAL_ARN = "principal.arn";
  static final String PRINCIPAL_VALUE = "principal.value";
  static final String IN_ORGANIZATION = "principal.inOrganization";
  static final String RESOURCE_ACCOUNT = "resource.account";
  static final String RESOURCE_ARN = "resource.arn";
  static final String RESOURCE_TYPE = "resource.type";
  static final String ACCOUNT_PATH = "account.path";
  static final String LAST_ACCESSED = "finding.unused.lastAccessed";
  static final String SERVICES = "finding.unused.services";
  static final String KEY_ALIASES = "keyAliases";
  static final String ACCOUNT_TAGS = "account.tags";
  static final String VENDOR = "principal.vendor";
  static final String NOW = "now";
  static final String RISK = "risk";
  static final String PRINCIPAL = "principal.";
  static final String LISTS = "lists.";
  static final String OPAQUE = "unknown:";

  private static final String DEFINED = "defined:";
  private static final String TAG = "tag:";

  /** What may have no value in a finding of which everything was read. */
  private static final Set<String> PARTIAL =
      Set.of(PRINCIPAL_ACCOUNT, LAST_ACCESSED, LEVELS, SERVICES);

  private static final Set<String> OF_ACCOUNT =
      Set.of("account.name", ACCOUNT_TAGS, "account.ou", ACCOUNT_PATH);

  private Variables() {}

  static boolean isPartial(String name) {
    return PARTIAL.contains(name) || name.startsWith(VENDOR);
  }

  /**
   * A truth of which nothing is known: that of a part of a condition that has no formula.
   *
   * @param advice how to write it so that it has one; may be empty
   * @param where whatever else tells it apart from the same text elsewhere
   */
  static String opaque(String part, String advice, String where) {
    String named = advice.isEmpty() ? part : part + " (" + advice + ")";
    return OPAQUE + named + "\u0000" + where;
  }

  /** The part, and how to write it. */
  static String partOf(String opaque) {
    return opaque.substring(OPAQUE.length(), opaque.indexOf('\u0000'));
  }

  /** Whether a variable has a value: a flag. */
  static String defined(String name) {
    return DEFINED + name;
  }

  /** The value of a resource's tag, empty where it is not there. */
  static String tag(String key) {
    return TAG + key;
  }

  /** Whether AWS Organizations says it of the resource's account. */
  static boolean isOfAccount(String name) {
    return OF_ACCOUNT.contains(name);
  }

  static boolean isTag(String variable) {
    return variable.startsWith(TAG);
  }

  static String keyOfTag(String variable) {
    return variable.substring(TAG.length());
  }

  /** The value of a key of a map. */
  static String entry(String map, String key) {
    return map + "[" + key + "]";
  }

  /** The key of an entry of the map; the variable has to be one. */
  static String keyOf(String map, String entry) {
    return entry.substring(map.length() + 1, entry.length() - 1);
  }

  static boolean isEntry(String map, String variable) {
    return variable.startsWith(map + "[");
  }

  /**
   * account.id is the same as resource.account; whose an account is, each file says itself.
   *
   * @param origin tells the file apart from others that say it otherwise; else empty
   */
  static String canonical(String name, String origin) {
    return switch (name) {
      case "account.id" -> RESOURCE_ACCOUNT;
      case VENDOR -> name + origin;
      default -> name;
    };
  }
}
