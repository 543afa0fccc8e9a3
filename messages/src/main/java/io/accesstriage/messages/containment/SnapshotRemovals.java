package io.accesstriage.messages.containment;

import io.accesstriage.finding.Arn;
import io.accesstriage.finding.PrincipalKind;
import io.accesstriage.messages.words.Words;
import java.util.List;

/** Snapshots are shared by an attribute, which names accounts or everybody: one call ends it. */
final class SnapshotRemovals {
  private SnapshotRemovals() {}

  /**
   * The group is all or the account is named; either is removed by itself.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/cli/latest/reference/ec2/modify-snapshot-attribute.html">modify-snapshot-attribute</a>
   */
  static List<Step> volume(Target target) {
    return share(
        target,
        target
            .call("ec2", "modify-snapshot-attribute")
            .with("--snapshot-id", target.name())
            .with("--attribute", "createVolumePermission")
            .with("--operation-type", "remove")
            .with(isAll(target) ? "--group-names" : "--user-ids", who(target)),
        "volumes and copies");
  }

  /**
   * Accounts that are named keep the access when all loses it.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/cli/latest/reference/rds/modify-db-snapshot-attribute.html">modify-db-snapshot-attribute</a>
   */
  static List<Step> database(Target target) {
    return share(
        target,
        target
            .call("rds", "modify-db-snapshot-attribute")
            .with("--db-snapshot-identifier", target.name())
            .with("--attribute-name", "restore")
            .with("--values-to-remove", who(target)),
        "databases and copies");
  }

  /**
   * @see <a
   *     href="https://docs.aws.amazon.com/cli/latest/reference/rds/modify-db-cluster-snapshot-attribute.html">modify-db-cluster-snapshot-attribute</a>
   */
  static List<Step> cluster(Target target) {
    return share(
        target,
        target
            .call("rds", "modify-db-cluster-snapshot-attribute")
            .with("--db-cluster-snapshot-identifier", target.name())
            .with("--attribute-name", "restore")
            .with("--values-to-remove", who(target)),
        "databases and copies");
  }

  private static List<Step> share(Target target, AwsCommand command, String made) {
    if (!isAll(target) && !Arn.isAccountId(who(target))) {
      return List.of(
          Step.of(
              "Stop sharing it in the console: the finding names no account, and the command needs"
                  + " one."));
    }
    return List.of(
        Step.of(
            "stop sharing the snapshot with %s:"
                .formatted(isAll(target) ? "everybody" : "account " + who(target)),
            command),
        Step.of(
            isAll(target)
                ? "Accounts that it is shared with by id keep access, and %s made so far remain."
                    .formatted(made)
                : "%s the account has made so far remain.".formatted(Words.capitalized(made))),
        Step.ofUndo("To undo it, run the same command with add instead of remove."));
  }

  private static boolean isAll(Target target) {
    return target.principal().kind() == PrincipalKind.ANYONE;
  }

  private static String who(Target target) {
    if (isAll(target)) {
      return "all";
    }
    String account = target.principal().account();
    return target.principal().kind() == PrincipalKind.ACCOUNT && account != null ? account : "";
  }
}
