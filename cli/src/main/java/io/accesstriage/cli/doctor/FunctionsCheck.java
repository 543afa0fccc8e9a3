package io.accesstriage.cli.doctor;

import io.accesstriage.aws.AwsCallException;
import io.accesstriage.text.SafeText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.GetAliasResponse;
import software.amazon.awssdk.services.lambda.model.SnapStartOptimizationStatus;
import software.amazon.awssdk.services.lambda.model.SnapStartResponse;
import software.amazon.awssdk.services.lambda.model.State;

/** What runs behind each function's alias is set as template.yaml says. */
final class FunctionsCheck implements Check {
  private static final String WHY_ALIAS =
      "Steps are invoked by the alias: without it, or with another one's code behind it, findings"
          + " are decided otherwise or not at all.";
  private static final String WHY_SETTINGS =
      "Somebody has changed the function by hand, or the stack is of another version of the"
          + " template than this one.";
  private static final String WHY_SNAP_START =
      "Each cold start takes seconds instead of a restored snapshot, and bursts take longer.";
  private static final int LONGEST = 120;

  private final DeployedStack stack;
  private final Map<String, FunctionTemplate> templates;
  private final LambdaClient lambda;

  FunctionsCheck(
      DeployedStack stack, Map<String, FunctionTemplate> templates, LambdaClient lambda) {
    this.stack = stack;
    this.templates = templates;
    this.lambda = lambda;
  }

  @Override
  public String subject() {
    return "functions";
  }

  @Override
  public List<Outcome> look() {
    List<Outcome> outcomes = new ArrayList<>();
    templates.forEach((logicalId, template) -> outcomes.addAll(look(logicalId, template)));
    if (outcomes.isEmpty()) {
      outcomes.add(
          new Outcome.Ok(
              "%d, each with its alias, SnapStart, runtime and settings as the template says"
                  .formatted(templates.size())));
    }
    return outcomes;
  }

  private List<Outcome> look(String logicalId, FunctionTemplate template) {
    Optional<String> name = stack.physicalId(logicalId);
    if (name.isEmpty()) {
      return List.of(Outcome.Wrong.missing(logicalId, WHY_SETTINGS));
    }
    try {
      return differences(name.get(), template);
    } catch (AwsCallException e) {
      return List.of(
          e.kind() == AwsCallException.Kind.NOT_FOUND
              ? new Outcome.Wrong(
                  "%s, or its alias %s, is gone".formatted(name.get(), template.alias()),
                  WHY_ALIAS,
                  restore(name.get(), template))
              : Unreadable.because(e));
    }
  }

  /** CloudFormation does not make again by itself what was deleted past it. */
  private String restore(String name, FunctionTemplate template) {
    return "aws lambda create-alias --function-name %s --name %s --function-version %s --region %s\nIf the function itself is gone, change its FunctionName in template.yaml, with the stack's name at its beginning, then: %s"
        .formatted(
            ShellWord.of(name),
            ShellWord.of(template.alias()),
            ShellWord.of(published(name).orElse("VERSION")),
            ShellWord.of(stack.region()),
            Outcome.Wrong.DEPLOY);
  }

  /** The version that the stack published last: it is the one that the alias was deployed with. */
  private Optional<String> published(String name) {
    String prefix =
        "arn:%s:lambda:%s:%s:function:%s:"
            .formatted(stack.id().partition(), stack.region(), stack.account(), name);
    return stack.ofType("AWS::Lambda::Version").stream()
        .map(DeployedStack.Resource::physicalId)
        .filter(arn -> arn.startsWith(prefix))
        .map(arn -> arn.substring(prefix.length()))
        .findFirst();
  }

  private List<Outcome> differences(String name, FunctionTemplate template) {
    List<Outcome> outcomes = new ArrayList<>();
    GetAliasResponse alias =
        Reading.GET_ALIAS.of(
            () -> lambda.getAlias(r -> r.functionName(name).name(template.alias())));
    String version = Objects.requireNonNullElse(alias.functionVersion(), "");
    String published = published(name).orElse("");
    if (published.isEmpty() ? !version.matches("\\d+") : !version.equals(published)) {
      // A deployment of the same template would leave it as it is.
      outcomes.add(
          new Outcome.Wrong(
              "the alias %s of %s is at %s instead of %s"
                  .formatted(
                      template.alias(),
                      name,
                      SafeText.quoted(version, LONGEST),
                      published.isEmpty()
                          ? "a published version"
                          : "version %s, which the stack published".formatted(published)),
              WHY_ALIAS,
              "aws lambda update-alias --function-name %s --name %s --function-version %s --region %s"
                  .formatted(
                      ShellWord.of(name),
                      ShellWord.of(template.alias()),
                      ShellWord.of(published.isEmpty() ? "VERSION" : published),
                      ShellWord.of(stack.region()))));
      return outcomes;
    }
    if (alias.routingConfig() != null
        && !alias.routingConfig().additionalVersionWeights().isEmpty()) {
      outcomes.add(
          new Outcome.Wrong(
              "the alias %s of %s sends a part of the calls to the versions %s"
                  .formatted(
                      template.alias(),
                      name,
                      new TreeSet<>(alias.routingConfig().additionalVersionWeights().keySet())),
              WHY_ALIAS,
              "aws lambda update-alias --function-name %s --name %s --routing-config AdditionalVersionWeights={} --region %s"
                  .formatted(
                      ShellWord.of(name),
                      ShellWord.of(template.alias()),
                      ShellWord.of(stack.region()))));
    }
    FunctionConfiguration found =
        Reading.GET_FUNCTION.of(
            () ->
                lambda
                    .getFunction(r -> r.functionName(name).qualifier(template.alias()))
                    .configuration());
    settings(name, template, found).ifPresent(outcomes::add);
    snapStart(name, template, found).ifPresent(outcomes::add);
    if (found.environment() != null && found.environment().error() != null) {
      outcomes.add(
          new Outcome.Unknown(
              "variables of %s: not known, because Lambda could not decrypt them: %s"
                  .formatted(
                      name,
                      SafeText.line(
                          String.valueOf(found.environment().error().errorCode()), LONGEST)),
              "Look who may use the function's key: its policy has to allow Lambda, and you, to"
                  + " decrypt."));
    }
    if (found.state() == null || found.state() == State.UNKNOWN_TO_SDK_VERSION) {
      outcomes.add(
          new Outcome.Unknown(
              "state of %s: not known, because Lambda did not say it".formatted(name),
              "Run triage doctor again."));
    }
    if (found.state() == State.FAILED) {
      outcomes.add(
          new Outcome.Wrong(
              "%s cannot run: %s"
                  .formatted(name, SafeText.line(String.valueOf(found.stateReason()), LONGEST)),
              "Lambda refuses its calls, so findings fail at this step.",
              Outcome.Wrong.DEPLOY));
    }
    return outcomes;
  }

  private Optional<Outcome> settings(
      String name, FunctionTemplate template, FunctionConfiguration found) {
    Map<String, String> wanted = new TreeMap<>();
    wanted.put("runtime", template.runtime());
    wanted.put("handler", template.handler());
    wanted.put("memory", String.valueOf(template.memory()));
    wanted.put("timeout", String.valueOf(template.timeout()));
    Map<String, String> is = new TreeMap<>();
    is.put("runtime", String.valueOf(found.runtimeAsString()));
    is.put("handler", String.valueOf(found.handler()));
    is.put("memory", String.valueOf(found.memorySize()));
    is.put("timeout", String.valueOf(found.timeout()));
    if (found.environment() == null || found.environment().error() == null) {
      template.environment().forEach((key, value) -> wanted.put("variable " + key, value));
    }
    if (found.environment() != null) {
      found.environment().variables().forEach((key, value) -> is.put("variable " + key, value));
    }
    TreeSet<String> names = new TreeSet<>(wanted.keySet());
    names.addAll(is.keySet());
    String differences =
        names.stream()
            .filter(key -> !Objects.equals(wanted.get(key), is.get(key)))
            .map(key -> difference(key, is.get(key), wanted.get(key)))
            .collect(Collectors.joining("; "));
    return differences.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Outcome.Wrong(name + ": " + differences, WHY_SETTINGS, Outcome.Wrong.DEPLOY));
  }

  private static String difference(String key, @Nullable String found, @Nullable String wanted) {
    return "%s is %s instead of %s".formatted(key, shown(found), shown(wanted));
  }

  private static String shown(@Nullable String value) {
    return value == null ? "not set" : SafeText.line(value, LONGEST);
  }

  private Optional<Outcome> snapStart(
      String name, FunctionTemplate template, FunctionConfiguration found) {
    SnapStartResponse snapStart = found.snapStart();
    String applyOn = snapStart == null ? "None" : String.valueOf(snapStart.applyOnAsString());
    boolean isOn =
        snapStart != null && snapStart.optimizationStatus() == SnapStartOptimizationStatus.ON;
    if (applyOn.equals(template.snapStart()) && isOn != template.snapStart().equals("None")) {
      return Optional.empty();
    }
    return Optional.of(
        new Outcome.Wrong(
            "%s: SnapStart applies to %s and is %s; the template says %s"
                .formatted(
                    name,
                    SafeText.line(applyOn, LONGEST),
                    isOn ? "on" : "off",
                    template.snapStart()),
            WHY_SNAP_START,
            Outcome.Wrong.DEPLOY));
  }
}
