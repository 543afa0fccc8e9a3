package io.accesstriage.messages.digest;

import io.accesstriage.decision.Severity;
import io.accesstriage.finding.Access;
import io.accesstriage.finding.Arn;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingType;
import io.accesstriage.finding.Principal;
import io.accesstriage.finding.PrincipalKind;
import io.accesstriage.finding.Resource;
import io.accesstriage.ledger.FindingSummary;
import io.accesstriage.messages.containment.Containment;
import io.accesstriage.messages.words.Defanged;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What closes an alert of a digest, where one call can, as far as the ledger knows the finding. */
final class ClosingCommand {
  private ClosingCommand() {}

  static Optional<String> of(DigestContents.Alert alert) {
    return containment(alert).flatMap(Containment::inOneCall).filter(Defanged::isUnchanged);
  }

  /** What saves the state that the command changes; nothing where the command alone is undone. */
  static Optional<String> savedBefore(DigestContents.Alert alert) {
    return containment(alert).flatMap(Containment::savedBefore).filter(Defanged::isUnchanged);
  }

  /** Of what is urgent only: a digest stays short. */
  private static Optional<Containment> containment(DigestContents.Alert alert) {
    FindingSummary summary = alert.finding().summary();
    if (summary == null
        || summary.principal() == null
        || new FindingType(summary.findingType()).family() != FindingType.Family.EXTERNAL
        || !(summary.isPublic() || alert.severity().compareTo(Severity.HIGH) >= 0)) {
      return Optional.empty();
    }
    return finding(alert.finding(), summary, summary.principal()).map(Containment::of);
  }

  /** An analyzer of external access is of the region whose resources it looks at. */
  private static Optional<Finding> finding(
      DigestContents.Named named, FindingSummary summary, String who) {
    Principal principal = Principal.of(Map.of("AWS", who));
    boolean isSure = !summary.isPublic() || isAnyone(principal);
    return Arn.regionOf(named.analyzerArn())
        .filter(region -> isSure)
        .map(
            region ->
                Finding.builder(
                        named.findingId(),
                        named.analyzerArn(),
                        new FindingType(summary.findingType()),
                        new Resource(
                            summary.resourceArn(),
                            summary.resourceType(),
                            summary.account(),
                            region))
                    .isPublic(summary.isPublic())
                    .principal(principal)
                    .access(new Access(null, null, ""))
                    .build());
  }

  private static boolean isAnyone(@Nullable Principal principal) {
    return principal != null && principal.kind() == PrincipalKind.ANYONE;
  }
}
