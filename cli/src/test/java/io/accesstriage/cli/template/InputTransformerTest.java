package io.accesstriage.cli.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.accesstriage.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The messages that template.yaml and watch.yaml make of events without code, made here as the
 * EventBridge User Guide says ("Input transformation"), and stricter: a path that does not resolve
 * is an error, since a lost message would be worse than a short one.
 */
class InputTransformerTest {
  private static final Template TEMPLATE = Template.deployed("access-analyzer-triage", Map.of());
  private static final Pattern COMMAND =
      Pattern.compile(
          "aws [a-z]+ [a-z-]+( --[a-z-]+( [A-Za-z0-9:/_.,=-]+)?)+( \\| tee input.json)?");
  private static final Pattern VARIABLE = Pattern.compile("<([\\w-]+)>");

  /** EventBridge's limit, in characters. */
  private static final int LONGEST_TEMPLATE = 8_192;

  static List<String> rules() {
    return TEMPLATE.ofType("AWS::Events::Rule").stream()
        .filter(rule -> transformer(rule).isObject())
        .toList();
  }

  private static JsonNode transformer(String rule) {
    return TEMPLATE.properties(rule).path("Targets").path(0).path("InputTransformer");
  }

  /**
   * The lines of the message as AWS delivers them. Each line of the template is a JSON string of
   * its own, and is delivered with its quotes and with the backslashes of those in it.
   */
  private static List<String> message(JsonNode transformer, JsonNode event) {
    List<String> lines = new ArrayList<>();
    for (String line : transformer.path("InputTemplate").textValue().lines().toList()) {
      String filled =
          VARIABLE
              .matcher(line)
              .replaceAll(
                  variable ->
                      Matcher.quoteReplacement(
                          value(transformer.path("InputPathsMap"), variable.group(1), event)));
      assertTrue(Json.read("[" + filled + "]", filled).path(0).isTextual(), filled);
      lines.add(filled);
    }
    return lines;
  }

  /** Not escaped; an object without its quotes. */
  private static String value(JsonNode paths, String variable, JsonNode event) {
    String path = paths.path(variable).asText();
    assertTrue(path.startsWith("$."), () -> "no path for <" + variable + ">: " + path);
    JsonNode value = event.at(path.substring(1).replace('.', '/'));
    assertTrue(!value.isMissingNode() && !value.isNull(), () -> path + " is not in " + event);
    return value.isContainerNode() ? Json.text(value).replace("\"", "") : value.asText();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void message_ofEachEvent_saysWhatWhoWhenAndWhereFrom(String rule) {
    SampleTrail.told(rule, TEMPLATE)
        .forEach(
            (file, event) -> {
              if (!SampleTrail.isOfCloudTrail(event)) {
                return;
              }
              for (String kind : List.of("anybody", "deployment")) {
                SampleTrail.identities(kind)
                    .forEach(
                        (name, identity) -> {
                          JsonNode done = SampleTrail.by(identity, event);
                          String text = String.join("\n", message(transformer(rule), done));
                          JsonNode detail = done.path("detail");
                          for (String said :
                              List.of(
                                  detail.path("eventName").textValue(),
                                  detail.path("eventTime").textValue(),
                                  detail.path("sourceIPAddress").textValue(),
                                  detail.path("eventID").textValue(),
                                  detail.path("awsRegion").textValue(),
                                  done.path("account").textValue(),
                                  identity.path("arn").asText(),
                                  identity.path("type").textValue())) {
                            assertTrue(
                                text.contains(said),
                                () -> "%s by %s: no %s in\n%s".formatted(file, name, said, text));
                          }
                        });
              }
            });
  }

  @ParameterizedTest
  @MethodSource("rules")
  void template_variables_areThoseOfThePaths(String rule) {
    JsonNode transformer = transformer(rule);
    String template = transformer.path("InputTemplate").textValue();
    Set<String> used = new TreeSet<>();
    VARIABLE.matcher(template).results().forEach(variable -> used.add(variable.group(1)));
    Set<String> declared = new TreeSet<>();
    transformer.path("InputPathsMap").fieldNames().forEachRemaining(declared::add);
    assertEquals(declared, used);
    assertTrue(template.length() <= LONGEST_TEMPLATE, () -> rule + ": " + template.length());
  }

  /**
   * Whoever gets the message copies what is between the quotes: a line of its own, without quotes
   * or anything else that a shell or EventBridge would change.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html">String
   *     with escaped quotes</a>
   */
  @ParameterizedTest
  @MethodSource("rules")
  void message_commandsInIt_canBePasted(String rule) {
    SampleTrail.told(rule, TEMPLATE)
        .forEach(
            (file, event) -> {
              for (String line : message(transformer(rule), event)) {
                String text = line.substring(1, line.length() - 1);
                assertTrue(!text.contains("\"") && !text.contains("\\"), () -> file + ": " + line);
                if (text.matches(".*\\baws [a-z-]+ [a-z-]+ --.*")) {
                  assertTrue(COMMAND.matcher(text).matches(), () -> file + ": " + line);
                }
              }
            });
  }

  @Test
  void message_ofFunctionChange_readsSo() {
    JsonNode event =
        SampleTrail.told("FunctionWatch", TEMPLATE).get("FunctionWatch/update-function-code.json");
    assertEquals(
        """
        "Access Analyzer Triage, tamper watch: UpdateFunctionCode20150331v2 on a function of this product."
        "Function: access-analyzer-triage-evaluate."
        "By: {type:IAMUser,principalId:AIDAJ45Q7YFFAREXAMPLE,arn:arn:aws:iam::111122223333:user/mallory,accountId:111122223333,accessKeyId:AKIAIOSFODNN7EXAMPLE,userName:mallory}"
        "From: 203.0.113.64. Time: 2026-11-24T10:15:30Z. Account: 111122223333. Region: us-east-1."
        "Check the function's code, version behind the alias live, role and who may invoke it (./triage doctor checks alias, version and settings). Undo the change: deploying an unchanged template does not. Its code decides which findings nobody looks at."
        "Refused attempts are reported, too. Whether this one was refused, and everything else about it:"
        "aws cloudtrail lookup-events --lookup-attributes AttributeKey=EventId,AttributeValue=0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d --region us-east-1"
        """
            .stripTrailing(),
        String.join(
            "\n",
            message(
                transformer("FunctionWatch"),
                SampleTrail.by(
                    SampleTrail.identities("anybody").get("identities/iam-user.json"), event))));
  }

  @Test
  void message_ofExecutionThatDied_tellsHowToStartItAnew() {
    SampleTrail.told("UnreportedFailureRule", TEMPLATE)
        .forEach(
            (file, event) ->
                assertEquals(
                    """
                    "Access Analyzer Triage: an execution ended as STATUS without reporting its finding."
                    "Its finding is neither archived nor alerted. To see why, run this without the quotes:"
                    "aws stepfunctions describe-execution --execution-arn EXECUTION --region us-east-1"
                    "Once the cause is fixed, start it again with the same input:"
                    "aws stepfunctions describe-execution --execution-arn EXECUTION --region us-east-1 --query input --output text | tee input.json"
                    "aws stepfunctions start-execution --state-machine-arn MACHINE --region us-east-1 --input file://input.json"
                    "Execution: EXECUTION"
                    "Time: 2026-11-24T10:16:30Z. Account: 111122223333. Region: us-east-1."
                    """
                        .stripTrailing()
                        .replace("STATUS", event.at("/detail/status").textValue())
                        .replace("EXECUTION", event.at("/detail/executionArn").textValue())
                        .replace("MACHINE", TEMPLATE.substituted("${TriageStateMachine}")),
                    String.join("\n", message(transformer("UnreportedFailureRule"), event)),
                    file));
  }
}
