package io.accesstriage.rules;

import io.accesstriage.finding.AccessLevel;
import io.accesstriage.finding.AwsNames;
import io.accesstriage.finding.FindingType;
import io.accesstriage.finding.PrincipalKind;
import io.accesstriage.text.SafeText;
import io.accesstriage.yaml.Suggestion;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What texts some names of the vocabulary can have. A misspelt one is never there, so that {@code
 * !("Permission management" in access.levels)} would archive everything. What is ours has to be one
 * of ours; of what is AWS's, which gets new ones at any time, only what looks like a slip of the
 * pen is a mistake, or nothing.
 */
enum KnownTexts {
  ACCESS_LEVEL("an access level", Strictness.OURS),
  PRINCIPAL_KIND("a kind of principal", Strictness.OURS),
  FINDING_TYPE("a type of finding", Strictness.FEW_OF_AWS),
  SOURCE("a source of access", Strictness.FEW_OF_AWS),
  ACCESS_TYPE("a type of access", Strictness.FEW_OF_AWS),
  RESOURCE_TYPE("a resource type of Access Analyzer", Strictness.MANY_OF_AWS),
  ACTION("an action of AWS", Strictness.MANY_OF_AWS),
  CONDITION_KEY("a condition key of AWS", Strictness.MANY_OF_AWS),
  SERVICE("a service of AWS", Strictness.MANY_OF_AWS),

  /** Any text but one with a wildcard, which no ARN, account, name or tag has; "*" is anyone. */
  WITHOUT_WILDCARDS("a text without wildcards", Strictness.MANY_OF_AWS);

  /** A slip of the pen changes no more letters. */
  private static final int NEAR = 2;

  private enum Strictness {
    /** No other text loads. */
    OURS,
    /** No text loads that is nearly one of them. */
    FEW_OF_AWS,
    /** Every text loads. */
    MANY_OF_AWS
  }

  private static final List<String> LEVELS =
      Stream.of(AccessLevel.values()).map(AccessLevel::label).toList();
  private static final List<String> KINDS =
      Stream.of(PrincipalKind.values()).map(PrincipalKind::label).toList();
  private static final List<String> TYPES =
      Stream.of(
              FindingType.EXTERNAL_ACCESS,
              FindingType.INTERNAL_ACCESS,
              FindingType.UNUSED_ROLE,
              FindingType.UNUSED_ACCESS_KEY,
              FindingType.UNUSED_PASSWORD,
              FindingType.UNUSED_PERMISSION)
          .map(FindingType::name)
          .toList();
  private static final List<String> SOURCES =
      List.of("POLICY", "BUCKET_ACL", "S3_ACCESS_POINT", "S3_ACCESS_POINT_ACCOUNT");
  private static final List<String> ACCESS_TYPES = List.of("INTRA_ACCOUNT", "INTRA_ORG");

  private final String what;
  private final Strictness strictness;

  KnownTexts(String what, Strictness strictness) {
    this.what = what;
    this.strictness = strictness;
  }

  /** Those of a name, or of the elements of a list, or of the keys of a map. */
  static Optional<KnownTexts> of(String name) {
    return Optional.ofNullable(
        switch (name) {
          case Vocabulary.LEVELS -> ACCESS_LEVEL;
          case "principal.kind" -> PRINCIPAL_KIND;
          case "finding.type" -> FINDING_TYPE;
          case "finding.sources" -> SOURCE;
          case "access.type" -> ACCESS_TYPE;
          case "resource.type" -> RESOURCE_TYPE;
          case "access.actions" -> ACTION;
          case "access.condition" -> CONDITION_KEY;
          case "finding.unused.services" -> SERVICE;
          case "resource.arn",
              "resource.account",
              "resource.region",
              "account.id",
              "account.name",
              "account.ou",
              Vocabulary.ACCOUNT_PATH,
              "principal.account",
              "principal.arn",
              "principal.value",
              "finding.analyzerArn",
              "finding.accessPointArns",
              "finding.accessPointAccounts",
              Vocabulary.KEY_ALIASES,
              Vocabulary.TAG ->
              WITHOUT_WILDCARDS;
          default -> null;
        });
  }

  /** Why a rule that compares with this text does not load; nothing where it does. */
  Optional<String> mistake(String text) {
    // AWS's tables are large, and not read where rules are only applied.
    if (strictness == Strictness.MANY_OF_AWS || isKnown(text)) {
      return Optional.empty();
    }
    return switch (strictness) {
      case OURS ->
          Optional.of(
              "not %s: %s; known are %s%s"
                  .formatted(
                      what,
                      SafeText.quoted(text, 100),
                      String.join(", ", all()),
                      Suggestion.of(text, all())));
      case FEW_OF_AWS ->
          Suggestion.nearest(text, all(), NEAR)
              .map(
                  near ->
                      "not %s: %s; did you mean \"%s\"?"
                          .formatted(what, SafeText.quoted(text, 100), near));
      case MANY_OF_AWS -> Optional.empty();
    };
  }

  /** What a person should know of a text that loads; nothing where it is known. */
  Optional<String> warning(String text) {
    if (isKnown(text)) {
      return Optional.empty();
    }
    if (this == WITHOUT_WILDCARDS) {
      return Optional.of(Wildcards.warning(text));
    }
    Collection<String> candidates = candidates(text);
    Optional<String> sameButForCase =
        this == CONDITION_KEY
            ? AwsNames.conditionKey(text)
            : candidates.stream().filter(text::equalsIgnoreCase).findFirst();
    if (sameButForCase.isPresent()) {
      return Optional.of(
          "AWS writes %s as \"%s\", and rules tell capital letters apart"
              .formatted(SafeText.quoted(text, 100), sameButForCase.get()));
    }
    return Optional.of(
        "not %s that this version knows: %s%s"
            .formatted(
                what,
                SafeText.quoted(text, 100),
                strictness == Strictness.FEW_OF_AWS
                    ? "; known are " + String.join(", ", all())
                    : Suggestion.of(text, candidates)));
  }

  /** Why a rule that asks for such a part of a text does not load; nothing where it does. */
  Optional<String> mistake(TextPart part) {
    return strictness == Strictness.OURS
            && Stream.concat(all().stream(), Stream.of("")).noneMatch(part.fits())
        ? Optional.of(noneFits(part) + "; known are " + String.join(", ", all()))
        : Optional.empty();
  }

  /**
   * What a person should know of such a part that loads; nothing where a known text has it, and of
   * condition keys, which may have any name of a tag or a host in them.
   */
  Optional<String> warning(TextPart part) {
    if (this == WITHOUT_WILDCARDS) {
      return warning(part.literal());
    }
    return this == CONDITION_KEY || part.fits().test("") || names().anyMatch(part.fits())
        ? Optional.empty()
        : Optional.of(noneFits(part) + ", of those that this version knows");
  }

  private String noneFits(TextPart part) {
    return "no %s %s".formatted(what.replaceFirst("^an? ", ""), part.words());
  }

  /** All that there are, also the many actions. */
  private Stream<String> names() {
    return this == ACTION
        ? AwsNames.services().stream().flatMap(KnownTexts::actionsOf)
        : all().stream();
  }

  private static Stream<String> actionsOf(String service) {
    return AwsNames.actions(service).stream().map(name -> service + ":" + name);
  }

  private boolean isKnown(String text) {
    // A family of findings that has no such field has an empty one.
    if (text.isEmpty() && this != ACCESS_LEVEL) {
      return true;
    }
    return switch (this) {
      case ACTION ->
          AwsNames.isAction(text) && (Wildcards.areIn(text) || actionsNear(text).contains(text));
      case CONDITION_KEY -> AwsNames.conditionKey(text).filter(text::equals).isPresent();
      case WITHOUT_WILDCARDS -> text.equals("*") || !Wildcards.areIn(text);
      default -> all().contains(text);
    };
  }

  /** All that there are, but for the many actions. */
  private Collection<String> all() {
    return switch (this) {
      case ACCESS_LEVEL -> LEVELS;
      case PRINCIPAL_KIND -> KINDS;
      case FINDING_TYPE -> TYPES;
      case SOURCE -> SOURCES;
      case ACCESS_TYPE -> ACCESS_TYPES;
      case RESOURCE_TYPE -> AwsNames.RESOURCE_TYPES;
      case ACTION, WITHOUT_WILDCARDS -> List.of();
      case CONDITION_KEY -> AwsNames.conditionKeys();
      case SERVICE -> AwsNames.services();
    };
  }

  /** The names among which the one that was meant may be. */
  private Collection<String> candidates(String text) {
    return this == ACTION ? actionsNear(text) : all();
  }

  /** Of the same service, or the same action of others. */
  private static Collection<String> actionsNear(String text) {
    int colon = text.indexOf(':');
    String service = text.substring(0, Math.max(0, colon)).toLowerCase(Locale.ROOT);
    String action = text.substring(colon + 1);
    List<String> ofService =
        AwsNames.actions(service).stream().map(name -> service + ":" + name).toList();
    return ofService.isEmpty()
        ? AwsNames.services().stream()
            .flatMap(
                other ->
                    AwsNames.actions(other).stream()
                        .filter(action::equalsIgnoreCase)
                        .map(name -> other + ":" + name))
            .toList()
        : ofService;
  }
}
