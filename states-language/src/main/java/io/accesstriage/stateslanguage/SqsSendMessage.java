package io.accesstriage.stateslanguage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The optimized integration {@code arn:aws:states:::sqs:sendMessage}. A body that is no string is
 * sent as JSON text. The result has the fields MD5OfMessageBody and MessageId of the real one, but
 * no HTTP metadata.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/connect-sqs.html">Send
 *     messages to SQS</a>
 */
public final class SqsSendMessage implements TaskResource {
  /** What a Task's Resource says. */
  public static final String ARN = "arn:aws:states:::sqs:sendMessage";

  private final MessageQueue queue;

  public SqsSendMessage(MessageQueue queue) {
    this.queue = queue;
  }

  @Override
  public JsonNode call(JsonNode parameters) throws TaskFailedException {
    JsonNode body = parameters.path("MessageBody");
    String text = body.isTextual() ? body.textValue() : body.toString();
    String messageId = queue.send(parameters.path("QueueUrl").asText(), text);
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    result.put("MD5OfMessageBody", md5(text));
    result.put("MessageId", messageId);
    return result;
  }

  private static String md5(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has MD5, says MessageDigest", e);
    }
  }
}
