package io.accesstriage.cli.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.accesstriage.json.Json;
import io.accesstriage.messages.AlertMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Who gets an alert, and the lines that this reader sees of it. */
enum AlertReader {
  /** Who subscribed an address. */
  EMAIL {
    @Override
    List<String> lines(AlertMessage alert) {
      List<String> lines = new ArrayList<>();
      lines.add("Subject: " + alert.subject());
      lines.add("");
      lines.addAll(body(alert, AlertMessage.EMAIL).lines().toList());
      return lines;
    }
  },

  /** A channel of Slack or Teams, by Amazon Q Developer in chat applications. */
  CHAT {
    @Override
    List<String> lines(AlertMessage alert) {
      JsonNode content = Json.read(body(alert, AlertMessage.CHAT), "chat message").path("content");
      List<String> lines = new ArrayList<>();
      lines.add(shown(content.path("title")));
      lines.add("");
      lines.addAll(shown(content.path("description")).lines().toList());
      content.path("nextSteps").forEach(step -> lines.add("- " + shown(step)));
      lines.add(
          String.join(", ", content.path("keywords").valueStream().map(this::shown).toList()));
      return lines;
    }

    /** As a chat program shows what is escaped. */
    private String shown(JsonNode text) {
      return text.textValue().replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    }
  },

  /** A queue or a function: the message attributes that it can filter by, and the body. */
  JSON {
    @Override
    List<String> lines(AlertMessage alert) {
      List<String> lines = new ArrayList<>();
      lines.add("Message attributes: " + Json.text(Json.object(alert.attributes())));
      lines.add("");
      JsonNode document = Json.read(body(alert, AlertMessage.QUEUE), "message");
      lines.addAll(document.toPrettyString().lines().toList());
      return lines;
    }
  };

  /** Without line breaks; what cannot be seen in them is still to be escaped. */
  abstract List<String> lines(AlertMessage alert);

  /** As the command line names it. */
  String option() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static String body(AlertMessage alert, String protocol) {
    return String.valueOf(alert.bodies().get(protocol));
  }
}
