package io.accesstriage.facts;

/**
 * Something that was to be read about a resource: read, or not. The two are types of their own, so
 * that what could not be read is never taken for what is not there.
 *
 * @param <T> what is read
 */
public sealed interface Fact<T> {
  /** Read for sure; an empty value means that the resource definitely has none. */
  record Known<T>(T value) implements Fact<T> {}

  /**
   * Not read.
   *
   * @param cause in one word
   * @param reason for a person: which call, which answer, what to do
   * @param isGone whether AWS answered that there is no such resource
   */
  record Unread<T>(Cause cause, String reason, boolean isGone) implements Fact<T> {}

  /** Why a fact was not read. */
  enum Cause {
    /** AWS refused the call. */
    DENIED("refused"),
    /** There is no role to read the account with: deploying it fixes every fact of the account. */
    NO_ROLE("no role in its account"),
    /** This product does not read it for what the finding is about, or is told not to. */
    UNSUPPORTED("not available"),
    /** Anything else, such as a resource that is gone. */
    FAILED("no usable answer");

    private final String words;

    Cause(String words) {
      this.words = words;
    }

    /** For a person; programs get the name. */
    public String words() {
      return words;
    }
  }

  static <T> Fact<T> known(T value) {
    return new Known<>(value);
  }

  static <T> Fact<T> unread(Cause cause, String reason) {
    return new Unread<>(cause, reason, false);
  }

  /** Not read, since there is no such resource. */
  static <T> Fact<T> gone(String reason) {
    return new Unread<>(Cause.FAILED, reason, true);
  }
}
