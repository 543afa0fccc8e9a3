package io.accesstriage.ledger;

import io.accesstriage.facts.Account;
import io.accesstriage.facts.Fact;
import io.accesstriage.facts.Owner;
import io.accesstriage.finding.Finding;
import io.accesstriage.json.IfAbsent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a list of findings shows of one, kept with its entry so that a list needs no further calls.
 *
 * @param resourceArn of what is shared
 * @param resourceType such as AWS::S3::Bucket
 * @param account that owns the resource; null where it was not told
 * @param findingType such as ExternalAccess
 * @param principal as the finding names it; null where it names none
 * @param isPublic whether it is, or may be, public
 * @param owner of the resource by its tags
 * @param accountName as AWS Organizations has it; null where it was not read
 * @param principalAccountName whose the principal's account is; null where nobody names it
 * @param actions that are allowed; null where they were not read, are too long to keep, or an older
 *     version wrote the entry
 * @param isError whether Access Analyzer could not analyze the resource
 */
public record FindingSummary(
    String resourceArn,
    String resourceType,
    @Nullable String account,
    String findingType,
    @Nullable String principal,
    @IfAbsent("false") boolean isPublic,
    Owner owner,
    @Nullable String accountName,
    @Nullable String principalAccountName,
    @Nullable List<String> actions,
    @IfAbsent(value = "false", isWritten = false) boolean isError) {
  /** All that one service has are less. */
  private static final int LONGEST_ACTIONS = 4_000;

  public FindingSummary {
    actions = actions == null ? null : List.copyOf(actions);
  }

  /**
   * @param principalAccountName null where nobody names it
   */
  public static FindingSummary of(
      Finding finding, Owner owner, Fact<Account> account, @Nullable String principalAccountName) {
    return new FindingSummary(
        finding.resource().arn(),
        finding.resource().type(),
        finding.resource().account(),
        finding.type().name(),
        finding.principal() == null ? null : finding.principal().value(),
        finding.mayBePublic(),
        owner,
        account instanceof Fact.Known<Account> known ? known.value().name() : null,
        principalAccountName,
        actions(finding),
        finding.isError());
  }

  /** Whether it is public: one that only may be has another principal, or none that was read. */
  public boolean isSurelyPublic() {
    return isPublic && "*".equals(principal);
  }

  private static @Nullable List<String> actions(Finding finding) {
    List<String> actions = finding.access() == null ? null : finding.access().actions();
    return actions == null || actions.stream().mapToInt(String::length).sum() > LONGEST_ACTIONS
        ? null
        : actions;
  }
}
