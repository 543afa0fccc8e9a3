package io.accesstriage.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose an account is. */
class AccountNamesTest {
  private static final Pattern LINE = Pattern.compile("[0-9]{12} \\S(?:.{0,98}\\S)?");

  @ParameterizedTest
  @CsvSource({
    "464622532012, Datadog",
    "017663287629, New Relic",
    "086441151436, AWS CloudTrail",
    "999988887777, ''",
    "'', ''",
  })
  void of_account_isItsVendor(String account, String name) {
    assertEquals(name, AccountNames.OF_VENDORS.of(account));
  }

  @Test
  void of_accountThatTheFileNames_isTheFilesName() {
    AccountNames names =
        new AccountNames(Map.of("464622532012", "Datadog, ours", "999988887777", "Partner"));

    assertEquals("Datadog, ours", names.of("464622532012"));
    assertEquals("Partner", names.of("999988887777"));
    assertEquals("New Relic", names.of("017663287629"));
  }

  @Test
  void table_eachLine_isAnAccountAndItsNameOnce() throws IOException {
    List<String> lines =
        packaged("vendor-accounts.txt").lines().filter(line -> !line.startsWith("#")).toList();

    assertEquals(List.of(), lines.stream().filter(l -> !LINE.matcher(l).matches()).toList());
    assertEquals(lines, lines.stream().sorted().toList());
    assertEquals(lines.size(), AccountNames.Vendors.TABLE.size());
    assertTrue(lines.size() >= 400, () -> lines.size() + " accounts");
  }

  /** Accounts that AWS's documentation uses, and with it our samples and tests, are nobody's. */
  @Test
  void table_accountsOfExamples_areNotThere() {
    for (String account : List.of("111122223333", "123456789012", "444455556666", "999999999999")) {
      assertEquals("", AccountNames.OF_VENDORS.of(account), account);
    }
  }

  @Test
  void licence_ofTheTable_isPackagedBesideIt() throws IOException {
    String licence = packaged("vendor-accounts-license.txt");

    assertTrue(licence.contains("Apache License"), licence);
    assertTrue(licence.contains("https://github.com/fwdcloudsec/known_aws_accounts"), licence);
    assertTrue(licence.contains("Copyright 2018 Duo Security"), licence);
  }

  private static String packaged(String name) throws IOException {
    try (InputStream in = AccountNames.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
