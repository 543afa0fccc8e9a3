package io.accesstriage.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.accesstriage.fixtures.Findings;
import io.accesstriage.yaml.InvalidFileException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the author of a rule reads when a condition does not compile, and where. */
class ConditionMessagesTest {
  private static final Pattern FOREIGN =
      Pattern.compile(
          "<input>|<EOF>|expecting|mismatched|overload|dev\\.cel|java\\.|protobuf|recognition|NUM_INT"
              + "|IDENTIFIER|Exception|%A");

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
          finding.Status == "ACTIVE" ¦ 1 ¦ rules cannot read "finding.status": archiving changes it, so a rule that reads it would archive and un-archive the same finding forever. Remove this part; a rule decides on active and archived findings alike
          true && finding["status"] == "ACTIVE" ¦ 9 ¦ rules cannot read "finding.status": archiving changes it, so a rule that reads it would archive and un-archive the same finding forever. Remove this part; a rule decides on active and archived findings alike
          finding['Status'] == "ACTIVE" ¦ 1 ¦ rules cannot read "finding.status": archiving changes it, so a rule that reads it would archive and un-archive the same finding forever. Remove this part; a rule decides on active and archived findings alike
          true && finding["type"] == "ExternalAccess" ¦ 9 ¦ write finding.type: names are read with dots, and only lists and maps with brackets
          resource["arns"] == "a" ¦ 1 ¦ unknown name "resource.arns"; did you mean "resource.arn"?
          finding.updatedat < now ¦ 1 ¦ unknown name "finding.updatedat"; did you mean "finding.updatedAt"?
          tags.Environment == "x" ¦ 1 ¦ unknown name "tags.Environment"; a tag is read by tag("name")
          tags("a") == "b" ¦ 1 ¦ unknown function "tags"; did you mean "tag"?
          true || hastag("a") ¦ 9 ¦ unknown function "hastag"; did you mean "hasTag"?
          tag("a").startswith("b") ¦ 10 ¦ unknown function "startswith"; did you mean "startsWith"?
          tag("a").substringBefore("b") == "" ¦ 10 ¦ unknown function "substringBefore"; known are tag, hasTag, all, contains, duration, endsWith, exists, exists_one, filter, getDayOfWeek, getFullYear, has, int, map, matches, size, startsWith, string, timestamp
          resource.arn ¦ 9 ¦ a condition is true or false, but this is a text
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
          resource.arn.matches("^arn:aws:s3:::\\d+$") ¦ 37 ¦ "\\d" means nothing in a text: write r before the quotes, r"…", so that a backslash stands for itself
          tag("a") == "" && resource.arn.matches('a\\.b') ¦ 42 ¦ "\\." means nothing in a text: write r before the quotes, r"…", so that a backslash stands for itself
          "\\u12" == "" ¦ 2 ¦ "\\u" means nothing in a text: write r before the quotes, r"…", so that a backslash stands for itself
          finding.isPublic and true ¦ 18 ¦ write && for "and"
          finding.isPublic OR true ¦ 18 ¦ write || for "or"
          not finding.isPublic ¦ 1 ¦ write !(…) for "not", such as !(principal.account in lists.partners)
          principal.account not in ["1"] ¦ 19 ¦ write !(…) for "not", such as !(principal.account in lists.partners)
          resource.type like "AWS::S3::*" ¦ 15 ¦ write resource.arn.matches(r"…") for "like"
          if finding.isPublic then true ¦ 1 ¦ write condition ? this : that for "if"
          resource.type = "AWS::S3::Bucket" ¦ 15 ¦ write == to compare; = means nothing in a condition
          resource.type === "AWS::S3::Bucket" ¦ 15 ¦ write == for "==="
          resource.type <> "AWS::S3::Bucket" ¦ 15 ¦ write != for "<>"
          resource.arn =~ "a" ¦ 14 ¦ write resource.arn.matches(r"…") for "=~"
          finding.isPublic & true ¦ 18 ¦ write && to join conditions; & means nothing in a condition
          finding.isPublic | true ¦ 18 ¦ write || between alternatives; | means nothing in a condition
          true; false ¦ 5 ¦ a condition is one expression: join its parts by && or ||
          true # why ¦ 6 ¦ write a comment as a YAML comment above the rule, or after // in the condition
          resource.type == “AWS::S3::Bucket” ¦ 18 ¦ write straight quotes, "…", around a text
          resource.type == "AWS::S3::Bucket ¦ 18 ¦ the text that begins here has no closing quote
          resource.type == 'it's' ¦ 23 ¦ the text that begins here has no closing quote
          (finding.isPublic ¦ 1 ¦ "(" is not closed
          finding.isPublic) ¦ 17 ¦ ")" closes nothing that is open
          ["a", "b") == [] ¦ 1 ¦ "[" is not closed before ")"
          resource.type in ("AWS::S3::Bucket", "AWS::KMS::Key") ¦ 18 ¦ write a list in square brackets, ["…", "…"]
          finding.isPublic && ¦ 19 ¦ the condition ends here, but something has to follow
          && finding.isPublic ¦ 1 ¦ "&&" is not expected here
          finding.isPublic finding.isPublic ¦ 18 ¦ "finding" is not expected here
          resource.arn.startsWith "a" ¦ 25 ¦ a text is not expected here
          access.condition.aws:PrincipalOrgID == "a" ¦ 21 ¦ write a key that has a colon in it in brackets and quotes, such as access.condition["aws:PrincipalOrgID"]
          resource.type == AWS::S3::Bucket ¦ 21 ¦ write a text in quotes, such as "AWS::S3::Bucket"
          resource.arn == arn:aws:s3:::bucket ¦ 20 ¦ write a text in quotes, such as "AWS::S3::Bucket"
          $x == 1 ¦ 1 ¦ "$" means nothing in a condition
          for == 1 ¦ 1 ¦ "for" is a word that CEL keeps for itself
          999999999999999999999 > 1 ¦ 1 ¦ this number is too large
          has(access.condition["a"]) ¦ 4 ¦ has() asks for a key after a dot, such as has(access.condition.key); any other key is asked for by "aws:PrincipalOrgID" in access.condition
          access.actions.all("a", true) ¦ 20 ¦ the first argument is a name for each element of the list, such as access.actions.all(action, action != "s3:*")
          access.actions == "s3:GetObject" ¦ 16 ¦ a list and a text are never equal: write "text" in list
          principal.account == ["1"] ¦ 19 ¦ a list and a text are never equal: write "text" in list
          access.actions.contains("s3:GetObject") ¦ 24 ¦ contains() is for texts: write "text" in list
          access.actions in ["s3:GetObject"] ¦ 16 ¦ "in" looks for one text, not for a list: write list.all(x, x in ["…"])
          principal.account in "1" ¦ 19 ¦ "in" looks into a list, and a text is none: write == or a list, ["…"]
          principal.account in [444455556666] ¦ 19 ¦ "in" compares with each element of the list, and a text and a whole number are never equal: in quotes it is a text, without them a number
          5 in ["a"] ¦ 3 ¦ "in" compares with each element of the list, and a whole number and a text are never equal: in quotes it is a text, without them a number
          "a" in [true] ¦ 5 ¦ "in" compares with each element of the list, and a text and true or false are never equal: in quotes it is a text, without them true or false
          5 in access.condition ¦ 3 ¦ the keys of a map are texts, and this is a whole number
          principal.account == 444455556666 ¦ 19 ¦ a text and a whole number are never equal: in quotes it is a text, without them a number
          finding.isPublic == "true" ¦ 18 ¦ true or false and a text are never equal: in quotes it is a text, without them true or false
          principal.account == null ¦ 19 ¦ nothing is null here: what a finding does not have is empty, "" or [], and a key of a map is asked for by "key" in map
          access.condition == [] ¦ 18 ¦ a map of texts and a list are never equal
          1 < 2.0 ¦ 3 ¦ a whole number and a number with a fraction cannot be compared
          finding.createdAt > "2026-01-31T00:00:00Z" ¦ 19 ¦ a time and a text cannot be compared: write a time as timestamp("2026-01-31T00:00:00Z")
          now - finding.createdAt > 90 ¦ 25 ¦ a length of time and a whole number cannot be compared: write a length of time as duration("24h")
          now - 90 > finding.createdAt ¦ 5 ¦ a time - a whole number is not possible: write a length of time as duration("24h")
          resource.arn + 1 == "" ¦ 14 ¦ a text + a whole number is not possible
          !resource.arn ¦ 1 ¦ ! turns a condition around, and a text is none
          -resource.arn == "" ¦ 1 ¦ - makes a number negative, and a text is none
          resource.arn && true ¦ 14 ¦ && joins conditions, and a text is none
          resource.arn ? true : false ¦ 14 ¦ before the ? stands a condition, and a text is none
          finding.isPublic ? 1 : true ¦ 18 ¦ both values of a choice have to be of one type, not a whole number and true or false
          access.actions["a"] == "b" ¦ 15 ¦ a list of texts has nothing in brackets by a text
          tag("a", "b") == "" ¦ 4 ¦ tag() takes a text, not a text and a text
          resource.arn.matches(1) ¦ 21 ¦ matches() takes a text and a text, not a text and a whole number
          resource.type.name == "" ¦ 14 ¦ a text has no fields
          access.actions.any(a, a == "s3:*") ¦ 16 ¦ unknown function "any"; did you mean "exists"?
          all(access.actions, a, true) ¦ 1 ¦ all() is written on a list, with a name and a condition: access.actions.all(action, action != "s3:*")
          tag["Environment"] == "a" ¦ 1 ¦ unknown name "tag"; a tag is read by tag("name")
          finding.tags["a"] == "b" ¦ 1 ¦ unknown name "finding.tags"; a tag is read by tag("name")
          finding.type == ExternalAccess ¦ 17 ¦ unknown name "ExternalAccess"; a text needs quotes: did you mean "ExternalAccess"?
          finding.isPublic == True ¦ 21 ¦ unknown name "True"; did you mean true?
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
          (   | 500  | the condition is nested too deep: more than 64 levels
          [   | 500  | the condition is nested too deep: more than 64 levels
          1 + | 1000 | the condition is nested too deep: more than 64 levels
          true && | 2000 | the condition is longer than 10,000 characters
          """)
  void condition_deepOrHuge_isRefusedQuickly(String part, int times, String message) {
    InvalidFileException e =
        assertTimeoutPreemptively(
            Duration.ofSeconds(20),
            () ->
                assertThrows(InvalidFileException.class, () -> parse(part.repeat(times) + "true")));

    assertEquals(message, e.problems().get(0).message().lines().findFirst().orElse("").strip());
  }

  /** Words of the libraries that read conditions, which say nothing to who writes them. */
  @Test
  void condition_mangledInAnyWay_isRefusedInWordsOfRules() {
    Random random = new Random(4711);
    List<String> pieces =
        List.of(
            "finding.isPublic",
            "access.actions",
            "\"a\"",
            "'",
            "\"",
            "\\d",
            "r\"\\d\"",
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            "=",
            "==",
            "!",
            "&&",
            "|",
            "and",
            "in",
            "not",
            ",",
            ":",
            "?",
            ".",
            "1",
            "1.5",
            "null",
            "now",
            "duration(\"1h\")",
            ".all(a, ",
            "has(",
            "tag(",
            "lists.trusted",
            "#",
            "@",
            "😀");
    int refused = 0;
    for (int round = 0; round < 3_000; round++) {
      StringBuilder condition = new StringBuilder();
      for (int i = 1 + random.nextInt(8); i > 0; i--) {
        condition.append(pieces.get(random.nextInt(pieces.size()))).append(' ');
      }
      try {
        parse(condition.toString());
      } catch (InvalidFileException e) {
        refused++;
        assertFalse(
            FOREIGN.matcher(e.problems().toString().replace(condition, "")).find(),
            () -> condition + "\n" + e.getMessage());
      }
    }
    assertTrue(refused > 2_000, "refused only " + refused);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      quoteCharacter = '^',
      textBlock =
          """
          access.condition["x"] == "" ¦ access.condition["x"] == "": there is no such key
          access.actions[9] == "" ¦ access.actions[9] == "": the list has no such element
          1 / 0 == 1 ¦ 1 / 0 == 1: it divides by zero
          9223372036854775807 + 1 == 1 ¦ 9223372036854775807 + 1 == 1: a number is too large
          int(resource.arn) == 1 ¦ int(resource.arn) == 1: a text is no number, time or duration
          resource.arn.matches("(" + resource.type) ¦ resource.arn.matches("(" + resource.type): it cannot be evaluated for these values
          """)
  void condition_thatFailsOnAFinding_saysWhy(String condition, String why) {
    assertEquals(
        List.of(why),
        parse(condition)
            .judge(Subjects.subject(Findings.external()))
            .explainNotify(List.of(), List.of())
            .applied()
            .get(0)
            .unread());
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
