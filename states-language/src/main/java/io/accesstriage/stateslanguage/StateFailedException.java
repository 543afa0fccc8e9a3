package io.accesstriage.stateslanguage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** A state reported an error. A Fail state may leave out its name, its cause or both. */
final class StateFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final @Nullable String error;
  private final @Nullable String cause;

  StateFailedException(@Nullable String error, @Nullable String cause) {
    super(error + ": " + cause);
    this.error = error;
    this.cause = cause;
  }

  static StateFailedException runtime(String cause) {
    return new StateFailedException(ErrorNames.RUNTIME, cause);
  }

  @Nullable String error() {
    return error;
  }

  @Nullable String cause() {
    return cause;
  }

  /** The specification's Error Output, which a Catch hands on. */
  JsonNode output() {
    ObjectNode output = JsonNodeFactory.instance.objectNode();
    if (error != null) {
      output.put("Error", error);
    }
    if (cause != null) {
      output.put("Cause", cause);
    }
    return output;
  }
}
