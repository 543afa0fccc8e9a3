package io.accesstriage.rules;

import java.util.List;

/**
 * The questions that are asked about every rule that archives, by the ids by which {@code accept}
 * and the output of {@code triage prove} name them.
 */
public final class QuestionId {
  public static final String PUBLIC = "public";
  public static final String ANY_PRINCIPAL = "any-principal";
  public static final String ANY_ACCOUNT = "any-account";
  public static final String ANY_ACTION = "any-action";
  public static final String ANY_RESOURCE = "any-resource";
  public static final String TAGS_ALONE = "tags-alone";
  public static final String DEAD = "dead";
  public static final String SHADOWED = "shadowed";
  public static final String SAME = "same";

  /** In the order in which they are answered. */
  public static final List<String> ALL =
      List.of(
          PUBLIC,
          ANY_PRINCIPAL,
          ANY_ACCOUNT,
          ANY_ACTION,
          ANY_RESOURCE,
          TAGS_ALONE,
          DEAD,
          SHADOWED,
          SAME);

  private QuestionId() {}
}
