package io.accesstriage.messages.alert;

import io.accesstriage.facts.Fact;
import io.accesstriage.finding.Resource;
import io.accesstriage.messages.words.Defanged;
import io.accesstriage.state.TriageState;
import io.accesstriage.text.SafeText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Whose a resource is, below an alert's first sentence. */
final class OwnerWords {
  private static final int LONGEST_KEY = 60;
  private static final int LONGEST_VALUE = 200;

  private static final String NOT_READ = "not read";
  private static final String EMPTY = "(empty)";

  /** What alerts say themselves where there is no value. */
  private static final Set<String> OURS = Set.of(NOT_READ, EMPTY, "unknown", "none");

  /** A name that cannot be taken for the end of the brackets around it. */
  private static final Pattern PLAIN_NAME = Pattern.compile("[\\p{L}\\p{N}\\p{M} ._&+-]+");

  private OwnerWords() {}

  /** The account and the region, then the tags. */
  static List<FindingWords.Field> of(TriageState state) {
    Ownership ownership = Ownership.of(state);
    List<FindingWords.Field> fields = new ArrayList<>();
    Resource resource = state.finding().resource();
    fields.add(field(inRegion(account(ownership), resource)));
    fields.addAll(tags(ownership));
    return fields;
  }

  /** The same with all tags in one field, for an email that would be too long. */
  static List<FindingWords.Field> inShort(TriageState state) {
    List<FindingWords.Field> all = of(state);
    String tags =
        all.stream()
            .skip(1)
            .map(tag -> tag.label() + ": " + tag.value())
            .collect(Collectors.joining("; "));
    return tags.isEmpty() ? all : List.of(all.get(0), new FindingWords.Field("Tags", tags));
  }

  /** The same of a triage that failed, which may know less. */
  static List<FindingWords.Field> of(Ownership ownership) {
    List<FindingWords.Field> fields = new ArrayList<>();
    if (!ownership.account().isEmpty()) {
      fields.add(field(account(ownership)));
    }
    fields.addAll(tags(ownership));
    return fields;
  }

  /** The account's id and the region, such as "111122223333, us-east-1". */
  static String place(Resource resource) {
    return inRegion(id(resource.account() == null ? "" : resource.account()), resource);
  }

  private static FindingWords.Field field(String account) {
    return new FindingWords.Field(FindingFacts.ACCOUNT, account);
  }

  /** The id first: whoever owns the account chose its name. */
  private static String account(Ownership ownership) {
    String id = id(ownership.account());
    return SafeText.isBlank(ownership.accountName())
        ? id
        : "%s (%s)".formatted(id, name(ownership.accountName()));
  }

  private static String name(String account) {
    return PLAIN_NAME.matcher(account).matches()
        ? Defanged.text(account, LONGEST_VALUE)
        : Defanged.quoted(account, LONGEST_VALUE);
  }

  private static String id(String account) {
    return account.isEmpty() ? NOT_READ : Defanged.text(account, LONGEST_VALUE);
  }

  /** The region of what has none is only where the analyzer is. */
  private static String inRegion(String account, Resource resource) {
    return resource.region() == null
            || resource.region().isBlank()
            || resource.type().startsWith("AWS::IAM::")
        ? account
        : account + ", " + Defanged.text(resource.region(), LONGEST_VALUE);
  }

  private static List<FindingWords.Field> tags(Ownership ownership) {
    return ownership.tags().stream()
        .map(
            tag ->
                new FindingWords.Field(
                    Defanged.text(tag.key(), LONGEST_KEY),
                    tag.value() instanceof Fact.Known<String> known
                        ? value(known.value())
                        : NOT_READ))
        .toList();
  }

  private static String value(String tag) {
    if (SafeText.isBlank(tag)) {
      return EMPTY;
    }
    return OURS.contains(tag.strip().toLowerCase(Locale.ROOT))
        ? Defanged.quoted(tag, LONGEST_VALUE)
        : Defanged.text(tag, LONGEST_VALUE);
  }
}
