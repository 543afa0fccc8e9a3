package io.accesstriage.enrich;

import io.accesstriage.aws.AwsCallException;
import io.accesstriage.facts.Fact;
import io.accesstriage.json.MalformedInput;
import java.util.function.Supplier;

/** Makes facts of what calls answer or fail with. */
final class Reading {
  private Reading() {}

  /**
   * What was read, or why not.
   *
   * <p>Refused credentials and connections that fail are such a reason, too, and not tried again by
   * the state machine: the SDK has done so, and locally there are none that AWS accepts. An unread
   * fact archives nothing; at worst a finding is alerted that the next sweep, which judges it anew
   * because something could not be read, archives.
   *
   * @param what in words, such as "tags"
   * @param operation the call, as IAM names it
   * @throws io.accesstriage.failure.TransientFailure where the call may work later
   */
  static <T> Fact<T> fact(String what, String operation, Caller caller, Supplier<T> call) {
    try {
      return Fact.known(call.get());
    } catch (AwsCallException e) {
      if (e.kind() == AwsCallException.Kind.TRANSIENT) {
        throw e.asStepFailure();
      }
      String reason = "The %s could not be read: %s".formatted(what, why(e, caller));
      return switch (e.kind()) {
        case DENIED -> Fact.unread(Fact.Cause.DENIED, reason);
        case NOT_FOUND -> Fact.gone(reason);
        case TRANSIENT, CREDENTIALS, CONNECTION, OTHER -> Fact.unread(Fact.Cause.FAILED, reason);
      };
    } catch (NotReadable e) {
      return Fact.unread(
          e.factCause(), "The %s could not be read: %s".formatted(what, e.getMessage()));
    } catch (MalformedInput e) {
      return Fact.unread(
          Fact.Cause.FAILED,
          "The %s could not be read by %s: %s"
              .formatted(what, operation, sentence(e.getMessage())));
    }
  }

  /** What the call answered and, where a person can fix it, how. */
  static String why(AwsCallException e, Caller caller) {
    String answer = sentence(e.getMessage());
    return switch (e.kind()) {
      case DENIED -> answer + " " + caller.grant(e.operation());
      case CREDENTIALS -> answer + " " + caller.credentialsRefused();
      case CONNECTION -> answer + " AWS was not reached, or there are no credentials to sign with.";
      case TRANSIENT, NOT_FOUND, OTHER -> answer;
    };
  }

  static String sentence(String text) {
    return text.endsWith(".") ? text : text + ".";
  }
}
