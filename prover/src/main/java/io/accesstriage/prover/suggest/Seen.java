package io.accesstriage.prover.suggest;

import static java.util.Objects.requireNonNull;

import io.accesstriage.facts.Fact;
import io.accesstriage.finding.Access;
import io.accesstriage.finding.AccessLevel;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingStatus;
import io.accesstriage.finding.FindingType.Family;
import io.accesstriage.finding.OpenAccess;
import io.accesstriage.finding.Principal;
import io.accesstriage.finding.PrincipalKind;
import io.accesstriage.finding.Source;
import io.accesstriage.finding.UnusedAccess;
import io.accesstriage.rules.CelText;
import io.accesstriage.rules.Judgement;
import io.accesstriage.rules.Subject;
import io.accesstriage.rules.SuggestedRule;
import io.accesstriage.rules.Truth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A finding that a rule may be suggested for, as what makes it like others. */
record Seen(Subject subject) {
  /** What of a finding's access is of a kind: changing permissions is not like reading. */
  enum Power {
    READS,
    WRITES,
    MANAGES
  }

  /**
   * Why no rule is suggested for a finding; nothing where one may be.
   *
   * @param judgement of the rules that there are
   */
  static Optional<String> refusal(Subject subject, Judgement judgement) {
    Finding finding = subject.finding();
    if (judgement.isArchived()) {
      return Optional.of("A rule archives it already.");
    }
    Optional<String> refusal = SuggestedRule.refusal(finding);
    if (refusal.isPresent()) {
      return refusal;
    }
    if (judgement.notifies() != Truth.FALSE) {
      return Optional.of(
          judgement.notifies() == Truth.TRUE
              ? "A notify rule alerts it."
              : "A notify rule could not be checked.");
    }
    return SuggestedRule.unknownOfOneOfMany(finding).or(() -> odd(finding));
  }

  private static Optional<String> odd(Finding finding) {
    Principal principal = finding.principal();
    if (principal != null && principal.kind() == PrincipalKind.ANYONE) {
      return Optional.of("Its principal is *, whoever meets the conditions.");
    }
    return texts(finding).allMatch(CelText::isExpressible)
        ? Optional.empty()
        : Optional.of("A text of the finding has characters that a rule cannot contain.");
  }

  private static Stream<String> texts(Finding finding) {
    Stream<String> ofResource = Stream.of(finding.resource().arn(), finding.resource().type());
    Principal principal = finding.principal();
    Access access = finding.access();
    if (principal == null || access == null) {
      return ofResource;
    }
    Map<String, String> condition = requireNonNull(access.condition());
    return Stream.of(
            ofResource,
            Stream.of(principal.value()),
            requireNonNull(access.actions()).stream(),
            condition.keySet().stream(),
            condition.values().stream())
        .flatMap(texts -> texts);
  }

  private Finding finding() {
    return subject.finding();
  }

  boolean isUnused() {
    return finding().family() == Family.UNUSED;
  }

  /** Whether somebody has archived it, since no rule does. */
  boolean isByHand() {
    return finding().status() == FindingStatus.ARCHIVED;
  }

  String type() {
    return finding().type().name();
  }

  String resourceType() {
    return finding().resource().type();
  }

  String resource() {
    return finding().resource().arn();
  }

  String resourceAccount() {
    return requireNonNull(finding().resource().account());
  }

  /** The principal's kind; empty of unused access. */
  String kind() {
    return isUnused() ? "" : requireNonNull(finding().principal()).kind().label();
  }

  boolean isInAccount() {
    return !isUnused() && requireNonNull(finding().principal()).kind().isInAccount();
  }

  boolean isWholeAccount() {
    return !isUnused() && requireNonNull(finding().principal()).kind() == PrincipalKind.ACCOUNT;
  }

  /** Empty where there is none. */
  String principalAccount() {
    String account = isUnused() ? "" : requireNonNull(finding().principal()).account();
    return account == null ? "" : account;
  }

  /** Of an account, which may be written in two ways, its id. */
  String principal() {
    return isUnused()
        ? ""
        : isWholeAccount() ? principalAccount() : requireNonNull(finding().principal()).value();
  }

  List<String> actions() {
    return isUnused() ? List.of() : requireNonNull(requireNonNull(finding().access()).actions());
  }

  Map<String, String> condition() {
    return isUnused() ? Map.of() : requireNonNull(requireNonNull(finding().access()).condition());
  }

  /** The keys of conditions that limit somebody. */
  Set<String> limits() {
    return requireNonNull(OpenAccess.limits(finding())).keySet();
  }

  String accessType() {
    return isUnused() ? "" : requireNonNull(finding().access()).type();
  }

  /** The access points that grant the access; empty where there are none, or that is not told. */
  List<Source> accessPoints() {
    List<Source> sources = finding().sources();
    return sources == null
        ? List.of()
        : sources.stream().filter(Source::isAccessPoint).sorted().toList();
  }

  UnusedAccess unused() {
    return requireNonNull(finding().unused());
  }

  Map<String, String> tags() {
    return subject.facts().tags() instanceof Fact.Known<Map<String, String>> known
        ? known.value()
        : Map.of();
  }

  Power power() {
    Set<AccessLevel> levels =
        isUnused() ? Set.of() : requireNonNull(requireNonNull(finding().access()).levels());
    return levels.contains(AccessLevel.PERMISSIONS_MANAGEMENT)
        ? Power.MANAGES
        : levels.contains(AccessLevel.WRITE) || levels.contains(AccessLevel.TAGGING)
            ? Power.WRITES
            : Power.READS;
  }
}
