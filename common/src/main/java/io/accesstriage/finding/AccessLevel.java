package io.accesstriage.finding;

/**
 * What an action lets its caller do, as AWS classifies it; {@link #label} is the name that rules
 * compare with.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_understand-policy-summary-access-level-summaries.html">Access
 *     levels</a>
 */
public enum AccessLevel {
  LIST("List"),
  READ("Read"),
  WRITE("Write"),
  TAGGING("Tagging"),
  PERMISSIONS_MANAGEMENT("Permissions management");

  private final String label;

  AccessLevel(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }
}
