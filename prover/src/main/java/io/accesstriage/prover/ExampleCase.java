package io.accesstriage.prover;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.decision.Decision;
import io.accesstriage.facts.Account;
import io.accesstriage.facts.Fact;
import io.accesstriage.facts.Facts;
import io.accesstriage.finding.Arn;
import io.accesstriage.json.Json;
import io.accesstriage.json.RecordJson;
import io.accesstriage.rules.Judgement;
import io.accesstriage.rules.RuleSet;
import io.accesstriage.rules.Subject;
import io.accesstriage.rules.testing.RuleTestFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An example as a case for a file of rule tests, without what a case says by default. */
public final class ExampleCase {
  private static final List<String> USUAL =
      List.of("type", "isPublic", "resource", "principal", "access", "unused", "sources");
  private static final List<String> RARE =
      List.of("id", "analyzerArn", "restrictions", "createdAt", "updatedAt", "analyzedAt");
  private static final String DEFAULT_ACCOUNT = "111122223333";

  private ExampleCase() {}

  /** What a case says of its example. */
  private enum Extent {
    LEAST,
    WITH_NOW,
    ALL
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
    for (Extent extent : Extent.values()) {
      String yaml = file(name, rules, subject, leaves, extent);
      if (RuleTestFile.parse("the example", yaml).passes(rules)) {
        return Optional.of(element(yaml));
      }
    }
    return Optional.empty();
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
    if (extent != Extent.LEAST) {
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
    List<String> parts = new ArrayList<>(USUAL);
    if (extent == Extent.ALL) {
      parts.addAll(RARE);
    }
    finding.retain(parts);
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
    return finding;
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
    } else if (facts.tags() instanceof Fact.Unread<?> && extent != Extent.LEAST) {
      json.put("tags", "unsupported");
    }
    if (facts.keyAliases() instanceof Fact.Known<List<String>> aliases
        && !aliases.value().isEmpty()) {
      json.set("keyAliases", Json.array(aliases.value()));
    }
    if (facts.account() instanceof Fact.Known<Account> account) {
      ObjectNode said = Json.object();
      said.put("name", account.value().name());
      said.put("ou", account.value().ou());
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

  private static Map<String, String> known(Fact<Map<String, String>> fact) {
    return fact instanceof Fact.Known<Map<String, String>> known ? known.value() : Map.of();
  }
}
