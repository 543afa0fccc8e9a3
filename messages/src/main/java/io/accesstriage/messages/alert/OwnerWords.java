package io.accesstriage.messages.alert;

import io.accesstriage.facts.Account;
import io.accesstriage.facts.Fact;
import io.accesstriage.finding.Resource;
import io.accesstriage.messages.words.Defanged;
import io.accesstriage.state.TriageState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Whose a resource is, in the lines below an alert's first sentence. */
final class OwnerWords {
  private static final int LONGEST_KEY = 60;
  private static final int LONGEST_VALUE = 200;

  private OwnerWords() {}

  /** The account, then the tags that AlertTags names. A tag that the resource lacks has no line. */
  static List<String> lines(TriageState state) {
    List<String> lines = new ArrayList<>();
    lines.add("Account: " + account(state.finding().resource(), state.facts().account()));
    for (String key : state.alertTags()) {
      if (state.facts().tags() instanceof Fact.Known<Map<String, String>> tags) {
        String value = tags.value().get(key);
        if (value != null) {
          lines.add(line(key, value.isBlank() ? "(empty)" : Defanged.text(value, LONGEST_VALUE)));
        }
      } else {
        lines.add(line(key, "not read"));
      }
    }
    return lines;
  }

  /** The same of a triage that failed, which may know less. */
  static List<FindingWords.Field> fields(Ownership ownership) {
    List<FindingWords.Field> fields = new ArrayList<>();
    if (!ownership.account().isEmpty()) {
      String id = Defanged.text(ownership.account(), LONGEST_VALUE);
      fields.add(
          new FindingWords.Field(
              FindingFacts.ACCOUNT,
              ownership.accountName().isBlank() ? id : named(ownership.accountName(), id)));
    }
    if (!ownership.owner().isEmpty()) {
      fields.add(new FindingWords.Field("Owner", Defanged.text(ownership.owner(), LONGEST_VALUE)));
    }
    return fields;
  }

  private static String named(String name, String id) {
    return "%s (%s)".formatted(Defanged.text(name, LONGEST_VALUE), id);
  }

  private static String line(String key, String value) {
    return "%s: %s".formatted(Defanged.text(key, LONGEST_KEY), value);
  }

  private static String account(Resource resource, Fact<Account> facts) {
    String id = id(resource);
    return inRegion(
        facts instanceof Fact.Known<Account> account ? named(account.value().name(), id) : id,
        resource);
  }

  /** The account's id and the region, such as "111122223333, us-east-1". */
  static String place(Resource resource) {
    return inRegion(id(resource), resource);
  }

  private static String id(Resource resource) {
    return resource.account() == null
        ? "not told"
        : Defanged.text(resource.account(), LONGEST_VALUE);
  }

  /** The region of what has none is only where the analyzer is. */
  private static String inRegion(String account, Resource resource) {
    return resource.region() == null || resource.type().startsWith("AWS::IAM::")
        ? account
        : account + ", " + Defanged.text(resource.region(), LONGEST_VALUE);
  }
}
