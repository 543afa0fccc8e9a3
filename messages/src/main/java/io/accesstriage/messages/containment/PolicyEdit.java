package io.accesstriage.messages.containment;

import io.accesstriage.finding.OpenAccess;
import io.accesstriage.finding.PrincipalKind;
import io.accesstriage.messages.words.Words;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A policy that a person edits: a finding names no statement of it. The file is given to the shell
 * by {@code $(cat ...)} and not by {@code file://}, which mail programs make a link to a host of
 * that name.
 *
 * @param noun such as "the key policy"
 * @param suffix of the file's name, where a finding has several policies
 * @param fetch prints the policy
 * @param put takes the policy as the value of its last option
 * @param option of which %s is the policy
 * @param delete for a policy of which no statement is left; null where there must be one
 */
record PolicyEdit(
    String noun,
    String suffix,
    AwsCommand fetch,
    AwsCommand put,
    String option,
    @Nullable AwsCommand delete) {
  /** Of the conditions of a statement, and of the values of one, so many tell it from others. */
  private static final int MOST = 4;

  private static final int MOST_SUBJECTS = 10;

  /**
   * The file's text between single quotes of the command line's short form; none, or an empty one,
   * makes the call fail.
   */
  static final String QUOTED_FILE = "$(sed \"s/['\\\\]/\\\\\\\\&/g\" %s | grep . || echo missing)";

  PolicyEdit(
      String noun, AwsCommand fetch, AwsCommand put, String option, @Nullable AwsCommand delete) {
    this(noun, "", fetch, put, option + " \"$(cat %s)\"", delete);
  }

  /**
   * Denials that name the same principal stay: they take access away.
   *
   * @param target whose principal the policy is not to let in any more
   * @param last to know besides
   */
  List<Step> without(Target target, Step... last) {
    if (target.finding().isError()) {
      return steps(target, forAnalyzer(target));
    }
    return steps(
        target,
        target
            .tokenSubject()
            .map(
                subject ->
                    "in the condition on %s find %s. Other values there? Delete only %s. No others? Delete the statement (the only one? Change its Effect to Deny), never just the condition: others get in"
                        .formatted(
                            PolicyText.key(subject.getKey()),
                            values(subject.getValue(), MOST_SUBJECTS, " and "),
                            OpenAccess.alternatives(subject.getValue()).count() > 1
                                ? "these"
                                : "this one"))
            .orElseGet(() -> withoutPrincipal(target)),
        last);
  }

  /**
   * Lets Access Analyzer read the policy. Only a key's policy has to allow it; any may deny it.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-resources.html#access-analyzer-kms-key">What
   *     a key's policy has to allow</a>
   */
  static String forAnalyzer(Target target) {
    return "exempt \"%s\" from every Deny statement that applies to it%s"
        .formatted(
            target.analyzerRole(),
            target.arn().service().equals("kms")
                ? ", and allow it kms:DescribeKey, kms:GetKeyPolicy and kms:List*"
                : "");
  }

  /** Who else loses what by it, as a sentence after another. */
  private static String alsoLost(Target target) {
    return switch (target.principal().kind()) {
      case ANYONE ->
          target.isOfAnotherAccount()
              ? ""
              : ". Your own users who rely on that statement lose access too";
      case FEDERATED ->
          target.isOpenToTokens()
              ? ""
              : ". Everyone who signs in through that provider loses the role: if they are your own"
                  + " people, ask the owner first";
      case SERVICE -> ". The service can then no longer use it through those statements";
      default -> target.principal().isDeleted() ? "" : ". That ends all its access by this policy";
    };
  }

  /** Others may have the same principal under a condition that lets in only one's own. */
  static String withoutPrincipal(Target target) {
    return remaining(target) + alsoLost(target);
  }

  private static String remaining(Target target) {
    String principal = target.inPolicy();
    if (target.isOpenToTokens()) {
      return "in each Allow statement for %s %s, YOURS being your organization there. Not known, or nobody needs it? Change the Effect to Deny: everyone whom it matches loses the role"
          .formatted(principal, limitingTokens(target));
    }
    boolean isShared = target.isShared();
    return "%s remove %s%s; %s"
        .formatted(
            isShared ? statements(target) : "in each Allow statement",
            principal,
            isShared && target.condition().isEmpty()
                ? ", except where a condition limits it to your own "
                    + (target.principal().kind() == PrincipalKind.FEDERATED
                        ? "users or repositories"
                        : "account or organization")
                : "",
            emptied(target));
  }

  /** A key that is in the condition already must not be in it twice. */
  private static String limitingTokens(Target target) {
    String key = PolicyText.key(target.tokenKey());
    boolean isThere =
        target.condition().keySet().stream().anyMatch(target.tokenKey()::equalsIgnoreCase);
    return isThere
        ? "replace the value of %s in its Condition by \"%s\" (under StringLike)"
            .formatted(key, target.tokenExample())
        : "add to its Condition (inside its StringLike if there is one) \"StringLike\": {\"%s\": \"%s\"}"
            .formatted(key, target.tokenExample());
  }

  private static String emptied(Target target) {
    if (target.isTrustPolicy() && !target.principal().isDeleted()) {
      return "if no principal is left, remove the statement, or, if it is the only one, keep"
          + " the principal and change the Effect to Deny";
    }
    // Deleting that policy would let in whoever reaches a mount target.
    return target.arn().service().equals("elasticfilesystem")
        ? "drop emptied statements. The only statement? Keep it with \"Principal\": {\"AWS\": \"%s\"}; clients that mount without IAM lose the file system"
            .formatted(target.ownAccount())
        : "drop emptied statements";
  }

  /** Such as {@code only in the Allow statement whose condition is aws:SourceAccount = "1"}. */
  static String statements(Target target) {
    return target.condition().isEmpty()
        ? "in each Allow statement"
        : "only in the Allow statement whose condition is " + condition(target);
  }

  static String condition(Target target) {
    return Words.joined(
        Words.first(
            MOST,
            target.condition().entrySet().stream()
                .map(
                    entry ->
                        PolicyText.key(entry.getKey())
                            + " = "
                            + values(entry.getValue(), MOST, " or "))
                .toList()));
  }

  /** One by one, unless a comma may be part of a value: those that are joined have no spaces. */
  private static String values(String value, int most, String between) {
    List<String> all = OpenAccess.alternatives(value).toList();
    List<String> single =
        all.stream().allMatch(one -> one.matches("[!-~]+")) ? all : List.of(value);
    return String.join(
        between, Words.first(most, single.stream().map(PolicyText::value).distinct().toList()));
  }

  /**
   * Two findings, or a second run, never overwrite the edit or the copy: {@code mkdir} fails where
   * they are there. A call that failed leaves nothing in the way of the next.
   *
   * @param edit what to do with the policy, and who else loses what by it
   * @param last to know besides
   */
  List<Step> steps(Target target, String edit, Step... last) {
    String file = target.fileName() + suffix;
    List<Step> steps = new ArrayList<>();
    steps.add(save(noun, fetch, file));
    steps.add(
        Step.of(
            "edit %s.json: %s. Then apply it:".formatted(file, edit),
            put(file + ".json"),
            "edit %s: %s.".formatted(noun, edit)));
    steps.addAll(List.of(last));
    steps.add(undo(target, file, put(file + "/before.json")));
    // What exempts Access Analyzer removes no statement.
    if (delete != null && !target.finding().isError()) {
      steps.add(Step.of("No statement left? Run this instead:", delete));
    }
    return steps;
  }

  /**
   * @see <a href="https://repost.aws/knowledge-center/iam-resource-policy-format">A policy that is
   *     edited must not keep a deleted principal's id</a>
   */
  private static Step undo(Target target, String file, AwsCommand command) {
    // One that a shell reads in several ways is not edited by hand.
    if (command.text().contains("sed ") && !target.principal().isDeleted()) {
      return Step.of("To undo it:", command, "");
    }
    return Step.ofUndo(
        target.principal().isDeleted()
            ? "No undo: AWS accepts no policy that names a deleted principal."
            : "To undo it, run that command with %s/before.json instead%s."
                .formatted(
                    file,
                    // It refuses a public policy.
                    target.isPublic() && command.text().contains(" --block-public-policy")
                        ? ", without --block-public-policy"
                        : ""));
  }

  /** To save a policy before it is changed. */
  static Step save(String noun, AwsCommand fetch, String file) {
    return Step.of(
        "save %s (if %s exists, rename it first):".formatted(noun, file), saved(fetch, file));
  }

  /**
   * The answer as FILE.json, and a copy in a directory. Both are written only if the directory is
   * new. No name ends as an internet domain does: mail programs make links of those.
   */
  static AwsCommand saved(AwsCommand fetch, String file) {
    return fetch.and(
        "> %1$s.tmp && mkdir %1$s && cp %1$s.tmp %1$s/before.json && mv %1$s.tmp %1$s.json"
            .formatted(file));
  }

  private AwsCommand put(String file) {
    return put.and(option.formatted(file));
  }
}
