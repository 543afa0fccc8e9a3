package io.accesstriage.cli.doctor;

import io.accesstriage.aws.AwsCallException;
import io.accesstriage.json.MalformedInput;

/** What becomes of a check that AWS did not let look. */
final class Unreadable {
  private Unreadable() {}

  static Outcome.Unknown because(AwsCallException e) {
    return new Outcome.Unknown(
        "not known, because %s failed with %s".formatted(e.operation(), reason(e)),
        switch (e.kind()) {
          case DENIED -> permission(e.operation());
          case CREDENTIALS, CONNECTION ->
              "Log in (such as \"aws sso login\"), look at the network, and run triage doctor"
                  + " again.";
          case TRANSIENT, NOT_FOUND, OTHER -> "Run triage doctor again.";
        });
  }

  /** An answer that lacks what it has to have. */
  static Outcome.Unknown because(MalformedInput e) {
    return new Outcome.Unknown(
        "not known, because the answer could not be understood: " + e.getMessage(),
        "Run triage doctor again; if that doesn't help, report it.");
  }

  /** What to do where a call is denied. */
  static String permission(String operation) {
    return "Your credentials need %s; triage doctor --print-policy prints all that it asks for."
        .formatted(operation);
  }

  /** Its message begins with the call. */
  private static String reason(AwsCallException e) {
    String message = String.valueOf(e.getMessage());
    String call = e.operation() + ": ";
    return message.startsWith(call) ? message.substring(call.length()) : message;
  }
}
