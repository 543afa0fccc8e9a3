package io.accesstriage.cli.doctor;

/** What a check found. What could not be read is {@link Unknown}, and never one of the others. */
sealed interface Outcome {
  /** What was seen, in a sentence. */
  String what();

  /** It is as it should be. */
  record Ok(String what) implements Outcome {}

  /**
   * It is not as it should be.
   *
   * @param why it matters
   * @param fix the command that fixes it, or what to do where none does; a line each
   */
  record Wrong(String what, String why, String fix) implements Outcome {
    /** What a deployment puts right. */
    static final String DEPLOY = "sam build && sam deploy";

    /** The stack lacks a resource of the template. */
    static Wrong missing(String resource, String why) {
      return new Wrong("the stack has no " + resource, why, DEPLOY);
    }
  }

  /**
   * It could not be read, so nothing is known of it.
   *
   * @param fix what makes it readable
   */
  record Unknown(String what, String fix) implements Outcome {}
}
