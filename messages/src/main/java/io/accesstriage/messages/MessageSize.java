package io.accesstriage.messages;

import com.fasterxml.jackson.databind.node.TextNode;
import io.accesstriage.json.Json;

/**
 * How large a message may be. SNS takes 262,144 bytes: of the structure that holds all bodies, with
 * the escapes that a body needs inside of it, and of the attributes. The bodies that can be large
 * have a share each, so that together they always fit.
 *
 * @see <a href="https://docs.aws.amazon.com/sns/latest/api/API_Publish.html">Publish</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/sns/latest/api/API_MessageAttributeValue.html">MessageAttributeValue</a>
 */
public final class MessageSize {
  /** For an email. */
  public static final int EMAIL = 48_000;

  /** For a {@link ProgramDocument}, which two protocols carry. */
  static final int DOCUMENT = 80_000;

  private MessageSize() {}

  /** The bytes that a body, or a part of one, takes inside of the structure. */
  public static int of(String body) {
    return Json.bytes(TextNode.valueOf(body)).length - 2;
  }
}
