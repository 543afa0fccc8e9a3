package io.accesstriage.rules;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

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

  /** Read when a name is first asked for. */
  static final class Vendors {
    static final Map<String, String> TABLE = Map.copyOf(read());

    private Vendors() {}

    /** A line is an account and, after a space, its name. */
    private static Map<String, String> read() {
      Map<String, String> names = new HashMap<>();
      try (InputStream in = AccountNames.class.getResourceAsStream(TABLE_FILE)) {
        if (in == null) {
          throw new IllegalStateException(
              TABLE_FILE + " is not packaged beside " + AccountNames.class);
        }
        for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
          if (!line.isEmpty() && !line.startsWith("#")) {
            names.put(line.substring(0, LENGTH_OF_ID), line.substring(LENGTH_OF_ID + 1));
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read the packaged " + TABLE_FILE, e);
      }
      return names;
    }
  }
}
