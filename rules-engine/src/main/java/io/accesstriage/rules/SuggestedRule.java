package io.accesstriage.rules;

import static java.util.Objects.requireNonNull;

import io.accesstriage.finding.Access;
import io.accesstriage.finding.Arn;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingStatus;
import io.accesstriage.finding.FindingType;
import io.accesstriage.finding.FindingType.Family;
import io.accesstriage.finding.OpenAccess;
import io.accesstriage.finding.Principal;
import io.accesstriage.finding.ReadFrom;
import io.accesstriage.finding.Restrictions;
import io.accesstriage.finding.Source;
import io.accesstriage.finding.UnusedAccess;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A rule that would archive one finding, and whatever is the same as it, and nothing else, for a
 * reader to paste and complete. It rests on nothing that the resource's owner can write at will.
 * None is suggested where something about the finding is not known: the rule would not say it, and
 * so archive what differs in just that.
 *
 * @param text the rule as YAML, an element of a file's list; null where none is suggested
 * @param whyNot a sentence; null where one is suggested
 */
public record SuggestedRule(@Nullable String text, @Nullable String whyNot) {
  /** In an alert it travels with the finding. */
  private static final int LONGEST_IN_ALERT = 4_000;

  private static final String NOT_ALL_SAID = "The finding does not say %s.";

  /** None, and why. */
  public static SuggestedRule none(String why) {
    return new SuggestedRule(null, why);
  }

  /** This one, where an alert can hold it. */
  public SuggestedRule forAlert() {
    return text == null || text.length() <= LONGEST_IN_ALERT
        ? this
        : none(
            "The rule would be longer than %,d characters; triage explain prints it."
                .formatted(LONGEST_IN_ALERT));
  }

  static SuggestedRule of(Subject subject) {
    Finding finding = subject.finding();
    Optional<String> refusal =
        refusal(finding).or(() -> unknown(finding).map(NOT_ALL_SAID::formatted));
    if (refusal.isPresent()) {
      return none(refusal.get());
    }
    return condition(finding)
        .map(when -> new SuggestedRule(written(subject, when), null))
        .orElseGet(() -> none("A text of the finding has characters that a rule cannot contain."));
  }

  /** Why a finding's own content forbids any rule for it; nothing where it does not. */
  public static Optional<String> refusal(Finding finding) {
    if (finding.isError()) {
      return Optional.of("Access Analyzer could not analyze the resource.");
    }
    if (finding.mayBePublic()) {
      return Optional.of("The finding is, or may be, public.");
    }
    if (Boolean.TRUE.equals(OpenAccess.isOpen(finding))) {
      return Optional.of("The access is open: its conditions limit nobody.");
    }
    if (finding.readFrom() != ReadFrom.API) {
      return Optional.of(
          "The finding was not read from Access Analyzer. Allow access-analyzer:GetFinding, and its next triage offers one.");
    }
    if (finding.principal() != null && finding.principal().isSeveral()) {
      return Optional.of("The finding names several principals, and a rule is offered for one.");
    }
    if (EnumSet.of(FindingStatus.RESOLVED, FindingStatus.GONE, FindingStatus.NOT_FOUND)
        .contains(finding.status())) {
      return Optional.of("The finding is %s.".formatted(finding.status()));
    }
    return finding.family() == Family.UNKNOWN
        ? Optional.of("This version does not know findings of this type.")
        : Optional.empty();
  }

  /**
   * What is not known of a finding for which a rule is suggested together with others, as a
   * sentence: such a rule names no analyzer, and says less of unused access.
   */
  public static Optional<String> unknownOfOneOfMany(Finding finding) {
    return unknownOwner(finding)
        .or(() -> finding.unused() == null ? unknownOfContent(finding) : Optional.empty())
        .map(NOT_ALL_SAID::formatted);
  }

  /** What of the finding is not known and would have to be in the rule. */
  private static Optional<String> unknown(Finding finding) {
    return finding.analyzerArn().isEmpty()
        ? Optional.of("which analyzer it is of")
        : unknownOwner(finding).or(() -> unknownOfContent(finding));
  }

  private static Optional<String> unknownOwner(Finding finding) {
    return finding.resource().account() == null || finding.resource().account().isEmpty()
        ? Optional.of("which account owns the resource")
        : Optional.empty();
  }

  private static Optional<String> unknownOfContent(Finding finding) {
    return finding.family() == Family.UNUSED
        ? unknownOfUnused(finding.type(), finding.unused())
        : unknownOfAccess(finding);
  }

  private static Optional<String> unknownOfAccess(Finding finding) {
    Access access = finding.access();
    if (finding.principal() == null) {
      return Optional.of("who has the access");
    }
    if (finding.principal().account() == null
        && (finding.family() == Family.INTERNAL || finding.principal().kind().isInAccount())) {
      return Optional.of("which account the principal belongs to");
    }
    if (access == null || access.actions() == null || access.actions().isEmpty()) {
      return Optional.of("which actions are allowed");
    }
    if (access.condition() == null) {
      return Optional.of("under which conditions");
    }
    if (finding.sources() == null) {
      return Optional.of("what grants the access");
    }
    if (!finding.sources().stream().allMatch(Source::isComplete)) {
      return Optional.of("which access point grants the access");
    }
    if (finding.restrictions() == null) {
      return Optional.of("how the organization's policies limit the access");
    }
    return OpenAccess.isOpen(finding) == null
        ? Optional.of("whether anyone has the access")
        : Optional.empty();
  }

  private static Optional<String> unknownOfUnused(FindingType type, @Nullable UnusedAccess unused) {
    if (unused == null) {
      return Optional.of("what is unused");
    }
    if (type.equals(FindingType.UNUSED_ACCESS_KEY) && unused.accessKeyId().isEmpty()) {
      return Optional.of("which access key is unused");
    }
    // Of single actions there is only their number.
    if (unused.actionCount() > 0) {
      return Optional.of("which actions are unused, only how many");
    }
    return unused.services().size() < unused.serviceCount()
            || unused.services().size() == UnusedAccess.MOST_SERVICES
        ? Optional.of("which services are unused, only how many")
        : Optional.empty();
  }

  private static String written(Subject subject, String when) {
    return RuleText.of(
        id(subject.finding()),
        subject.now().atOffset(ZoneOffset.UTC).toLocalDate().plusYears(1),
        when);
  }

  /**
   * Of a finding of which everything is known; nothing where a value is none that CEL can write.
   */
  private static Optional<String> condition(Finding finding) {
    Conjunction parts = new Conjunction();
    parts.add("finding.analyzerArn", finding.analyzerArn());
    parts.add("finding.type", finding.type().name());
    if (finding.family() == Family.UNUSED) {
      unused(parts, requireNonNull(finding.unused()));
    } else {
      grant(parts, finding);
    }
    parts.add("resource.arn", finding.resource().arn());
    parts.add("resource.type", finding.resource().type());
    parts.add("resource.account", requireNonNull(finding.resource().account()));
    if (finding.family() != Family.UNUSED) {
      access(parts, requireNonNull(finding.principal()), requireNonNull(finding.access()));
    }
    return parts.joined();
  }

  private static void unused(Conjunction parts, UnusedAccess unused) {
    parts.add("finding.unused.accessKeyId", unused.accessKeyId());
    parts.add("finding.unused.serviceCount", unused.serviceCount());
    parts.add("finding.unused.actionCount", unused.actionCount());
    parts.add("finding.unused.services", unused.services());
  }

  /** What grants the access, and what of the organization limits it. */
  private static void grant(Conjunction parts, Finding finding) {
    List<Source> sources = requireNonNull(finding.sources());
    Restrictions restrictions = requireNonNull(finding.restrictions());
    parts.add("finding.sources", sources.stream().map(Source::type).toList());
    if (sources.stream().anyMatch(Source::isAccessPoint)) {
      parts.add("finding.accessPointArns", requireNonNull(AccessPoints.arns(finding)));
      parts.add("finding.accessPointAccounts", requireNonNull(AccessPoints.accounts(finding)));
    }
    parts.add("finding.restrictions.resourceControlPolicy", restrictions.resourceControlPolicy());
    parts.add("finding.restrictions.serviceControlPolicy", restrictions.serviceControlPolicy());
  }

  private static void access(Conjunction parts, Principal principal, Access access) {
    parts.add("principal.kind", principal.kind().label());
    parts.add("principal.value", principal.value());
    if (principal.account() != null) {
      parts.add("principal.account", principal.account());
    }
    parts.add("access.actions", requireNonNull(access.actions()));
    parts.add("access.condition", requireNonNull(access.condition()));
    parts.add("access.type", access.type());
  }

  /** By the resource's name, which for a layer or a stream is more than the end of its ARN. */
  private static String id(Finding finding) {
    String arn = finding.resource().arn();
    String name =
        Arn.parse(arn).map(SuggestedRule::name).orElse(arn.substring(arn.lastIndexOf(':') + 1));
    return RuleText.id(finding.type().name() + "-" + name);
  }

  private static String name(Arn arn) {
    String resource = arn.resource();
    return switch (arn.service()) {
      case "iam", "sts" -> resource.substring(resource.lastIndexOf('/') + 1);
      default ->
          resource.equals(arn.resourceKind())
              ? resource
              : resource.substring(arn.resourceKind().length() + 1);
    };
  }
}
