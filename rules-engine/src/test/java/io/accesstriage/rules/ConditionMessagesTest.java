package io.accesstriage.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.accesstriage.yaml.InvalidFileException;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the author of a rule reads when a condition does not compile, and where. */
class ConditionMessagesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      quoteCharacter = '^',
      textBlock =
          """
          finding.isPublik ¦ 1 ¦ unknown name "finding.isPublik"; did you mean "finding.isPublic"?
          true && access.conditions == {} ¦ 9 ¦ unknown name "access.conditions"; did you mean "access.condition"?
          finding.typ.startsWith("x") ¦ 1 ¦ unknown name "finding.typ"; did you mean "finding.type"?
          lists.trustd.exists(x, x == "a") ¦ 1 ¦ unknown name "lists.trustd"; did you mean "lists.trusted"?
          resource ¦ 1 ¦ unknown name "resource"; known are resource.account, resource.arn, resource.region, resource.type
          foo.bar ¦ 1 ¦ unknown name "foo.bar"; known are access.…, account.…, finding.…, keyAliases, lists.…, now, principal.…, resource.…, risk
          account == "1" ¦ 1 ¦ unknown name "account"; did you mean "resource.account" or "principal.account"?
          true && finding.status == "ACTIVE" ¦ 9 ¦ rules cannot read "finding.status": archiving changes it, so a rule that reads it would archive and un-archive the same finding forever. Remove this part; a rule decides on active and archived findings alike
          tags.Environment == "x" ¦ 1 ¦ unknown name "tags.Environment"; a tag is read by tag("name")
          tags("a") == "b" ¦ 1 ¦ unknown function "tags"; did you mean "tag"?
          true || hastag("a") ¦ 9 ¦ unknown function "hastag"; did you mean "hasTag"?
          tag("a").startswith("b") ¦ 10 ¦ unknown function "startswith"; did you mean "startsWith"?
          tag("a").substringBefore("b") == "" ¦ 10 ¦ unknown function "substringBefore"; known are tag, hasTag, all, contains, duration, endsWith, exists, exists_one, filter, getDayOfWeek, getFullYear, has, int, map, matches, size, startsWith, string, timestamp
          resource.arn ¦ 9 ¦ expected type 'bool' but found 'string'
          tag("a") == true ¦ 10 ¦ found no matching overload for '_==_' applied to '(string, bool)' (candidates: (%A0, %A0))
          1 < 2.0 ¦ 3 ¦ found no matching overload for '_<_' applied to '(int, double)' (candidates: (bool, bool),(int, int),(uint, uint),(double, double),(string, string),(bytes, bytes),(google.protobuf.Timestamp, google.protobuf.Timestamp),(google.protobuf.Duration, google.protobuf.Duration))
          "😀😀" == tag("a") && x ¦ 23 ¦ unknown name "x"; known are access.…, account.…, finding.…, keyAliases, lists.…, now, principal.…, resource.…, risk
          "😀" == "" || "a".matches("(") ¦ 27 ¦ not a regular expression (RE2): error parsing regexp: missing closing ): `(`
          "a".matches("(a|b|c|d){1000}") ¦ 13 ¦ the regular expression is too large: its repetitions multiply
          now > timestamp("2026-01-31") ¦ 17 ¦ expected a time such as "2026-01-31T00:00:00Z", found "2026-01-31"
          now - now > duration("30d") ¦ 22 ¦ expected a duration such as "24h" or "90m" (there are no days), found "30d"
          !("Permission management" in access.levels) ¦ 3 ¦ not an access level: "Permission management"; known are List, Read, Write, Tagging, Permissions management; did you mean "Permissions management"?
          true && "write" in access.levels ¦ 9 ¦ not an access level: "write"; known are List, Read, Write, Tagging, Permissions management; did you mean "Write"?
          access.levels == ["List", "Reads"] ¦ 27 ¦ not an access level: "Reads"; known are List, Read, Write, Tagging, Permissions management; did you mean "Read"?
          access.levels.all(l, l in ["List", "s3:GetObject"]) ¦ 36 ¦ not an access level: "s3:GetObject"; known are List, Read, Write, Tagging, Permissions management
          access.levels.all(l, l != "Permissions Management") ¦ 27 ¦ not an access level: "Permissions Management"; known are List, Read, Write, Tagging, Permissions management; did you mean "Permissions management"?
          access.levels.filter(l, "" == l) == [] ¦ 25 ¦ not an access level: ""; known are List, Read, Write, Tagging, Permissions management
          google.protobuf.Timestamp{} < now ¦ 1 ¦ a rule cannot make messages such as "google.protobuf.Timestamp"
          google.protobuf.Value{} == null ¦ 1 ¦ a rule cannot make messages such as "google.protobuf.Value"
          now - now > duration("24h") && y ¦ 32 ¦ unknown name "y"; known are access.…, account.…, finding.…, keyAliases, lists.…, now, principal.…, resource.…, risk
          """)
  void condition_thatDoesNotCompile_saysWhatAndWhere(String condition, int column, String message) {
    InvalidFileException e = assertThrows(InvalidFileException.class, () -> parse(condition));

    assertEquals(message, e.problems().get(0).message());
    assertEquals(6 + column, e.problems().get(0).column(), "column");
    assertEquals(7, e.problems().get(0).line(), "line");
    assertEquals(1, e.problems().size(), e::getMessage);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          (   | 500  | Expression recursion limit exceeded. limit: 64
          [   | 500  | Expression recursion limit exceeded. limit: 64
          1 + | 1000 | Expression recursion limit exceeded. limit: 64
          true && | 2000 | expression code point size exceeds limit: size: 14005, limit 10000
          """)
  void condition_deepOrHuge_isRefusedQuickly(String part, int times, String message) {
    InvalidFileException e =
        assertTimeoutPreemptively(
            Duration.ofSeconds(20),
            () ->
                assertThrows(InvalidFileException.class, () -> parse(part.repeat(times) + "true")));

    assertEquals(message, e.problems().get(0).message().lines().findFirst().orElse("").strip());
  }

  private static RuleSet parse(String condition) {
    return RuleSet.parse(
        "rules.yaml",
        """
        lists: {trusted: ["a"]}
        rules:
          - id: a
            effect: notify
            severity: low
            when: |
        """
            + "      "
            + condition
            + "\n");
  }
}
