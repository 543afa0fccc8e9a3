package io.accesstriage.rules;

import io.accesstriage.facts.Fact;
import io.accesstriage.facts.Facts;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingStatus;
import io.accesstriage.finding.FindingType;
import io.accesstriage.finding.FindingType.Family;
import io.accesstriage.finding.Principal;
import io.accesstriage.finding.PrincipalKind;
import io.accesstriage.finding.ReadFrom;
import io.accesstriage.finding.Resource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The principals that a condition has to exclude to say anything about who has the access: anyone;
 * a stranger of each kind, so that a kind or some account is not enough; and none at all, as in
 * findings of unused access. Nothing else is known of these findings, least of all what those may
 * write who tag resources.
 */
final class AnyPrincipal {
  private static final Principal ANYONE = new Principal(PrincipalKind.ANYONE, "", "", "*");

  /** No account has this id, and no identity provider this name. */
  private static final List<Map<String, String>> STRANGERS =
      List.of(
          Map.of("AWS", "000000000000"),
          Map.of("AWS", "arn:aws:iam::000000000000:role/Stranger"),
          Map.of("AWS", "arn:aws:iam::000000000000:user/Stranger"),
          Map.of("Federated", "stranger.example.com"));

  private static final String NOT_LOOKED_AT = "Only the principal is looked at.";

  private AnyPrincipal() {}

  /** What rules see of these findings. */
  static List<Scope> scopes(Map<String, List<String>> lists) {
    return Stream.concat(
            Stream.concat(Stream.of(ANYONE), STRANGERS.stream().map(Principal::of))
                .map(principal -> subject(FindingType.EXTERNAL_ACCESS, principal)),
            Stream.of(
                    FindingType.UNUSED_ROLE,
                    FindingType.UNUSED_ACCESS_KEY,
                    FindingType.UNUSED_PASSWORD,
                    FindingType.UNUSED_PERMISSION)
                .map(type -> subject(type, null)))
        .map(subject -> Scope.of(subject, lists).only(name -> isKnown(name, subject.finding())))
        .toList();
  }

  private static boolean isKnown(String name, Finding finding) {
    return name.equals("finding.type")
        || name.startsWith(Vocabulary.PRINCIPAL)
        || name.startsWith(Vocabulary.LISTS)
        || (finding.family() == Family.UNUSED
            && (name.startsWith("access.") || name.equals("finding.isPublic")));
  }

  private static Subject subject(FindingType type, @Nullable Principal principal) {
    Finding finding =
        new Finding(
            "",
            "",
            type,
            FindingStatus.ACTIVE,
            null,
            principal == null ? (Boolean) false : null,
            new Resource("", "", null, null),
            principal,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            ReadFrom.API,
            null);
    return new Subject(
        finding,
        new Facts(
            Fact.unread(Fact.Cause.UNSUPPORTED, NOT_LOOKED_AT),
            Fact.unread(Fact.Cause.UNSUPPORTED, NOT_LOOKED_AT),
            Fact.unread(Fact.Cause.UNSUPPORTED, NOT_LOOKED_AT),
            Fact.known(false)),
        Instant.EPOCH);
  }
}
