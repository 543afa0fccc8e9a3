package io.accesstriage.cli.doctor;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What samconfig.toml says of {@code sam deploy}: its own section before the one of all commands.
 *
 * @param file for messages
 * @param values by their names; a list's texts have a space between them
 * @see <a
 *     href="https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-sam-cli-config.html">AWS
 *     SAM CLI configuration file</a>
 */
record SamSettings(String file, Map<String, String> values) {
  private static final String VALUE = "(\"(?:\\\\.|[^\"\\\\])*\"|(?:\\\\.|[^ \"\\\\])*)";

  /** As the AWS SAM CLI takes it: {@code Name=value} or {@code ParameterKey=…,ParameterValue=…}. */
  private static final Pattern OVERRIDE =
      Pattern.compile(
          "\\s*(?:ParameterKey=([A-Za-z0-9]+),ParameterValue="
              + VALUE
              + "|([A-Za-z0-9]+)="
              + VALUE
              + ")(?=\\s|$)");

  SamSettings {
    values = Map.copyOf(values);
  }

  /** Of a place without such a file. */
  static SamSettings none(String file) {
    return new SamSettings(file, Map.of());
  }

  /**
   * @throws io.accesstriage.cli.io.CommandLineError where the file is no TOML as far as it is known
   *     here
   */
  static SamSettings parse(String file, String text) {
    Map<String, Map<String, String>> sections = new TomlFile(file, text).sections();
    Map<String, String> values =
        new LinkedHashMap<>(sections.getOrDefault("default.global.parameters", Map.of()));
    values.putAll(sections.getOrDefault("default.deploy.parameters", Map.of()));
    return new SamSettings(file, values);
  }

  Optional<String> stackName() {
    return value("stack_name");
  }

  Optional<String> region() {
    return value("region");
  }

  Optional<String> profile() {
    return value("profile");
  }

  private Optional<String> value(String name) {
    return Optional.ofNullable(values.get(name)).filter(text -> !text.isEmpty());
  }

  /** The parameters that a deployment gets; nothing where they cannot be understood. */
  Optional<Map<String, String>> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    String text = values.getOrDefault("parameter_overrides", "").strip();
    Matcher override = OVERRIDE.matcher(text);
    int end = 0;
    while (end < text.length()) {
      if (!override.find(end) || override.start() != end) {
        return Optional.empty();
      }
      boolean isLong = override.group(1) != null;
      parameters.put(override.group(isLong ? 1 : 3), unquoted(override.group(isLong ? 2 : 4)));
      end = override.end();
    }
    return Optional.of(parameters);
  }

  private static String unquoted(String value) {
    String inside =
        value.length() > 1 && value.startsWith("\"")
            ? value.substring(1, value.length() - 1)
            : value;
    return inside.replaceAll("\\\\(.)", "$1");
  }
}
