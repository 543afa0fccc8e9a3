package io.accesstriage.messages.alert;

import io.accesstriage.facts.Fact;
import io.accesstriage.finding.Resource;
import io.accesstriage.messages.words.Defanged;
import io.accesstriage.state.TriageState;
import io.accesstriage.text.SafeText;
import java.util.ArrayList;
import java.util.List;

/** Whose a resource is, below an alert's first sentence. */
final class OwnerWords {
  private static final int LONGEST_KEY = 60;
  private static final int LONGEST_VALUE = 200;

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
        : "%s (%s)".formatted(id, Defanged.text(ownership.accountName(), LONGEST_VALUE));
  }

  private static String id(String account) {
    return account.isEmpty() ? "not read" : Defanged.text(account, LONGEST_VALUE);
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
                        : "not read"))
        .toList();
  }

  private static String value(String tag) {
    return SafeText.isBlank(tag) ? "(empty)" : Defanged.text(tag, LONGEST_VALUE);
  }
}
