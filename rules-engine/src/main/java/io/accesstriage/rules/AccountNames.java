package io.accesstriage.rules;

import io.accesstriage.text.PackagedFile;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Whose an account is, for a person to recognize it: by the rules file's own {@code accounts}, else
 * by a packaged table of well-known vendors. A name says nothing about whether the access is
 * expected, so nothing that archives may read one.
 */
final class AccountNames {
  /** Of a file that names no accounts. */
  static final AccountNames OF_VENDORS = new AccountNames(Map.of());

  private static final String TABLE_FILE = "vendor-accounts.txt";
  private static final int LENGTH_OF_ID = 12;

  private final Map<String, String> own;

  /**
   * @param own names by account, which win over the packaged ones
   */
  AccountNames(Map<String, String> own) {
    this.own = Map.copyOf(own);
  }

  /** The name of an account; empty where nobody names it. */
  String of(String account) {
    String name = own.get(account);
    return name == null ? Vendors.TABLE.getOrDefault(account, "") : name;
  }

  Map<String, String> own() {
    return own;
  }

  /** Read when a name is first asked for. A row is an account and, after a space, its name. */
  static final class Vendors {
    static final Map<String, String> TABLE =
        PackagedFile.rows(AccountNames.class, TABLE_FILE).stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    row -> row.substring(0, LENGTH_OF_ID), row -> row.substring(LENGTH_OF_ID + 1)));

    private Vendors() {}
  }
}
