package io.accesstriage.rules;

import io.accesstriage.facts.Fact;
import io.accesstriage.facts.Facts;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingType;
import io.accesstriage.finding.FindingType.Family;
import io.accesstriage.finding.Principal;
import io.accesstriage.finding.PrincipalKind;
import io.accesstriage.finding.Resource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The principals that a condition has to exclude to say anything about who has the access: anyone;
 * strangers of each kind, so that a kind or some account is not enough, also with names that the
 * condition asks for, which any account may give to a role or user of its own; and none at all, as
 * in findings of unused access. Nothing else is known of these findings, least of all what those
 * may write who tag resources.
 */
final class AnyPrincipal {
  private static final Principal ANYONE = new Principal(PrincipalKind.ANYONE, "", "", "*");

  private static final String STRANGER = "000000000000";

  /** Nobody has these ids and names. */
  private static final List<Map<String, String>> STRANGERS =
      List.of(
          Map.of("AWS", STRANGER),
          Map.of("AWS", "910000000019"),
          Map.of("AWS", "arn:aws:iam::000000000000:root"),
          Map.of("AWS", "arn:aws:iam::000000000000:role/Stranger"),
          Map.of("AWS", "arn:aws:iam::000000000000:user/Stranger"),
          Map.of("AWS", "arn:aws:sts::000000000000:assumed-role/Stranger/stranger"),
          Map.of("AWS", "arn:aws:sts::000000000000:federated-user/stranger"),
          Map.of("AWS", "AROASTRANGER00000000"),
          Map.of("CanonicalUser", "0".repeat(64)),
          Map.of("Service", "stranger.amazonaws.com"),
          Map.of("Federated", "stranger.example.com"),
          Map.of("Federated", "arn:aws:iam::000000000000:saml-provider/Stranger"),
          Map.of("Federated", "arn:aws:iam::000000000000:oidc-provider/stranger.example.com"));

  /** What no name of a role or user has. */
  private static final Pattern NOT_IN_NAMES = Pattern.compile("[^A-Za-z0-9_+=,.@/-]");

  private static final Pattern PART_OF_AN_ACCOUNT = Pattern.compile("\\d{1,11}");

  private static final String NOT_LOOKED_AT = "Only the principal is checked.";

  private AnyPrincipal() {}

  /**
   * What rules see of these findings.
   *
   * @param texts of the condition
   */
  static List<Scope> scopes(Map<String, List<String>> lists, Set<String> texts) {
    Stream<Principal> strangers =
        Stream.of(
                STRANGERS.stream(),
                accountsOfEachDigit(),
                texts.stream().flatMap(AnyPrincipal::named))
            .flatMap(wires -> wires)
            .flatMap(wire -> Stream.ofNullable(Principal.of(wire)))
            .map(AnyPrincipal::ofAnAccount);
    return Stream.concat(
            Stream.concat(Stream.of(ANYONE), strangers)
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

  /** A pattern such as {@code ^[1-8]} leaves out few accounts. */
  private static Stream<Map<String, String>> accountsOfEachDigit() {
    return IntStream.rangeClosed(1, 9)
        .mapToObj(digit -> Map.of("AWS", digit + "0".repeat(STRANGER.length() - 2) + digit));
  }

  /** Where a principal's account is not known, it is one that no condition names. */
  private static Principal ofAnAccount(Principal stranger) {
    return stranger.account() == null
        ? new Principal(stranger.kind(), STRANGER, stranger.arn(), stranger.value())
        : stranger;
  }

  /** Strangers that a condition with this text may take for somebody whom it means. */
  private static Stream<Map<String, String>> named(String text) {
    if (PART_OF_AN_ACCOUNT.matcher(text).matches()) {
      String zeros = "0".repeat(STRANGER.length() - text.length());
      return Stream.concat(
          Stream.of(Map.of("AWS", text + zeros), Map.of("AWS", zeros + text)), called(text));
    }
    return called(text);
  }

  private static Stream<Map<String, String>> called(String text) {
    String last = text.substring(text.lastIndexOf(':') + 1).replaceFirst("^/?(role|user)?/", "");
    String name = NOT_IN_NAMES.matcher(last).replaceAll("");
    return name.isEmpty()
        ? Stream.of()
        : Stream.of("role/", "user/")
            .map(kind -> Map.of("AWS", "arn:aws:iam::%s:%s%s".formatted(STRANGER, kind, name)));
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
        Finding.builder("", "", type, new Resource("", "", null, null))
            .isPublic(principal == null ? (Boolean) false : null)
            .principal(principal)
            .build();
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
