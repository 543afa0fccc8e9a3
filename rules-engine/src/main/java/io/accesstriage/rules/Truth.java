package io.accesstriage.rules;

import io.accesstriage.json.Labeled;
import java.util.Locale;

/**
 * A value of three-valued logic (Kleene): what rests on facts that were not read is undetermined.
 */
public enum Truth implements Labeled {
  FALSE,
  UNDETERMINED,
  TRUE;

  public Truth and(Truth other) {
    return compareTo(other) <= 0 ? this : other;
  }

  public Truth not() {
    return switch (this) {
      case FALSE -> TRUE;
      case UNDETERMINED -> UNDETERMINED;
      case TRUE -> FALSE;
    };
  }

  public Truth or(Truth other) {
    return compareTo(other) >= 0 ? this : other;
  }

  @Override
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Truth of(boolean value) {
    return value ? TRUE : FALSE;
  }
}
