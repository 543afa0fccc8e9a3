package io.accesstriage.messages.containment;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A policy that a person edits: a finding names no statement of it. The file is given to the shell
 * by {@code $(cat ...)} and not by {@code file://}, which mail programs make a link to a host of
 * that name.
 *
 * @param noun such as "the key policy"
 * @param file where the person edits it, without its extension; another one for each policy of a
 *     finding
 * @param fetch prints the policy
 * @param put takes the policy as the value of its last option
 * @param delete for a policy of which no statement is left; null where there must be one
 */
record PolicyEdit(
    String noun,
    String file,
    AwsCommand fetch,
    AwsCommand put,
    String option,
    @Nullable AwsCommand delete) {
  private static final String FILE = "policy";

  PolicyEdit(
      String noun, AwsCommand fetch, AwsCommand put, String option, @Nullable AwsCommand delete) {
    this(noun, FILE, fetch, put, option, delete);
  }

  /**
   * Denials that name the same principal stay: they take access away.
   *
   * @param target whose principal the policy is not to let in any more
   * @param last to know besides
   */
  List<Step> without(Target target, Step... last) {
    return steps(
        target
            .tokenSubject()
            .map(
                subject ->
                    "In the condition on %s, delete \"%s\" (the whole statement if no other value is left)"
                        .formatted(subject.getKey(), subject.getValue()))
            .orElseGet(() -> withoutPrincipal(target)),
        last);
  }

  /** Others may have the same principal under a condition that lets in only one's own. */
  static String withoutPrincipal(Target target) {
    return "In Allow statements, delete %s (the whole statement if it names no other%s)"
        .formatted(
            target.inPolicy(),
            switch (target.principal().kind()) {
              case ANYONE, SERVICE, FEDERATED -> "; keep those that a condition limits to your own";
              default -> "";
            });
  }

  /**
   * @param edit what to do with the policy
   * @param last to know besides
   */
  List<Step> steps(String edit, Step... last) {
    List<Step> steps = new ArrayList<>();
    steps.add(
        Step.of(
            "save %s; %s-before.json undoes the edit:".formatted(noun, file),
            fetch.and("| tee %1$s-before.json > %1$s.json".formatted(file))));
    steps.add(
        Step.of(
            "%s, then put it back:".formatted(edit),
            put.and(option + " \"$(cat %s.json)\"".formatted(file))));
    if (delete != null) {
      steps.add(Step.of("No statement left? Then instead:", delete));
    }
    steps.addAll(List.of(last));
    return steps;
  }
}
