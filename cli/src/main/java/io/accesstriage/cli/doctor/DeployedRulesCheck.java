package io.accesstriage.cli.doctor;

import io.accesstriage.rules.RuleSet;
import io.accesstriage.rules.RulesText;
import io.accesstriage.yaml.InvalidFileException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.GetFunctionResponse;

/**
 * The rules in the package behind the evaluate function's alias mean what those of the checkout do.
 */
final class DeployedRulesCheck implements Check {
  private static final String WHY =
      "The rules tested and previewed here are not the ones that decide about findings.";

  private final DeployedStack stack;
  private final String alias;
  private final RuleSet rules;
  private final String file;
  private final LambdaClient lambda;
  private final FunctionPackage.Download download;

  /**
   * @param alias behind which the evaluate function runs
   */
  DeployedRulesCheck(
      DeployedStack stack,
      String alias,
      Doctor.Checkout checkout,
      LambdaClient lambda,
      FunctionPackage.Download download) {
    this.stack = stack;
    this.alias = alias;
    this.rules = checkout.rules();
    this.file = checkout.rulesFile();
    this.lambda = lambda;
    this.download = download;
  }

  @Override
  public String subject() {
    return "rules";
  }

  @Override
  public List<Outcome> look() {
    Optional<String> function = stack.physicalId("EvaluateFunction");
    if (function.isEmpty()) {
      return List.of(Outcome.Wrong.missing("EvaluateFunction", WHY));
    }
    GetFunctionResponse found =
        Reading.GET_FUNCTION.of(
            () -> lambda.getFunction(r -> r.functionName(function.get()).qualifier(alias)));
    try {
      List<RulesText> deployed =
          new FunctionPackage(download)
              .rules(
                  found.code() == null ? "" : String.valueOf(found.code().location()),
                  String.valueOf(found.configuration().codeSha256()));
      return List.of(deployed.isEmpty() ? none() : compared(deployed));
    } catch (IOException e) {
      return List.of(
          new Outcome.Unknown(
              "not known: the package of %s could not be read: %s"
                  .formatted(function.get(), e.getMessage()),
              "Check the network and run triage doctor again. Each preview and alert names the version that decided; here it is "
                  + rules.version()
                  + "."));
    }
  }

  private Outcome compared(List<RulesText> deployed) {
    String version;
    try {
      version = RuleSet.parse(deployed).version();
    } catch (InvalidFileException e) {
      return new Outcome.Wrong(
          "the deployed rules do not load in this version, so they differ from %s".formatted(file),
          WHY,
          Outcome.Wrong.DEPLOY);
    }
    return version.equals(rules.version())
        ? new Outcome.Ok("version %s is deployed, as in %s".formatted(version, file))
        : new Outcome.Wrong(
            "deployed is version %s, and %s is %s".formatted(version, file, rules.version()),
            WHY,
            "Merge or revert what differs, then: " + Outcome.Wrong.DEPLOY);
  }

  private static Outcome none() {
    return new Outcome.Wrong(
        "the package of the evaluate function has no rules (*.yaml)",
        "It is not this product's code: something else decides about findings, or nothing does.",
        Outcome.Wrong.DEPLOY);
  }
}
