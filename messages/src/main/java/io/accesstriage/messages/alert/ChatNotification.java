package io.accesstriage.messages.alert;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.json.Json;
import io.accesstriage.messages.words.Defanged;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A custom notification of Amazon Q Developer in chat applications, which subscribes by https and
 * passes it to Slack or Teams as markdown.
 *
 * @see <a href="https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html">Custom
 *     notifications</a>
 */
final class ChatNotification {
  private static final int LONGEST_TITLE = 250;

  /** The service allows 8,000 characters; a channel's readers want fewer. */
  private static final int LONGEST_DESCRIPTION = 2_500;

  private static final int LONGEST_ATTRIBUTE = 100;

  /** What stands between two of these is drawn otherwise, and they are gone. */
  private static final Pattern FORMAT =
      Pattern.compile("(?<!\\w)([*_~])(\\S(?:[^\\n]*?\\S)?)\\1(?!\\w)");

  /** Where the wide forms of the ASCII characters begin. */
  private static final char WIDE = 0xff00;

  private final ObjectNode json = Json.object().put("version", "1.0").put("source", "custom");
  private final ObjectNode metadata = Json.object();

  /**
   * @param thread groups the messages about one finding
   * @param eventType such as an alert's outcome
   */
  ChatNotification(
      String title,
      List<String> description,
      List<String> nextSteps,
      String thread,
      String eventType) {
    ObjectNode content = json.putObject("content");
    content.put("textType", "client-markdown");
    content.put("title", cut(escaped(title), LONGEST_TITLE));
    content.put(
        "description",
        cut(
            String.join("\n", description.stream().map(ChatNotification::escaped).toList()),
            LONGEST_DESCRIPTION));
    ArrayNode steps = content.putArray("nextSteps");
    nextSteps.forEach(step -> steps.add(escaped(step)));
    json.set("metadata", metadata);
    if (!thread.isEmpty()) {
      metadata.put("threadId", escaped(Defanged.ascii(thread, 128)));
    }
    metadata.put("summary", cut(escaped(title), LONGEST_TITLE));
    metadata.put("eventType", eventType);
  }

  ChatNotification resource(String arn) {
    if (!arn.isEmpty()) {
      metadata.putArray("relatedResources").add(escaped(Defanged.text(arn, 300)));
    }
    return this;
  }

  /** What a reader can filter and search by. */
  ChatNotification context(Map<String, String> attributes) {
    ArrayNode keywords = ((ObjectNode) json.path("content")).putArray("keywords");
    Stream.of("severity", "outcome", "resourceType", "account")
        .map(name -> String.valueOf(attributes.get(name)))
        .forEach(value -> keywords.add(attribute(value)));
    ObjectNode context = metadata.putObject("additionalContext");
    attributes.forEach((name, value) -> context.put(name, attribute(value)));
    return this;
  }

  private static String attribute(String value) {
    return escaped(Defanged.ascii(value, LONGEST_ATTRIBUTE));
  }

  String text() {
    return Json.text(json);
  }

  /**
   * No mention, markup or named link comes out of a text: chat programs know {@code <!channel>},
   * {@code @here}, {@code [name](link)}, and {@code *bold*}, {@code _italic_}, {@code ~struck~}.
   */
  private static String escaped(String text) {
    return FORMAT
        .matcher(text)
        .replaceAll(
            found -> {
              char wide = (char) (found.group(1).charAt(0) - ' ' + WIDE);
              return Matcher.quoteReplacement(wide + found.group(2) + wide);
            })
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace('@', '\uff20')
        .replace('`', '\'')
        .replace("](", "] (");
  }

  /** Whether a chat's reader can copy the text. */
  static boolean showsAsItIs(String text) {
    return text.chars().noneMatch(c -> c == '@' || c == '`')
        && !text.contains("](")
        && !FORMAT.matcher(text).find();
  }

  /** Between words: half a word may look like a link, or break an entity. */
  private static String cut(String text, int max) {
    if (text.length() <= max) {
      return text;
    }
    int end = max - 1;
    while (end > 0 && !Character.isWhitespace(text.charAt(end))) {
      end--;
    }
    return text.substring(0, end) + "…";
  }
}
