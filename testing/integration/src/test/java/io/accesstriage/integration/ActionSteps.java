package io.accesstriage.integration;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Runs the steps of action.yml one after the other, as GitHub's runner does for composite actions:
 * each by bash, with its env, unless its condition is false or a step before failed.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/metadata-syntax
 */
final class ActionSteps {
  private static final Pattern EXPRESSION = Pattern.compile("\\$\\{\\{ ([a-z_.-]+) }}");
  private static final Pattern COMPARISON =
      Pattern.compile("([a-z_.-]+) (==|!=) ('[^']*'|[a-z_.]+)");

  private final JsonNode action;
  private final Path workspace;
  private final Path temp;
  private final Map<String, String> environment;
  private final Map<String, String> context = new TreeMap<>();

  /**
   * @param workspace the checkout
   * @param temp an empty folder
   * @param environment of every step, PATH and HOME among them
   * @param github values of expressions, such as {@code github.event_name}, and of inputs
   */
  ActionSteps(
      Path workspace, Path temp, Map<String, String> environment, Map<String, String> github)
      throws IOException {
    action = new YAMLMapper().readTree(Local.root().resolve("action.yml").toFile());
    this.workspace = workspace;
    this.temp = temp;
    this.environment = environment;
    action
        .path("inputs")
        .properties()
        .forEach(
            input ->
                context.put("inputs." + input.getKey(), input.getValue().path("default").asText()));
    context.putAll(github);
  }

  /**
   * @param failed the name of the step that failed; null where none did
   * @param log what the steps wrote
   * @param summary of the job
   */
  record Outcome(@Nullable String failed, String log, String summary) {}

  Outcome run() throws IOException, InterruptedException {
    Path log = temp.resolve("log");
    Path summary = Files.createFile(temp.resolve("summary"));
    @Nullable String failed = null;
    for (JsonNode step : action.path("runs").path("steps")) {
      if (failed == null && isWanted(step) && exitCode(step, log, summary) != 0) {
        failed = step.path("name").asText();
      }
    }
    return new Outcome(failed, Files.readString(log), Files.readString(summary));
  }

  private int exitCode(JsonNode step, Path log, Path summary)
      throws IOException, InterruptedException {
    String script = step.path("run").asText();
    // An expression in a script is text that whoever opens a pull request may write into it.
    assertTrue(!script.contains("${{"), () -> "an expression in a script: " + script);
    Path outputs = Files.createTempFile(temp, "outputs", "");
    ProcessBuilder builder =
        new ProcessBuilder("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script)
            .directory(workspace.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    Map<String, String> variables = builder.environment();
    variables.clear();
    variables.putAll(environment);
    variables.put("RUNNER_TEMP", temp.toString());
    variables.put("GITHUB_OUTPUT", outputs.toString());
    variables.put("GITHUB_STEP_SUMMARY", summary.toString());
    variables.put("GITHUB_REPOSITORY", value("github.repository"));
    step.path("env")
        .properties()
        .forEach(
            variable -> variables.put(variable.getKey(), expanded(variable.getValue().asText())));
    int exitCode = builder.start().waitFor();
    for (String line : Files.readAllLines(outputs)) {
      List<String> parts = List.of(line.split("=", 2));
      context.put(
          "steps.%s.outputs.%s".formatted(step.path("id").asText(), parts.get(0)), parts.get(1));
    }
    return exitCode;
  }

  private boolean isWanted(JsonNode step) {
    String condition = step.path("if").asText();
    return condition.isEmpty()
        || List.of(condition.split(" && ", -1)).stream().allMatch(this::isTrue);
  }

  private boolean isTrue(String comparison) {
    Matcher parts = COMPARISON.matcher(comparison);
    assertTrue(parts.matches(), () -> "a condition that this test does not know: " + comparison);
    String right = parts.group(3);
    boolean same =
        value(parts.group(1))
            .equals(right.startsWith("'") ? right.substring(1, right.length() - 1) : value(right));
    return same == parts.group(2).equals("==");
  }

  private String expanded(String text) {
    return EXPRESSION
        .matcher(text)
        .replaceAll(match -> Matcher.quoteReplacement(value(match.group(1))));
  }

  /** What is not there is empty, as in GitHub's expressions. */
  private String value(String name) {
    return context.getOrDefault(name, "");
  }
}
