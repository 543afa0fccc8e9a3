package io.accesstriage.finding;

/**
 * A role that trusts another company without an external id: whoever gets that company to use the
 * role has its access.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html">The confused
 *     deputy problem</a>
 */
public final class ConfusedDeputy {
  private ConfusedDeputy() {}

  /** Whether a role may be assumed without one, of a finding whose condition was read. */
  public static boolean isPossible(Finding finding) {
    Access access = finding.access();
    return finding.resource().type().equals("AWS::IAM::Role")
        && access != null
        && access.actions() != null
        && access.actions().contains("sts:AssumeRole")
        && access.condition() != null
        && access.condition().keySet().stream().noneMatch("sts:ExternalId"::equalsIgnoreCase);
  }
}
