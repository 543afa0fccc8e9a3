package io.accesstriage.messages.health;

import io.accesstriage.finding.Arn;
import io.accesstriage.health.AccessKind;
import io.accesstriage.health.AnalyzerProblem;
import io.accesstriage.health.AnalyzerProblem.ChangesUnlogged;
import io.accesstriage.health.AnalyzerProblem.CountDiffers;
import io.accesstriage.health.AnalyzerProblem.Gone;
import io.accesstriage.health.AnalyzerProblem.KindMissing;
import io.accesstriage.health.AnalyzerProblem.NotActive;
import io.accesstriage.health.AnalyzerProblem.NotRead;
import io.accesstriage.health.AnalyzerProblem.NotSwept;
import io.accesstriage.health.AnalyzerProblem.RegionUnwatched;
import io.accesstriage.health.AnalyzerProblem.Stale;
import io.accesstriage.health.AnalyzerProblem.StillCreating;
import io.accesstriage.health.AnalyzerProblem.TypeChanged;
import io.accesstriage.health.Analyzers;
import io.accesstriage.messages.words.Defanged;
import io.accesstriage.messages.words.ShellCommand;
import io.accesstriage.messages.words.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A problem for a person: what is wrong, why it matters, what to do about it.
 *
 * @param headline a few words, for a subject or a list
 * @param what a sentence
 * @param why a sentence or two
 * @param steps in order
 * @see <a
 *     href="https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_StatusReason.html">StatusReason</a>
 */
public record ProblemWords(String headline, String what, String why, List<Step> steps) {
  private static final String PRINCIPAL = "access-analyzer.amazonaws.com";
  private static final String BLIND =
      "It creates and updates no findings, so new access goes unnoticed.";

  private static final String PERHAPS_BLIND =
      "This version doesn't know that status. If it creates and updates no findings, new access goes unnoticed.";

  private static final String TRAIL_WHY =
      "The tamper watch sees changes only through CloudTrail: archive rules, analyzers and this product can be changed without anybody noticing.";

  public ProblemWords {
    steps = List.copyOf(steps);
  }

  /**
   * Something to do.
   *
   * @param command to be copied; null where there is none, or a name in it cannot be shown as it is
   */
  public record Step(String text, @Nullable String command) {
    private static Step of(String text) {
      return new Step(text, null);
    }

    private static Step of(String text, String command, String... names) {
      boolean isPlain = List.of(names).stream().allMatch(Defanged::isUnchanged);
      return new Step(
          text,
          isPlain
              ? command.formatted(
                  (Object[]) List.of(names).stream().map(ShellCommand::word).toArray(String[]::new))
              : null);
    }
  }

  public static ProblemWords of(AnalyzerProblem problem) {
    if (problem instanceof NotActive p) {
      return notActive(p);
    }
    if (problem instanceof StillCreating p) {
      return stillCreating(p);
    }
    if (problem instanceof Stale p) {
      return stale(p);
    }
    if (problem instanceof TypeChanged p) {
      return typeChanged(p);
    }
    if (problem instanceof Gone p) {
      return gone(p);
    }
    if (problem instanceof NotRead p) {
      return notRead(p);
    }
    if (problem instanceof CountDiffers p) {
      return countDiffers(p);
    }
    if (problem instanceof RegionUnwatched p) {
      return regionUnwatched(p);
    }
    if (problem instanceof KindMissing p) {
      return kindMissing(p);
    }
    if (problem instanceof NotSwept p) {
      return notSwept(p);
    }
    if (problem instanceof ChangesUnlogged p) {
      return changesUnlogged(p);
    }
    throw new IllegalArgumentException("no words for " + problem);
  }

  private static ProblemWords notActive(NotActive problem) {
    String arn = problem.about();
    boolean isDisabled = problem.status().equals("DISABLED");
    boolean isFailed = problem.status().equals("FAILED");
    String status =
        isDisabled
            ? "is disabled"
            : isFailed ? "has failed" : "has the status " + Defanged.value(problem.status());
    String headline = name(arn) + " " + status;
    String subject = Words.capitalized(headline);
    if (Arn.isServiceLinkedAnalyzer(arn)) {
      return new ProblemWords(headline, subject + ".", BLIND, ofService());
    }
    List<Step> steps = new ArrayList<>();
    String reason = problem.reason() == null ? "" : problem.reason();
    String because;
    switch (reason) {
      case "AWS_SERVICE_ACCESS_DISABLED" -> {
        because = "trusted access for IAM Access Analyzer was turned off in AWS Organizations";
        steps.add(
            Step.of(
                "In the organization's management account, turn trusted access back on:",
                "aws organizations enable-aws-service-access --service-principal " + PRINCIPAL));
        steps.add(createAgain(arn));
      }
      case "DELEGATED_ADMINISTRATOR_DEREGISTERED" -> {
        String account = Arn.accountOf(arn).orElse("");
        because =
            "account %s is no longer the delegated administrator for IAM Access Analyzer"
                .formatted(Defanged.value(account));
        steps.add(
            Step.of(
                "If this was not intended, register the account again, in the management account:",
                "aws organizations register-delegated-administrator --account-id %s --service-principal "
                    + PRINCIPAL,
                account));
        steps.add(
            Step.of(
                "If another account is the delegated administrator now, deploy this stack there, with the analyzers of that account."));
        steps.add(createAgain(arn));
      }
      case "ORGANIZATION_DELETED" -> {
        because = "its organization was deleted";
        steps.add(
            create(
                "It will not come back. Create an analyzer for this account instead:",
                Arn.regionOf(arn).orElse(""),
                AccessKind.ofType(problem.type()).orElse(AccessKind.EXTERNAL)));
        steps.add(
            Step.of(
                "Then put the new analyzer's ARN into AnalyzerArns in place of this one, and deploy."));
      }
      case "SERVICE_LINKED_ROLE_CREATION_FAILED" -> {
        because =
            "AWS could not create the service-linked role AWSServiceRoleForAccessAnalyzer, in this account or in a member account";
        steps.add(
            Step.of(
                "Find what denies iam:CreateServiceLinkedRole for %s; usually it is a service control policy."
                    .formatted(PRINCIPAL)));
        steps.add(
            Step.of(
                "Check that the role can be created, in this account first:",
                "aws iam create-service-linked-role --aws-service-name " + PRINCIPAL));
        steps.add(again("Then", arn));
      }
      default -> {
        because =
            reason.isEmpty()
                ? "AWS gives no reason"
                : "AWS gives the reason " + Defanged.value(reason);
        steps.add(getAnalyzer("See what AWS says about it:", arn));
        steps.add(
            isDisabled || isFailed
                ? createAgain(arn)
                : Step.of("If it does not become active within an hour, ask AWS Support."));
      }
    }
    return new ProblemWords(
        headline,
        "%s: %s.".formatted(subject, because),
        isDisabled || isFailed ? BLIND : PERHAPS_BLIND,
        steps);
  }

  private static ProblemWords stillCreating(StillCreating problem) {
    String arn = problem.about();
    return new ProblemWords(
        name(arn) + " is still being created",
        "%s has been in status CREATING since %s."
            .formatted(Words.capitalized(name(arn)), Words.time(problem.since())),
        "Creating an analyzer takes minutes. Until it is done there are no findings.",
        Arn.isServiceLinkedAnalyzer(arn)
            ? ofService()
            : List.of(
                getAnalyzer("See whether it is done by now:", arn),
                again("If not,", arn),
                Step.of("If it hangs again, ask AWS Support.")));
  }

  private static ProblemWords stale(Stale problem) {
    String arn = problem.about();
    return new ProblemWords(
        name(arn) + " analyzes nothing",
        problem.last() == null
            ? Words.capitalized(name(arn)) + " is active but has never analyzed a resource."
            : "%s is active but has analyzed nothing since %s."
                .formatted(Words.capitalized(name(arn)), Words.time(problem.last())),
        "Access Analyzer looks at every resource at least once a day. If it has stopped, new access goes unnoticed.",
        Arn.isServiceLinkedAnalyzer(arn)
            ? ofService()
            : List.of(
                getAnalyzer("See whether it has moved since:", arn),
                Step.of(
                    "Check that the role it works with is still there:",
                    "aws iam get-role --role-name AWSServiceRoleForAccessAnalyzer"),
                Step.of(
                    "If the role is there, ask AWS Support why the analyzer does nothing. If the region has no resources that Access Analyzer supports, remove the analyzer from AnalyzerArns.")));
  }

  private static ProblemWords gone(Gone problem) {
    String arn = problem.about();
    String region = Arn.regionOf(arn).orElse("");
    return new ProblemWords(
        name(arn) + " does not exist",
        Words.capitalized(name(arn)) + " does not exist.",
        "What it would find is neither archived nor alerted. Deleting an analyzer also deletes its findings.",
        Arn.isServiceLinkedAnalyzer(arn)
            ? List.of(
                Step.of(
                    "If the AWS service that made it was turned off on purpose, remove the ARN from AnalyzerArns."))
            : List.of(
                Step.of(
                    "Find out who deleted it:",
                    "aws cloudtrail lookup-events --region %s --lookup-attributes AttributeKey=EventName,AttributeValue=DeleteAnalyzer",
                    region),
                Step.of(
                    "If it should exist, create it again under the same name; the next sweep goes through all of its findings."),
                Step.of(
                    "Otherwise correct AnalyzerArns. It may only name analyzers of the account that this stack is in.")));
  }

  private static ProblemWords typeChanged(TypeChanged problem) {
    String arn = problem.about();
    return new ProblemWords(
        "%s is of another type than before".formatted(name(arn)),
        "%s is of type %s now; it was of type %s."
            .formatted(
                Words.capitalized(name(arn)),
                Defanged.value(problem.type()),
                Defanged.value(problem.was())),
        "It was deleted and created again. What only an analyzer of the other type finds is neither archived nor alerted%s."
            .formatted(onlyFound(problem)),
        Arn.isServiceLinkedAnalyzer(arn) ? ofService() : asBefore(problem));
  }

  /** Of external access, an organization's analyzer takes all of its accounts for trusted. */
  private static String onlyFound(TypeChanged problem) {
    if (problem.was().equals("ACCOUNT") && problem.type().equals("ORGANIZATION")) {
      return ": access by the organization's other accounts";
    }
    return problem.was().equals(problem.type().replaceFirst("^ACCOUNT", "ORGANIZATION"))
        ? ": what there is in the organization's other accounts"
        : "";
  }

  private static List<Step> asBefore(TypeChanged problem) {
    return List.of(
        Step.of(
            "Find out who did it:",
            "for event in DeleteAnalyzer CreateAnalyzer; do aws cloudtrail lookup-events --region %s --lookup-attributes AttributeKey=EventName,AttributeValue=$event; done",
            Arn.regionOf(problem.about()).orElse("")),
        Step.of(
            "If it should be as before, delete it and create it again with type %s and the same name; the next sweep goes through all of its findings."
                .formatted(Defanged.value(problem.was()))),
        Step.of(
            "If the new type is meant, create it under another name and put that into AnalyzerArns."));
  }

  /**
   * CloudTrail's event history keeps who stopped or deleted a trail for 90 days, with or without a
   * trail.
   */
  private static ProblemWords changesUnlogged(ChangesUnlogged problem) {
    String region = problem.about();
    List<Step> steps = new ArrayList<>();
    steps.add(
        Step.of(
            "Find out who stopped, deleted or changed it:",
            "for event in StopLogging DeleteTrail UpdateTrail PutEventSelectors; do aws cloudtrail lookup-events --region %s --lookup-attributes AttributeKey=EventName,AttributeValue=$event; done",
            problem.stopped().stream().findFirst().flatMap(Arn::regionOf).orElse(region)));
    for (String trail : problem.stopped()) {
      steps.add(
          Step.of(
              "Start it again, an organization's trail in the account that owns it:",
              "aws cloudtrail start-logging --region %s --name %s",
              Arn.regionOf(trail).orElse(region),
              trail));
    }
    steps.add(
        Step.of(
            problem.stopped().isEmpty()
                ? "If there is a trail, have it log writing management events, those of AWS KMS too. Otherwise create one. \"triage doctor\" has the commands."
                : "\"triage doctor\" says whether a trail logs again."));
    String none = "No trail logs changes in " + place(region);
    return new ProblemWords(
        "no trail logs changes in " + place(region),
        problem.stopped().isEmpty()
            ? none + "."
            : "%s: the %s has stopped."
                .formatted(
                    none,
                    problem.stopped().stream()
                        .map(trail -> "trail " + Defanged.value(nameOnly(trail)))
                        .collect(Collectors.joining(" and the "))),
        TRAIL_WHY,
        steps);
  }

  /** About a region's trails, whatever the call was. */
  private static ProblemWords trailsNotRead(NotRead problem) {
    return new ProblemWords(
        "whether a trail logs changes in %s is unknown".formatted(place(problem.about())),
        "Whether a trail logs changes in %s could not be read: %s"
            .formatted(place(problem.about()), Defanged.sentence(problem.error())),
        TRAIL_WHY,
        List.of(
            problem.isDenied()
                ? allow(problem.operation())
                : Step.of("Wait for the next sweep. If it fails again, run \"triage doctor\".")));
  }

  private static Step allow(String operation) {
    return Step.of(
        "Allow %s. The template grants it to the sweep function, so look for a service control policy or a permissions boundary that denies it."
            .formatted(operation));
  }

  private static ProblemWords notRead(NotRead problem) {
    if (problem.isOfTrails()) {
      return trailsNotRead(problem);
    }
    String about = problem.about();
    boolean isCount = problem.operation().equals(Analyzers.STATISTICS);
    String unread =
        isCount
            ? "How many findings %s has".formatted(name(about))
            : problem.operation().equals(Analyzers.LIST)
                ? "Which analyzers exist in %s".formatted(place(about))
                : "The state of %s".formatted(name(about));
    return new ProblemWords(
        (isCount ? "findings of %s are not counted" : "state of %s is unknown")
            .formatted(
                problem.operation().equals(Analyzers.LIST)
                    ? "analyzers in " + place(about)
                    : name(about)),
        "%s could not be read: %s".formatted(unread, Defanged.sentence(problem.error())),
        isCount
            ? "So nobody can tell whether the sweep is shown all of them."
            : "So nobody can tell whether Access Analyzer still works there.",
        List.of(
            problem.isDenied() && Arn.isServiceLinkedAnalyzer(about)
                ? Step.of(
                    "An AWS service manages this analyzer and may keep this to itself: if %s is allowed for other analyzers, remove the ARN from AnalyzerArns."
                        .formatted(problem.operation()))
                : problem.isDenied()
                    ? allow(problem.operation())
                    : Step.of(
                        "Wait for the next sweep. If it fails again, check the AWS Health Dashboard for IAM Access Analyzer in that region."
                            + (problem.operation().equals(Analyzers.LIST)
                                ? " If the region is not enabled in this account, remove it from AnalyzerRegions."
                                : ""))));
  }

  private static ProblemWords countDiffers(CountDiffers problem) {
    String arn = problem.about();
    return new ProblemWords(
        "findings of %s are missing".formatted(name(arn)),
        "%s: %s of %s findings seen."
            .formatted(
                Words.capitalized(name(arn)), number(problem.seen()), number(problem.total())),
        "Its own statistics count more active and archived findings than the last two sweeps were shown. Those that are missing are triaged only if their events arrive.",
        List.of(
            Step.of(
                "Compare the statistics with the findings in the console:",
                "aws accessanalyzer get-findings-statistics --region %s --analyzer-arn %s",
                Arn.regionOf(arn).orElse(""),
                arn),
            Step.of(
                "A few findings may be new since the sweep. If the difference stays, ask AWS Support which findings ListFindingsV2 leaves out.")));
  }

  private static ProblemWords regionUnwatched(RegionUnwatched problem) {
    return new ProblemWords(
        "no analyzer in %s".formatted(place(problem.about())),
        "No analyzer is active in %s.".formatted(place(problem.about())),
        "Access Analyzer is regional: public and cross-account access there goes unnoticed.",
        List.of(
            create(
                "Create one (type ORGANIZATION where the account administers Access Analyzer for its organization):",
                problem.about(),
                AccessKind.EXTERNAL),
            Step.of(
                "Add its ARN to AnalyzerArns, forward its events with org/region-forwarding.yaml if this stack is in another region, and deploy."),
            Step.of("If nothing runs in that region, remove it from AnalyzerRegions.")));
  }

  private static ProblemWords kindMissing(KindMissing problem) {
    AccessKind kind = problem.kind();
    String region = problem.about().split(",", 2)[0];
    return new ProblemWords(
        "no %s analyzer in %s".formatted(kind.words(), place(problem.about())),
        "No analyzer in %s looks for %s.".formatted(place(problem.about()), kind.words()),
        "ExpectedAnalyzers asks for one. Until it exists there are no findings of this kind.",
        List.of(
            create(
                kind == AccessKind.EXTERNAL
                    ? "Create one; it is free:"
                    : "Create one; AWS charges for this kind:",
                region,
                kind),
            Step.of("Add its ARN to AnalyzerArns and deploy."),
            Step.of(
                "If you do not want one, remove %s from ExpectedAnalyzers."
                    .formatted(kind.name().toLowerCase(Locale.ROOT)))));
  }

  private static ProblemWords notSwept(NotSwept problem) {
    String arn = problem.about();
    return new ProblemWords(
        name(arn) + " is not in AnalyzerArns",
        "%s looks for %s, but AnalyzerArns names neither it nor another one that does."
            .formatted(Words.capitalized(name(arn)), problem.kind().words()),
        "Only sweeps find what events have lost, and none lists its findings. From a region without forwarding no event arrives at all.",
        List.of(
            Step.of(
                "Add %s to AnalyzerArns, forward its events with org/region-forwarding.yaml if this stack is in another region, and deploy."
                    .formatted(Defanged.value(arn))),
            Step.of(
                "If nobody needs its findings, remove its region from AnalyzerRegions, or %s from ExpectedAnalyzers."
                    .formatted(problem.kind().name().toLowerCase(Locale.ROOT)))));
  }

  /** An internal access analyzer has to be told which resources to look at. */
  private static Step create(String text, String region, AccessKind kind) {
    return switch (kind) {
      case EXTERNAL ->
          Step.of(
              text,
              "aws accessanalyzer create-analyzer --region %s --analyzer-name account --type ACCOUNT",
              region);
      case UNUSED ->
          Step.of(
              text,
              "aws accessanalyzer create-analyzer --region %s --analyzer-name unused-access --type ACCOUNT_UNUSED_ACCESS --configuration unusedAccess={unusedAccessAge=90}",
              region);
      case INTERNAL ->
          Step.of(
              text.replaceFirst(":$", "")
                  + ". You choose the resources that it looks at on the console's page Analyzer settings.");
    };
  }

  private static Step createAgain(String arn) {
    return again("If it does not become active within an hour,", arn);
  }

  /**
   * @see <a
   *     href="https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_DeleteAnalyzer.html">DeleteAnalyzer</a>:
   *     no findings of it remain, and no archive rules
   */
  private static Step again(String when, String arn) {
    return Step.of(
        when
            + " delete the analyzer and create it again under the same name. Its findings start over;"
            + " its archive rules, and which findings are archived, are lost. Note the rules first:",
        "aws accessanalyzer list-archive-rules --region %s --analyzer-name %s",
        Arn.regionOf(arn).orElse(""),
        nameOnly(arn));
  }

  private static Step getAnalyzer(String text, String arn) {
    return Step.of(
        text,
        "aws accessanalyzer get-analyzer --region %s --analyzer-name %s",
        Arn.regionOf(arn).orElse(""),
        nameOnly(arn));
  }

  private static List<Step> ofService() {
    return List.of(
        Step.of(
            "An AWS service, such as AWS Security Hub, made this analyzer and manages it. Check that service's settings; nothing can be changed here."));
  }

  private static String name(String arn) {
    return Optional.of(arn)
        .flatMap(Arn::parse)
        .filter(Arn::isAnalyzer)
        .map(
            parsed ->
                "analyzer %s in %s"
                    .formatted(Defanged.value(nameOnly(arn)), Defanged.value(parsed.region())))
        .orElseGet(() -> "analyzer " + Defanged.value(arn));
  }

  private static String nameOnly(String arn) {
    return arn.substring(arn.indexOf('/') + 1);
  }

  private static String place(String regions) {
    return Words.joined(List.of(regions.split(",")).stream().map(Defanged::value).toList());
  }

  private static String number(int count) {
    return String.format(Locale.ROOT, "%,d", count);
  }
}
