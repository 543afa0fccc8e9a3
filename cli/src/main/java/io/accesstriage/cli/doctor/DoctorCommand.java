package io.accesstriage.cli.doctor;

import io.accesstriage.aws.AwsCallException;
import io.accesstriage.cli.io.CommandLineError;
import io.accesstriage.cli.io.Home;
import io.accesstriage.cli.io.InputFile;
import io.accesstriage.cli.io.JsonLine;
import io.accesstriage.cli.io.RulesOption;
import io.accesstriage.cli.source.AwsAccess;
import io.accesstriage.enrich.EnrichConfig;
import io.accesstriage.text.SafeText;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code triage doctor}: whether a deployment is whole and connected. */
@Command(
    name = "doctor",
    description = {
      "Checks whether a deployment sees every finding and whether somebody hears of them: the stack"
          + " and its parameters, functions, rules, events from each region, analyzers, the trail,"
          + " subscriptions, roles of other accounts, the last sweep and digest, dead letters. Says"
          + " why a fault matters and what fixes it. Changes nothing: its AWS clients refuse every"
          + " call that doesn't read. Run it after a deployment, and whenever in doubt."
    },
    exitCodeList = {
      "0:everything is as it should be",
      "1:something is wrong, or could not be read",
      "2:the command line or a file is wrong, or there are no credentials or no such stack;"
          + " nothing was checked"
    },
    footer = {
      "  triage doctor",
      "  triage doctor --stack-name triage-eu --region eu-west-1 --profile security",
      "  triage doctor --print-policy"
    })
public final class DoctorCommand implements Callable<Integer> {
  private static final int FAILED = 1;
  private static final String DEFAULT_SETTINGS = "samconfig.toml";
  private static final String DEFAULT_ROLE = "AccessAnalyzerTriageRead";
  private static final String ROLE_PARAMETER = "MemberAccountRoleName";

  /** How many calls of a kind are made at once. */
  private static final int CONCURRENCY = 8;

  private static final Pattern STACK_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,127}");

  @Spec private CommandSpec spec;

  @Option(
      names = "--stack-name",
      paramLabel = "NAME",
      description = "The stack; default what the settings file says.")
  private @Nullable String stackName;

  @Option(
      names = "--region",
      paramLabel = "REGION",
      description =
          "Where it is; default what the settings file says, or else the profile or environment.")
  private @Nullable String region;

  @Option(
      names = "--samconfig",
      paramLabel = "FILE",
      description =
          "The settings of \"sam deploy\"; default " + DEFAULT_SETTINGS + " beside the launcher.")
  private @Nullable Path samconfig;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description =
          "The profile with the credentials; default what the settings file says, or else the"
              + " environment.")
  private @Nullable String profile;

  @Mixin private RulesOption rules = new RulesOption();

  @Option(
      names = "--json",
      description = "JSON Lines on standard output, one object for each line.")
  private boolean json;

  @Option(
      names = "--print-policy",
      description = "Prints the IAM policy that all of it needs, and asks nothing.")
  private boolean printsPolicy;

  private final FunctionPackage.Download download;
  private final Clock clock;

  /** Asks AWS now. */
  public DoctorCommand() {
    this(FunctionPackage::overHttps, Clock.systemUTC());
  }

  DoctorCommand(FunctionPackage.Download download, Clock clock) {
    this.download = download;
    this.clock = clock;
  }

  @Override
  public Integer call() {
    SamSettings settings = settings();
    String name = named(settings);
    PrintWriter out = spec.commandLine().getOut();
    if (printsPolicy) {
      out.println(
          DoctorPolicy.of(name, Optional.ofNullable(region).or(settings::region), role(settings))
              .toPrettyString());
      out.flush();
      return 0;
    }
    Doctor.Checkout checkout =
        new Doctor.Checkout(settings, functions(), rules.read(), rules.name());
    AwsAccess access =
        AwsAccess.of(
            Optional.ofNullable(profile).or(settings::profile),
            Optional.ofNullable(region).or(settings::region),
            CONCURRENCY);
    Doctor doctor = new Doctor(access.clients(), clock, download);
    DeployedStack stack = stack(doctor, name, access.region());
    return look(doctor.checks(stack, checkout), stack, out) ? 0 : FAILED;
  }

  /** Whether all is well. */
  private boolean look(List<Check> checks, DeployedStack stack, PrintWriter out) {
    DoctorReport report = new DoctorReport(out, Ansi.AUTO);
    if (!json) {
      report.begin(stack);
    }
    boolean isWell = true;
    for (Check check : checks) {
      Examination examination = Examination.of(check);
      if (json) {
        examination
            .outcomes()
            .forEach(
                outcome ->
                    out.println(JsonLine.of(OutcomeJson.of(examination.subject(), outcome))));
        out.flush();
      } else {
        report.print(examination);
      }
      isWell &= examination.outcomes().stream().allMatch(Outcome.Ok.class::isInstance);
    }
    if (!json) {
      report.end();
    }
    return isWell;
  }

  private DeployedStack stack(Doctor doctor, String name, String ofRegion) {
    try {
      return doctor.stack(name, ofRegion);
    } catch (AwsCallException e) {
      throw new CommandLineError(
          "%s. The answer was: %s".formatted(why(e, name, ofRegion), e.getMessage()), e);
    }
  }

  private static String why(AwsCallException e, String name, String ofRegion) {
    if (AwsAccess.isWithoutCredentials(e)) {
      return AwsAccess.LOG_IN;
    }
    return switch (e.kind()) {
      case CONNECTION -> "Could not reach AWS: check the network and the region";
      case DENIED ->
          "your credentials may not read the stack %s in %s; triage doctor --print-policy prints what they need"
              .formatted(name, ofRegion);
      case CREDENTIALS, TRANSIENT, NOT_FOUND, OTHER -> "the stack could not be read; try again";
    };
  }

  private SamSettings settings() {
    Path file = samconfig == null ? Home.resolve(DEFAULT_SETTINGS) : samconfig;
    String name = samconfig == null ? DEFAULT_SETTINGS : samconfig.toString();
    if (samconfig == null && !Files.exists(file)) {
      return SamSettings.none(name);
    }
    return SamSettings.parse(name, InputFile.text(file, "settings file"));
  }

  private static Map<String, FunctionTemplate> functions() {
    return InputFile.parsed(Home.resolve("template.yaml"), "template", FunctionTemplate::parse);
  }

  private String named(SamSettings settings) {
    String name =
        Optional.ofNullable(stackName)
            .or(settings::stackName)
            .orElseThrow(
                () ->
                    new CommandLineError(
                        "%s names no stack; name it with --stack-name".formatted(settings.file())));
    if (!STACK_NAME.matcher(name).matches()) {
      throw new CommandLineError(
          "--stack-name: expected a stack's name, such as access-analyzer-triage, found "
              + SafeText.quoted(name, 80));
    }
    return name;
  }

  /** The role of other accounts that the policy is to allow. */
  private static Optional<String> role(SamSettings settings) {
    String role = settings.parameters().orElse(Map.of()).getOrDefault(ROLE_PARAMETER, DEFAULT_ROLE);
    return Optional.of(role).filter(name -> !name.equals("none")).filter(EnrichConfig::isRoleName);
  }
}
