package io.accesstriage.reliability;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.messages.AlertMessage;
import java.nio.charset.StandardCharsets;

/**
 * How large a message is for SNS, which takes no larger ones.
 *
 * @see <a href="https://docs.aws.amazon.com/sns/latest/api/API_Publish.html">Publish</a>
 */
final class MessageSize {
  static final int MOST = 262_144;

  private MessageSize() {}

  /** In bytes, as the message is sent: all bodies in one JSON document, and the attributes. */
  static int of(AlertMessage message) {
    ObjectNode structure = JsonNodeFactory.instance.objectNode();
    message.bodies().forEach(structure::put);
    int size = bytes(structure.toString());
    for (var attribute : message.attributes().entrySet()) {
      size += bytes(attribute.getKey()) + bytes(attribute.getValue()) + bytes("String");
    }
    return size;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
