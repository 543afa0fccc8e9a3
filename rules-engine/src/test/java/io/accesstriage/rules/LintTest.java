package io.accesstriage.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LintTest {
  private static final String GOOD =
      """
      rules:
        - id: partners
          effect: archive
          owner: team@example.com
          reason: The partner reads what is exported for it.
          expires: 2099-12-31
          when: resource.arn.startsWith("arn:aws:s3:::a-") && resource.account == "111122223333"
      """;

  @Test
  void of_carefulRule_saysNothing() {
    assertEquals(List.of(), texts(GOOD));
  }

  @Test
  void of_rulesWithoutLastDay_saysIt() {
    assertEquals(
        List.of(
            "r.yaml:2:9: warning: rule partners, no-expiry: it archives for ever; give it a last day, such as expires: 2027-12-31"),
        texts(GOOD.replace("    expires: 2099-12-31\n", "")));
  }

  @Test
  void of_whatIsAccepted_saysWhy() {
    String text =
        GOOD.replace("    expires: 2099-12-31\n", "    accept: {no-expiry: It is by contract.}\n");

    assertEquals("It is by contract.", notes(text).get(0).accepted());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "team@example.com; ''",
        "https://chat.example.com/team; ''",
        "the team; owner",
        "you@example.com; placeholder"
      })
  void of_owner_saysWhereItIsNoAddress(String owner, String check) {
    assertEquals(checks(check), checksOf(GOOD.replace("team@example.com", owner)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "Say why this is expected.; placeholder",
        "TODO; placeholder",
        "known...; placeholder"
      })
  void of_reasonThatNobodyFilledIn_saysIt(String reason, String check) {
    assertEquals(
        checks(check),
        checksOf(GOOD.replace("The partner reads what is exported for it.", reason)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "resource.arn.matches(\"^arn:aws:s3:::a-.*$\") && resource.account == \"111122223333\"; ~~",
        "resource.arn.matches(\"arn:aws:s3:::a-*\") && resource.account == \"111122223333\"; pattern",
        "resource.arn.matches(\"[a-z]*\") && resource.account == \"111122223333\"; ~~",
        "resource.arn.startsWith(\"arn:aws:s3:::a-\"); name-without-account",
        "principal.arn.endsWith(\":role/audit\"); name-without-account",
        "principal.arn.startsWith(\"arn:aws:iam::444455556666:role/\"); ~~",
        "principal.arn.endsWith(\":role/audit\") && principal.inOrganization; ~~"
      })
  void of_condition_saysWhatReadsOtherwise(String when, String check) {
    assertEquals(
        checks(check),
        checksOf(GOOD.substring(0, GOOD.indexOf("when:")) + "when: >\n        " + when + "\n"));
  }

  @Test
  void of_notifyRule_saysNothing() {
    assertEquals(
        List.of(),
        texts("rules:\n  - {id: n, effect: notify, reason: TODO, when: finding.isPublic}"));
  }

  private static List<String> checks(String check) {
    return check.isEmpty() ? List.of() : List.of(check);
  }

  private static List<String> checksOf(String text) {
    return notes(text).stream().map(Lint.Note::check).toList();
  }

  private static List<String> texts(String text) {
    return notes(text).stream().map(note -> note.text("r.yaml")).toList();
  }

  private static List<Lint.Note> notes(String text) {
    return Lint.of(RuleSet.parse("r.yaml", text));
  }
}
