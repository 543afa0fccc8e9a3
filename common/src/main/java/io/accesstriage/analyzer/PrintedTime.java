package io.accesstriage.analyzer;

import com.fasterxml.jackson.databind.JsonNode;
import io.accesstriage.json.Fields;
import io.accesstriage.json.MalformedInput;
import io.accesstriage.text.SafeText;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A time as programs print those of AWS: in ISO 8601; in seconds since 1970, as programs convert
 * the SDK's times to numbers; or, by Windows PowerShell's {@code ConvertTo-Json}, as {@code
 * /Date(milliseconds)/}.
 *
 * @see <a
 *     href="https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/convertto-json">ConvertTo-Json</a>
 */
final class PrintedTime {
  private static final Pattern MILLISECONDS = Pattern.compile("/Date\\((\\d{1,15})\\)/");

  /** A number that is greater counts something else, such as milliseconds. */
  private static final BigDecimal LAST_SECOND =
      BigDecimal.valueOf(Instant.parse("9999-12-31T23:59:59Z").getEpochSecond());

  private PrintedTime() {}

  /**
   * @throws MalformedInput where the field is missing or no time
   */
  static Instant read(Fields json, String name) {
    JsonNode value = json.node().path(name);
    if (value.isNumber()) {
      return ofSeconds(value.decimalValue(), json, name);
    }
    String text = value.asText();
    if (!text.startsWith("/")) {
      return json.time(name);
    }
    Matcher milliseconds = MILLISECONDS.matcher(text);
    return milliseconds.matches()
        ? ofSeconds(new BigDecimal(milliseconds.group(1)).movePointLeft(3), json, name)
        : json.time(name);
  }

  private static Instant ofSeconds(BigDecimal seconds, Fields json, String name) {
    if (seconds.signum() < 0 || seconds.compareTo(LAST_SECOND) > 0) {
      throw new MalformedInput(
          "%s: expected a time such as 2026-01-31T12:00:00Z, or seconds since 1970, found %s"
              .formatted(json.at(name), SafeText.line(json.node().path(name).asText(), 60)));
    }
    BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
    return Instant.ofEpochSecond(
        whole.longValue(), seconds.subtract(whole).movePointRight(9).longValue());
  }
}
