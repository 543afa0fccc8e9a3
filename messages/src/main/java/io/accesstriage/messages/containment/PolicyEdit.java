package io.accesstriage.messages.containment;

import java.util.ArrayList;
import java.util.List;

/**
 * A policy that a person edits: a finding names no statement of it. The file is given to the shell
 * by {@code $(cat ...)} and not by {@code file://}, which mail programs make a link to a host of
 * that name.
 *
 * @param noun such as "the key policy"
 * @param fetch prints the policy
 * @param put takes the policy as the value of its last option
 * @param delete the command for a policy of which no statement is left; empty where there must be
 *     one
 */
record PolicyEdit(String noun, AwsCommand fetch, AwsCommand put, String option, String delete) {
  static final String FILE = "policy.json";

  /**
   * @param what to delete, in the form in which it stands in the policy, and in which file
   * @param last to know besides
   */
  List<Step> steps(String what, Step... last) {
    List<Step> steps = new ArrayList<>();
    steps.add(Step.of("save %s:".formatted(noun), fetch.and("> " + FILE)));
    steps.add(
        Step.of(
            "Delete %s, then put it back:".formatted(what),
            put.and(option + " \"$(cat %s)\"".formatted(FILE))));
    if (!delete.isEmpty()) {
      steps.add(Step.of("No statement left? Run aws %s instead.".formatted(delete)));
    }
    steps.addAll(List.of(last));
    return steps;
  }
}
