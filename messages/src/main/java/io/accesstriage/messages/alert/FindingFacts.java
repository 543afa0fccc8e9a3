package io.accesstriage.messages.alert;

import io.accesstriage.facts.Fact;
import io.accesstriage.facts.Facts;
import io.accesstriage.finding.Access;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingType;
import io.accesstriage.finding.OpenAccess;
import io.accesstriage.finding.Resource;
import io.accesstriage.finding.Restrictions;
import io.accesstriage.finding.Source;
import io.accesstriage.finding.UnusedAccess;
import io.accesstriage.messages.words.Defanged;
import io.accesstriage.messages.words.PrincipalWords;
import io.accesstriage.messages.words.Words;
import io.accesstriage.state.TriageState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a finding says, field by field, in words. */
final class FindingFacts {
  /** The label of the resource's account and region. */
  static final String ACCOUNT = "Account";

  static final String CONDITION = "Condition";
  static final String WHO = "Who";
  static final String ALIASES = "Aliases";

  private static final int LONGEST_VALUE = 300;
  private static final int MOST_ACTIONS = 12;
  private static final int MOST_CONDITIONS = 8;
  private static final int MOST_SERVICES = 20;

  private final Finding finding;
  private final @Nullable String accountName;
  private final List<FindingWords.Field> fields = new ArrayList<>();

  private FindingFacts(Finding finding, @Nullable String accountName) {
    this.finding = finding;
    this.accountName = accountName;
  }

  static List<FindingWords.Field> of(TriageState state) {
    return of(state.finding(), state.facts(), state.requireDecision().principalAccountName());
  }

  /**
   * The same of a finding about which nothing was done.
   *
   * @param accountName whose the principal's account is; null where nobody names it
   */
  static List<FindingWords.Field> of(Finding finding, Facts facts, @Nullable String accountName) {
    FindingFacts words = new FindingFacts(finding, accountName);
    words.resource(facts);
    switch (finding.family()) {
      case EXTERNAL, INTERNAL, UNKNOWN -> words.access();
      case UNUSED -> words.unused();
    }
    return List.copyOf(words.fields);
  }

  private void resource(Facts facts) {
    Resource resource = finding.resource();
    field("Resource", Defanged.value(resource.arn().isEmpty() ? "not named" : resource.arn()));
    if (resource.type().isEmpty()) {
      field("Type", "not read");
    }
    field(ACCOUNT, OwnerWords.place(resource));
    if (facts.keyAliases() instanceof Fact.Known<List<String>> aliases
        && !aliases.value().isEmpty()) {
      field(ALIASES, list(5, aliases.value()));
    }
  }

  private void access() {
    if (!finding.isError()) {
      field(WHO, who());
    }
    Access access = finding.access();
    if (access != null && access.actions() != null && !access.actions().isEmpty()) {
      field("Actions", list(MOST_ACTIONS, access.actions()));
    } else if (!finding.isError()) {
      field("Access", "not read");
    }
    if (access != null && access.condition() != null) {
      conditions(access.condition());
    } else if (!finding.isError()) {
      field(CONDITION, "not read");
    }
    if (finding.sources() != null && !finding.sources().stream().allMatch(Source::isPolicy)) {
      field(
          "Granted by",
          Words.joined(
              Words.first(5, finding.sources().stream().map(FindingFacts::source).toList())));
    }
    if (finding.restrictions() != null) {
      restrictions(finding.restrictions());
    }
  }

  private String who() {
    String principal = WhoWords.full(finding, accountName);
    return OpenAccess.tenantKey(finding)
        .flatMap(key -> OpenAccess.customers(finding))
        .map(
            customers ->
                "%s (%s)"
                    .formatted(customers, PrincipalWords.brief(finding.principal(), accountName)))
        .orElse(principal);
  }

  private void conditions(Map<String, String> conditions) {
    if (conditions.isEmpty()) {
      field(CONDITION, "none");
      return;
    }
    List<String> shown = new ArrayList<>();
    conditions.forEach(
        (key, value) -> shown.add("%s = %s".formatted(Defanged.value(key), quoted(value))));
    String label = CONDITION;
    for (String condition : Words.first(MOST_CONDITIONS, shown)) {
      field(label, condition);
      label = "";
    }
    if (Boolean.TRUE.equals(OpenAccess.isOpen(finding))) {
      field("", conditions.size() == 1 ? "which limits nobody" : "which limit nobody");
    }
  }

  private static String source(Source source) {
    String accessPoint =
        source.accessPointArn().isEmpty() ? "" : " " + Defanged.value(source.accessPointArn());
    String owner =
        source.accessPointAccount().isEmpty()
            ? "another account"
            : "account " + Defanged.value(source.accessPointAccount());
    return switch (source.type()) {
      case "POLICY" -> "the resource's policy";
      case "BUCKET_ACL" -> "the bucket's access control list";
      case "S3_ACCESS_POINT" ->
          (source.isMultiRegion() ? "Multi-Region Access Point" : "access point") + accessPoint;
      case "S3_ACCESS_POINT_ACCOUNT" -> "an access point of %s%s".formatted(owner, accessPoint);
      default -> Defanged.value(source.type()) + accessPoint;
    };
  }

  private void restrictions(Restrictions restrictions) {
    List<String> limits =
        Stream.of(
                limit("resource control policies", restrictions.resourceControlPolicy()),
                limit("service control policies", restrictions.serviceControlPolicy()))
            .flatMap(Optional::stream)
            .toList();
    if (!limits.isEmpty()) {
      field("Limits", Words.capitalized(String.join("; ", limits)));
    }
  }

  private static Optional<String> limit(String policies, String restriction) {
    return switch (restriction) {
      case "", "NOT_APPLICABLE" -> Optional.empty();
      case "APPLICABLE" -> Optional.of("%s may limit this further".formatted(policies));
      case "APPLIED" -> Optional.of("%s are taken into account".formatted(policies));
      default ->
          Optional.of(
              restriction.startsWith("FAILED")
                  ? "%s could not be evaluated".formatted(policies)
                  : "%s: %s".formatted(policies, Defanged.value(restriction)));
    };
  }

  private void unused() {
    if (finding.isError()) {
      return;
    }
    if (!finding.type().equals(FindingType.UNUSED_PERMISSION)) {
      field("Last used", UnusedWords.lastUsed(finding));
    }
    UnusedAccess unused = finding.unused();
    if (unused != null && !unused.services().isEmpty()) {
      field("Services", list(MOST_SERVICES, unused.services()) + whichWhole(unused));
    }
  }

  /**
   * Names of services don't tell of which all is unused, unless it is so of all of them or none.
   */
  private static String whichWhole(UnusedAccess unused) {
    int whole = unused.serviceCount();
    return whole == 0 || unused.actionCount() == 0
        ? ""
        : "; the Finding link shows which %s unused as a whole"
            .formatted(whole == 1 ? "one is" : whole + " are");
  }

  private void field(String label, String value) {
    fields.add(new FindingWords.Field(label, value));
  }

  private static String quoted(String hostile) {
    return Defanged.quoted(hostile, LONGEST_VALUE);
  }

  private static String list(int most, List<String> hostile) {
    List<String> shown = hostile.stream().map(h -> Defanged.text(h, 100)).toList();
    return String.join(", ", Words.first(most, shown));
  }
}
