package io.accesstriage.prover;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.decision.Decision;
import io.accesstriage.facts.Account;
import io.accesstriage.facts.Fact;
import io.accesstriage.facts.Facts;
import io.accesstriage.finding.Arn;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingType.Family;
import io.accesstriage.finding.ReadFrom;
import io.accesstriage.json.Json;
import io.accesstriage.json.RecordJson;
import io.accesstriage.rules.Judgement;
import io.accesstriage.rules.RuleSet;
import io.accesstriage.rules.Subject;
import io.accesstriage.rules.testing.RuleTestFile;
import io.accesstriage.yaml.InvalidFileException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An example as a case for a file of rule tests, without what a case says by default. */
public final class ExampleCase {
  private static final List<String> NEVER =
      List.of("status", "contentHash", "readFrom", "readFailure");
  private static final List<String> RARE =
      List.of("id", "analyzerArn", "restrictions", "createdAt", "updatedAt", "analyzedAt");
  private static final String DEFAULT_ACCOUNT = "111122223333";

  private ExampleCase() {}

  /**
   * What a case says of its example.
   *
   * @param unread what could not be read, too
   * @param now when it is judged
   * @param rare its id, times and restrictions
   */
  private record Extent(boolean unread, boolean now, boolean rare) {
    static final Extent LEAST = new Extent(false, false, false);
    static final Extent AS_READ = new Extent(true, false, false);
    static final Extent WITH_NOW = new Extent(true, true, false);
    static final Extent ALL = new Extent(true, true, true);
  }

  /**
   * The case in YAML, as an element of {@code cases}, with as little as makes it pass.
   *
   * @param rules which decide it as the case expects
   */
  public static String of(String name, RuleSet rules, Example example) {
    return passing(name, rules, example.subject(), List.of())
        .orElseGet(() -> element(file(name, rules, example.subject(), List.of(), Extent.ALL)));
  }

  /**
   * The same of a finding that was seen; nothing where no case can say all that decides it.
   *
   * @param leaves the archive rules that it is an example against
   */
  public static Optional<String> passing(
      String name, RuleSet rules, Subject subject, List<String> leaves) {
    return passing(
        name, rules, subject, leaves, List.of(Extent.LEAST, Extent.WITH_NOW, Extent.ALL));
  }

  /**
   * The same with all that was read of a finding and its resource, and what could not be read, so
   * that other rules decide the case as they do the finding, too.
   */
  public static Optional<String> asRead(
      String name, RuleSet rules, Subject subject, List<String> leaves) {
    return passing(
        name, rules, subject, leaves, List.of(Extent.AS_READ, Extent.WITH_NOW, Extent.ALL));
  }

  private static Optional<String> passing(
      String name, RuleSet rules, Subject subject, List<String> leaves, List<Extent> extents) {
    for (Extent extent : extents) {
      String yaml = file(name, rules, subject, leaves, extent);
      if (passes(yaml, rules)) {
        return Optional.of(element(yaml));
      }
    }
    return Optional.empty();
  }

  /** What does not load is no case: some of what a finding may have, no case can say. */
  private static boolean passes(String yaml, RuleSet rules) {
    try {
      return RuleTestFile.parse("the example", yaml).passes(rules);
    } catch (InvalidFileException e) {
      return false;
    }
  }

  private static String element(String file) {
    return file.lines().skip(1).map(line -> line.substring(2)).reduce("", (a, b) -> a + b + "\n");
  }

  private static String file(
      String name, RuleSet rules, Subject subject, List<String> leaves, Extent extent) {
    ObjectNode test = Json.object();
    test.put("name", name);
    test.set("finding", finding(subject, extent));
    ObjectNode facts = facts(subject.facts(), extent);
    if (!facts.isEmpty()) {
      test.set("facts", facts);
    }
    if (extent.now()) {
      test.put("now", subject.now().toString());
    }
    test.set("expect", expected(rules.judge(subject)));
    if (!leaves.isEmpty()) {
      test.set("leaves", Json.array(leaves));
    }
    ObjectNode file = Json.object();
    file.putArray("cases").add(test);
    return Yaml.of(file);
  }

  private static ObjectNode expected(Judgement judgement) {
    ObjectNode expect = Json.object();
    if (judgement.isArchived()) {
      expect.put("outcome", "ARCHIVE");
      expect.put("rule", judgement.archiveRule().orElse(Decision.RISK_THRESHOLD));
    } else {
      expect.put("outcome", "NOTIFY");
      expect.put("rule", judgement.notifyRule().orElse("none"));
    }
    return expect;
  }

  private static ObjectNode finding(Subject subject, Extent extent) {
    ObjectNode finding = RecordJson.STATE.write(subject.finding());
    finding.remove(NEVER);
    if (!extent.rare()) {
      finding.remove(RARE);
    }
    if (finding.path("type").asText().equals("ExternalAccess")) {
      finding.remove("type");
    }
    if (!finding.path("isPublic").asBoolean()) {
      finding.remove("isPublic");
    }
    if (finding.path("sources").isEmpty()) {
      finding.remove("sources");
    }
    if (finding.get("resource") instanceof ObjectNode resource) {
      String arn = resource.path("arn").asText();
      String region = resource.path("region").asText();
      if (region.equals(Arn.regionOf(arn).orElse("us-east-1"))) {
        resource.remove("region");
      }
      String account = resource.path("account").asText();
      if (account.equals(Arn.accountOf(arn).orElse(DEFAULT_ACCOUNT))) {
        resource.remove("account");
      }
    }
    if (finding.get("principal") instanceof ObjectNode principal) {
      boolean isImplied =
          List.of("Anyone", "Account", "Role", "User", "AssumedRole", "FederatedUser")
              .contains(principal.path("kind").asText());
      if (isImplied) {
        principal.retain("value");
      }
    }
    if (finding.get("access") instanceof ObjectNode access) {
      access.remove("levels");
      removeEmpty(access);
    }
    for (String part : List.of("unused", "restrictions")) {
      if (finding.get(part) instanceof ObjectNode fields) {
        removeEmpty(fields);
      }
    }
    removeEmpty(finding);
    if (extent.unread()) {
      sayUnread(subject.finding(), finding);
    }
    return finding;
  }

  /** A case takes what is left out for what is usual, and not for unread. */
  private static void sayUnread(Finding finding, ObjectNode json) {
    if (finding.isPublic() == null) {
      json.putNull("isPublic");
    }
    if (finding.resource().account() == null) {
      json.withObject("/resource").putNull("account");
    }
    if (finding.resource().region() == null) {
      json.withObject("/resource").putNull("region");
    }
    if (finding.family() == Family.UNUSED) {
      if (finding.unused() == null) {
        json.putNull("unused");
      }
    } else {
      sayUnreadAccess(finding, json);
    }
    if (finding.readFrom() == ReadFrom.EVENT) {
      json.put("readFrom", "EVENT");
    }
  }

  private static void sayUnreadAccess(Finding finding, ObjectNode json) {
    if (finding.principal() == null) {
      json.putNull("principal");
    }
    if (finding.sources() == null) {
      json.putNull("sources");
    }
    if (finding.restrictions() == null) {
      json.putNull("restrictions");
    }
    if (finding.access() == null) {
      json.putNull("access");
    } else {
      if (finding.access().actions() == null) {
        json.withObject("/access").putNull("actions");
      }
      if (finding.access().condition() == null) {
        json.withObject("/access").putNull("condition");
      }
    }
  }

  private static void removeEmpty(ObjectNode node) {
    node.properties()
        .removeIf(
            field -> {
              JsonNode value = field.getValue();
              return (value.isContainerNode() && value.isEmpty())
                  || (value.isTextual() && value.textValue().isEmpty())
                  || (value.isInt() && value.intValue() == 0);
            });
  }

  private static ObjectNode facts(Facts facts, Extent extent) {
    ObjectNode json = Json.object();
    if (facts.tags() instanceof Fact.Known<?> && !known(facts.tags()).isEmpty()) {
      json.set("tags", Json.object(known(facts.tags())));
    } else if (facts.tags() instanceof Fact.Unread<?> unread && extent.unread()) {
      json.put("tags", word(unread));
    }
    if (facts.keyAliases() instanceof Fact.Known<List<String>> aliases
        && !aliases.value().isEmpty()) {
      json.set("keyAliases", Json.array(aliases.value()));
    } else if (facts.keyAliases() instanceof Fact.Unread<?> unread && extent.unread()) {
      json.put("keyAliases", word(unread));
    }
    if (facts.account() instanceof Fact.Known<Account> account) {
      ObjectNode said = Json.object();
      said.put("name", account.value().name());
      said.put("ou", account.value().ou());
      said.put("path", account.value().path());
      if (!account.value().tags().isEmpty()) {
        said.set("tags", Json.object(account.value().tags()));
      }
      json.set("account", said);
    }
    if (facts.principalInOrganization() instanceof Fact.Known<Boolean> isMember) {
      json.put("principalInOrganization", isMember.value());
    }
    return json;
  }

  private static String word(Fact.Unread<?> fact) {
    return switch (fact.cause()) {
      case DENIED, NO_ROLE -> "denied";
      case UNSUPPORTED -> "unsupported";
      case FAILED -> "failed";
    };
  }

  private static Map<String, String> known(Fact<Map<String, String>> fact) {
    return fact instanceof Fact.Known<Map<String, String>> known ? known.value() : Map.of();
  }
}
