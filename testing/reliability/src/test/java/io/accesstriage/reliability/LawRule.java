package io.accesstriage.reliability;

/**
 * A rule of a {@link Law}.
 *
 * @param effect archive or notify
 * @param fields further lines of the rules file
 * @param allowsPublic whether it may archive what is public
 * @param isInForce whether it has not expired
 * @param isVouchedFor whether the file says that its tags can be trusted, or it reads none
 */
record LawRule(
    String id,
    String effect,
    String fields,
    boolean allowsPublic,
    boolean isInForce,
    boolean isVouchedFor,
    Expression when) {

  /** A rule that says whose findings somebody has to see. */
  static LawRule notifying(String id, String severity, Expression when) {
    return new LawRule(
        id,
        "notify",
        "    severity: %s\n    reason: Somebody looks at it.\n".formatted(severity),
        false,
        true,
        true,
        when);
  }

  /**
   * A rule that says which findings are expected.
   *
   * @param fields such as {@code expires}, a line each
   */
  static LawRule archiving(
      String id, boolean allowsPublic, boolean isInForce, String fields, Expression when) {
    return new LawRule(
        id,
        "archive",
        "    owner: platform-security@example.com\n    reason: It is expected.\n"
            + fields.indent(4)
            + (allowsPublic ? "    allowPublic: true\n" : ""),
        allowsPublic,
        isInForce,
        true,
        when);
  }

  /** A rule about tags that nobody vouches for: it has to keep out whoever is not meant. */
  static LawRule archivingUnvouched(String id, Expression when) {
    LawRule rule = archiving(id, false, true, "expires: 2030-12-31", when);
    return new LawRule(
        id, rule.effect, rule.fields, rule.allowsPublic, rule.isInForce, false, when);
  }

  boolean archives() {
    return effect.equals("archive");
  }

  /** Whether an archive rule would archive this, whatever others say. */
  Truth archives(Case c) {
    if (!archives() || !isInForce) {
      return Truth.FALSE;
    }
    Truth meant = isVouchedFor ? when.of(c) : when.of(c).and(when.of(c.ofAnyone()).not());
    return allowsPublic ? meant : meant.and(c.isForAnyone().not());
  }

  /** As in a rules file. */
  String text() {
    return "  - id: %s\n    effect: %s\n%s    when: |\n      %s\n"
        .formatted(id, effect, fields, when.cel());
  }
}
