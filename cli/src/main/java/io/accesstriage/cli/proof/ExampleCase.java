package io.accesstriage.cli.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.facts.Account;
import io.accesstriage.facts.Fact;
import io.accesstriage.facts.Facts;
import io.accesstriage.finding.Arn;
import io.accesstriage.json.Json;
import io.accesstriage.json.RecordJson;
import io.accesstriage.prover.Example;
import io.accesstriage.prover.Yaml;
import io.accesstriage.rules.Subject;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An example as a case for a file of rule tests, without what a case says by default. */
public final class ExampleCase {
  private static final Set<String> PARTS =
      Set.of("type", "isPublic", "resource", "principal", "access", "unused", "sources");
  private static final String DEFAULT_ACCOUNT = "111122223333";

  private ExampleCase() {}

  /**
   * The case in YAML, as an element of {@code cases}.
   *
   * @param decider the rule that archives it
   */
  public static String of(String name, String decider, Example example) {
    Subject subject = example.subject();
    ObjectNode test = Json.object();
    test.put("name", name);
    test.set("finding", finding(subject));
    ObjectNode facts = facts(subject.facts());
    if (!facts.isEmpty()) {
      test.set("facts", facts);
    }
    test.put("now", subject.now().toString());
    ObjectNode expect = Json.object();
    expect.put("outcome", "ARCHIVE");
    expect.put("rule", decider);
    test.set("expect", expect);
    ObjectNode file = Json.object();
    file.putArray("cases").add(test);
    return Yaml.of(file)
        .lines()
        .skip(1)
        .map(line -> line.substring(2))
        .reduce("", (a, b) -> a + b + "\n");
  }

  private static ObjectNode finding(Subject subject) {
    ObjectNode finding = RecordJson.STATE.write(subject.finding());
    finding.retain(PARTS);
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
      resource.remove("region");
      String account = resource.path("account").asText();
      String implied = Arn.accountOf(resource.path("arn").asText()).orElse(DEFAULT_ACCOUNT);
      if (account.equals(implied)) {
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
    if (finding.get("unused") instanceof ObjectNode unused) {
      removeEmpty(unused);
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

  private static ObjectNode facts(Facts facts) {
    ObjectNode json = Json.object();
    if (facts.tags() instanceof Fact.Known<?> && !known(facts.tags()).isEmpty()) {
      json.set("tags", Json.object(known(facts.tags())));
    } else if (facts.tags() instanceof Fact.Unread<?>) {
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
