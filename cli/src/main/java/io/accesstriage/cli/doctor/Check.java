package io.accesstriage.cli.doctor;

import java.util.List;

/** One thing that has to be so for findings to be seen, decided and reported. Only reads. */
interface Check {
  /** What it looks at, in a few words. */
  String subject();

  /**
   * Looks now.
   *
   * @return at least one outcome
   * @throws io.accesstriage.aws.AwsCallException where AWS does not let it look
   */
  List<Outcome> look();
}
