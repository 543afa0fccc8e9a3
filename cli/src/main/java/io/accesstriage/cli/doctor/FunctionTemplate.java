package io.accesstriage.cli.doctor;

import io.accesstriage.yaml.YamlFile;
import io.accesstriage.yaml.YamlMap;
import io.accesstriage.yaml.YamlText;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What template.yaml says of a function, its own words before those of all.
 *
 * @param alias that a deployment publishes, behind which the version runs
 * @param snapStart of which versions Lambda keeps a snapshot
 * @param environment its variables; the JVM's flags are among them
 */
record FunctionTemplate(
    String alias,
    String handler,
    String runtime,
    int memory,
    int timeout,
    String snapStart,
    Map<String, String> environment) {
  private static final String TYPE = "AWS::Serverless::Function";

  FunctionTemplate {
    environment = Map.copyOf(environment);
  }

  /**
   * Those of a template, by their logical ids.
   *
   * @param name the file, for messages
   */
  static Map<String, FunctionTemplate> parse(String name, String text) {
    YamlFile file = YamlFile.of(name, text);
    YamlMap root = file.root();
    Optional<YamlMap> all = root.map("Globals").flatMap(globals -> globals.map("Function"));
    Map<String, FunctionTemplate> functions = new LinkedHashMap<>();
    YamlMap resources = root.map("Resources").orElse(root);
    for (String resource : resources.names()) {
      resources
          .map(resource)
          .filter(map -> map.text("Type").filter(type -> type.value().equals(TYPE)).isPresent())
          .flatMap(map -> map.map("Properties"))
          .ifPresent(properties -> functions.put(resource, of(properties, all)));
    }
    file.failIfAnyProblem();
    return functions;
  }

  private static FunctionTemplate of(YamlMap own, Optional<YamlMap> all) {
    Map<String, String> environment = new TreeMap<>(variables(all));
    environment.putAll(variables(Optional.of(own)));
    return new FunctionTemplate(
        text("AutoPublishAlias", own, all),
        text("Handler", own, all),
        text("Runtime", own, all),
        number("MemorySize", own, all),
        number("Timeout", own, all),
        own.map("SnapStart")
            .or(() -> all.flatMap(globals -> globals.map("SnapStart")))
            .flatMap(map -> map.text("ApplyOn"))
            .map(YamlText::value)
            .orElse("None"),
        environment);
  }

  private static Map<String, String> variables(Optional<YamlMap> function) {
    return function
        .flatMap(map -> map.map("Environment"))
        .flatMap(map -> map.map("Variables"))
        .map(YamlMap::textMap)
        .orElse(Map.of());
  }

  private static String text(String name, YamlMap own, Optional<YamlMap> all) {
    return own.text(name)
        .or(() -> all.flatMap(globals -> globals.text(name)))
        .map(YamlText::value)
        .orElse("");
  }

  private static int number(String name, YamlMap own, Optional<YamlMap> all) {
    return own.number(name).or(() -> all.flatMap(globals -> globals.number(name))).orElse(0);
  }
}
