package io.accesstriage.cli.source;

import io.accesstriage.analyzer.AccessAnalyzerList;
import io.accesstriage.analyzer.PrintedFinding;
import io.accesstriage.aws.AwsClients;
import io.accesstriage.cli.io.CommandLineError;
import io.accesstriage.cli.io.InputFile;
import io.accesstriage.cli.world.SampleAccount;
import io.accesstriage.enrich.EnrichConfig;
import io.accesstriage.enrich.FindingEnricher;
import io.accesstriage.finding.Arn;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingStatus;
import io.accesstriage.json.Fields;
import io.accesstriage.json.MalformedInput;
import io.accesstriage.text.SafeText;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Where a command takes findings from: an analyzer or a file. A mixin of every command that looks
 * at many.
 */
public final class SourceOptions {
  private static final int MOST_AT_ONCE = 64;

  @Option(
      names = "--analyzer-arn",
      paramLabel = "ARN",
      description =
          "The analyzer whose findings are read, with GetFinding and the services' lists of tags."
              + " With --from: the one that the file's findings are of, which a file of the AWS"
              + " CLI does not say.")
  private @Nullable String analyzerArn;

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description =
          "Findings that were exported, without asking AWS: the JSON of \"aws accessanalyzer"
              + " list-findings\", \"list-findings-v2\", \"get-finding\" or \"get-finding-v2\" (one"
              + " output or many, one after the other), or of a program that makes these calls.")
  private @Nullable Path from;

  @Option(
      names = "--account",
      paramLabel = "FILE",
      description =
          "With --from: tags and key aliases, as in the account file of \"triage run\". Without it"
              + " they count as not read. Of event files: the sample account.")
  private @Nullable Path account;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description =
          "The profile with the credentials, also where the environment has others; default what"
              + " the environment has.")
  private @Nullable String profile;

  @Option(
      names = "--region",
      paramLabel = "REGION",
      description = "Where roles are assumed; default the profile's, or else the analyzer's.")
  private @Nullable String region;

  @Option(
      names = "--member-role",
      paramLabel = "NAME",
      description =
          "The role to read resources of other accounts with (org/member-account-role.yaml)."
              + " Without it their tags are not read.")
  private @Nullable String memberRole;

  @Option(
      names = "--organizations",
      description = "Asks AWS Organizations about accounts, as the parameter AccountFacts does.")
  private boolean organizations;

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      defaultValue = "8",
      description = "How many findings are read at the same time, 1 to 64; default 8.")
  private int concurrency;

  @Option(
      names = "--cache",
      paramLabel = "FILE",
      description =
          "Keeps what was read, so that an interrupted preview resumes; default a file of the"
              + " analyzer's own below ~/.cache. It holds tags. What is older than 12 hours is not"
              + " used, and removed by a later preview once it is the greater part.")
  private @Nullable Path cache;

  @Option(names = "--fresh", description = "Reads everything again, whatever the cache has.")
  private boolean fresh;

  /** The IAM policy that reading by these options needs, as JSON. */
  public String policy() {
    if (from != null) {
      throw new CommandLineError("--print-policy: reading a file (--from) needs no policy");
    }
    return ReadingPolicy.of(
            Optional.ofNullable(analyzerArn).map(SourceOptions::analyzer).map(arn -> analyzerArn),
            memberRole(),
            organizations)
        .toPrettyString();
  }

  /** Whether an analyzer or a file is named. */
  public boolean isNamed() {
    return from != null || analyzerArn != null;
  }

  /** The account file that is named; null for none. */
  public @Nullable Path account() {
    return account;
  }

  /**
   * The source that the options name. Nothing is read yet.
   *
   * @param asked of an analyzer, findings of which status are read with their resources; of others
   *     only the list tells
   * @param err takes progress and what a person has to know
   * @throws CommandLineError where they name none, or contradict each other
   */
  public FindingSource source(Set<FindingStatus> asked, PrintWriter err) {
    return source(asked, PrintedFinding::of, err);
  }

  /**
   * The same for who does not ask for the hash of a finding's content: of an export it is left out,
   * as it takes as long as all the rest.
   */
  public FindingSource unhashed(Set<FindingStatus> asked, PrintWriter err) {
    return source(asked, PrintedFinding::unhashed, err);
  }

  private FindingSource source(
      Set<FindingStatus> asked, BiFunction<String, Fields, Finding> reader, PrintWriter err) {
    Progress progress = Progress.onStandardError(err);
    return from == null ? analyzer(asked, progress) : export(from, reader, progress);
  }

  /**
   * The same for one finding: an analyzer is asked for it alone, an export has others, too.
   *
   * @throws CommandLineError where they name none, or contradict each other
   */
  public FindingSource only(String findingId, PrintWriter err) {
    return from == null
        ? analyzer(Set.of(), Progress.onStandardError(err)).only(findingId)
        : export(from, PrintedFinding::of, Progress.onStandardError(err));
  }

  private FindingSource export(
      Path file, BiFunction<String, Fields, Finding> reader, Progress progress) {
    Map<String, Boolean> ofAws = new TreeMap<>();
    ofAws.put("--profile", profile != null);
    ofAws.put("--region", region != null);
    ofAws.put("--member-role", memberRole != null);
    ofAws.put("--organizations", organizations);
    ofAws.put("--cache", cache != null);
    ofAws.put("--fresh", fresh);
    ofAws.forEach(
        (option, isGiven) -> {
          if (isGiven) {
            throw new CommandLineError(
                "%s: is for reading from AWS, and --from reads a file".formatted(option));
          }
        });
    Optional.ofNullable(analyzerArn).ifPresent(SourceOptions::analyzer);
    Clock clock = Clock.systemUTC();
    return new ExportSource(
        file,
        json -> reader.apply(analyzerArn == null ? "" : analyzerArn, json),
        new ExportedFacts(
            Optional.ofNullable(account)
                .map(path -> InputFile.parsed(path, "account file", SampleAccount::parse)),
            clock),
        progress);
  }

  private AnalyzerSource analyzer(Set<FindingStatus> asked, Progress progress) {
    if (analyzerArn == null) {
      throw new CommandLineError(
          "expected --analyzer-arn ARN (\"aws accessanalyzer list-analyzers\" lists them) or --from"
              + " FILE");
    }
    if (account != null) {
      throw new CommandLineError("--account: is for --from; an account's own tags are read");
    }
    if (concurrency < 1 || concurrency > MOST_AT_ONCE) {
      throw new CommandLineError(
          "--concurrency: expected 1 to %d, found %d".formatted(MOST_AT_ONCE, concurrency));
    }
    String arnText = analyzerArn;
    Arn arn = analyzer(arnText);
    Optional<NamedProfile> named = Optional.ofNullable(profile).map(NamedProfile::of);
    AwsSettings.apply(
        region == null ? named.flatMap(NamedProfile::region).orElse(arn.region()) : region,
        concurrency);
    AwsClients aws =
        named.map(of -> AwsClients.ofAws(of.credentials())).orElseGet(AwsClients::ofAws);
    EnrichConfig config =
        new EnrichConfig(
            arn.partition(), arn.account(), memberRole().orElse(null), null, organizations);
    Clock clock = Clock.systemUTC();
    String of =
        "%s%s%s"
            .formatted(
                arnText,
                memberRole == null ? "" : ", other accounts as " + memberRole,
                organizations ? ", with accounts" : "");
    Path file = cache == null ? cacheOf(arn, of) : cache;
    return new AnalyzerSource(
        arnText,
        asked,
        new AnalyzerSource.Reads(
            new AccessAnalyzerList(aws), FindingEnricher.ofPerson(config, aws), concurrency),
        () -> ReadingCache.open(file, of, config.memberAccountRole() != null, fresh, clock),
        new Patience(clock, time -> Thread.sleep(time.toMillis()), progress));
  }

  private static Path cacheOf(Arn analyzer, String of) {
    String xdg = System.getenv("XDG_CACHE_HOME");
    Path folder =
        xdg == null || xdg.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(xdg);
    return folder
        .resolve("access-analyzer-triage")
        .resolve(
            "preview-%s-%s-%s.jsonl"
                .formatted(
                    analyzer.account(),
                    analyzer.region(),
                    UUID.nameUUIDFromBytes(of.getBytes(StandardCharsets.UTF_8))));
  }

  private Optional<String> memberRole() {
    if (memberRole != null && !EnrichConfig.isRoleName(memberRole)) {
      throw new CommandLineError(
          "--member-role: expected a role's name without its path, found "
              + SafeText.quoted(memberRole, 80));
    }
    return Optional.ofNullable(memberRole);
  }

  static Arn analyzer(String text) {
    Arn arn;
    try {
      arn = Arn.ofAnalyzer(text, "--analyzer-arn");
    } catch (MalformedInput e) {
      throw new CommandLineError(String.valueOf(e.getMessage()), e);
    }
    if (!AwsSettings.isRegion(arn.region())) {
      throw new CommandLineError(
          "--analyzer-arn: expected a region such as us-east-1 in it, found "
              + SafeText.quoted(arn.region(), 60));
    }
    return arn;
  }
}
