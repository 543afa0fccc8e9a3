package io.accesstriage.messages.digest;

import io.accesstriage.facts.Facts;
import io.accesstriage.facts.Owner;
import io.accesstriage.finding.Arn;
import io.accesstriage.ledger.FindingSummary;
import io.accesstriage.messages.MessageSize;
import io.accesstriage.messages.words.ConsoleLink;
import io.accesstriage.messages.words.Defanged;
import io.accesstriage.messages.words.EmailText;
import io.accesstriage.messages.words.ShellCommand;
import io.accesstriage.messages.words.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** A digest as plain text: what has to be looked at, then what was done without people. */
final class DigestEmail {
  /** How many of each kind are named; the first that fits is taken, and the rest is counted. */
  private static final List<Integer> NAMED = List.of(20, 10, 5, 2, 1);

  private static final int MOST_COUNTS = 8;

  /** Ends all public access to a bucket. */
  private static final String BLOCK = " put-public-access-block ";

  private final DigestContents contents;
  private final int most;
  private final EmailText text = new EmailText();
  private final Map<DigestContents.Alert, Optional<String>> commands = new HashMap<>();

  /** The account whose console all links so far are of; empty where each says its own. */
  private String console = "";

  /**
   * @param most how many of each kind are named
   */
  private DigestEmail(DigestContents contents, int most) {
    this.contents = contents;
    this.most = most;
  }

  /**
   * @param table the ledger's, for the command that lists everything
   */
  static String of(DigestContents contents, String table) {
    String text = "";
    for (int most : NAMED) {
      DigestEmail email = new DigestEmail(contents, most);
      email.body();
      email.whatToDo(table);
      text = email.text.text(Integer.MAX_VALUE);
      if (MessageSize.of(text) <= MessageSize.EMAIL) {
        return text;
      }
    }
    return text;
  }

  private void whatToDo(String table) {
    text.section("What to do");
    text.bullet("List everything, including what is left out here:");
    text.block(
        "triage digest --table %s --since %s"
            .formatted(
                ShellCommand.word(table),
                contents.since() == null ? DigestListing.EVER : contents.since()));
  }

  /** The same without limit and without what to do, for whoever asks for it in a terminal. */
  static String everything(DigestContents contents) {
    DigestEmail email = new DigestEmail(contents, Integer.MAX_VALUE);
    email.body();
    return email.text.text(Integer.MAX_VALUE);
  }

  private void body() {
    summary(contents).forEach(text::paragraph);
    contents.unheardTopic().ifPresent(this::unheard);
    contents.health().ifPresent(health -> new AnalyzerSection(health).writeProblems(text, most));
    DigestOverview.write(contents, text, most);
    alerts();
    failures("Failures, by step and error", contents.failures());
    failuresBefore();
    open();
    unswept();
    contents.health().ifPresent(health -> new AnalyzerSection(health).writeSeen(text));
    leftAlone();
    archived();
    observed();
    list(
        "Archived by hand, or by a built-in archive rule",
        contents.archivedByOthers(),
        DigestWords::resource);
    ArchiverWords.write(contents, text);
    neverAlerted();
    list(
        "Archived by rules, but can't be checked any more",
        contents.unread(),
        finding ->
            "%s, unreadable since %s"
                .formatted(DigestWords.resource(finding), Words.time(finding.at())));
  }

  private void unheard(String topic) {
    text.section("Operations messages: what to do");
    text.sentence(
        "The operations topic has no confirmed subscription without a filter policy. Confirm one by the link in Amazon SNS's email, or subscribe again:");
    if (Defanged.isUnchanged(topic)) {
      text.block(
          "aws sns subscribe --region %s --topic-arn %s --protocol email --notification-endpoint ADDRESS"
              .formatted(
                  ShellCommand.word(Arn.regionOf(topic).orElse("")), ShellCommand.word(topic)));
    }
  }

  /** Why more were archived by hand than are gone from the open alerts. */
  private void neverAlerted() {
    int others =
        contents.archivedByOthers().count()
            - contents.openAlerts().gone().getOrDefault(AlertFate.ARCHIVED_BY_HAND, 0);
    if (others > 0) {
      text.sentence(
          "Whether %d of them %s alerted is not recorded, so \"Gone\" above does not count %s."
              .formatted(others, others == 1 ? "was" : "were", others == 1 ? "it" : "them"));
    }
  }

  /** The digest in a few sentences. */
  static List<String> summary(DigestContents contents) {
    List<String> sentences = new ArrayList<>();
    if (contents.alertCount() > 0) {
      sentences.add(
          "%s: %s."
              .formatted(
                  Words.count(contents.alertCount(), "new alert"),
                  DigestWords.severities(contents.severities())));
    }
    if (contents.failureCount() > 0) {
      sentences.add(
          "%s could not be triaged. Treat %s as neither archived nor alerted."
              .formatted(
                  Words.count(contents.failureCount(), "finding"),
                  contents.failureCount() == 1 ? "it" : "them"));
    }
    if (contents.archivedCount() > 0) {
      sentences.add(
          "Rules archived %s %s."
              .formatted(
                  Words.count(contents.archivedCount(), "finding"), DigestWords.since(contents)));
    }
    if (sentences.isEmpty()) {
      sentences.add("No new alerts, no failures.");
    }
    if (contents.trailProblemCount() > 0) {
      sentences.add(
          0,
          "%s: changes may go unnoticed until that is fixed."
              .formatted(Words.count(contents.trailProblemCount(), "trail problem")));
    }
    if (contents.problemCount() > 0) {
      sentences.add(
          0,
          "%s: new access may go unnoticed until that is fixed."
              .formatted(Words.count(contents.problemCount(), "analyzer problem")));
    }
    if (contents.unheardTopic().isPresent()) {
      sentences.add(
          0,
          "Nobody gets all operations messages, so alarms, problems with analyzers and tampering may go unnoticed.");
    }
    if (contents.resolved() + contents.archivedMeanwhile() > 0) {
      sentences.add(
          "Of the findings that waited for this digest, %s meanwhile and left out."
              .formatted(
                  Words.joined(
                      Stream.of(
                              settled(contents.resolved(), "resolved"),
                              settled(contents.archivedMeanwhile(), "archived"))
                          .flatMap(Optional::stream)
                          .toList())));
    }
    return sentences;
  }

  private static Optional<String> settled(int count, String how) {
    return count == 0
        ? Optional.empty()
        : Optional.of("%d %s %s".formatted(count, count == 1 ? "was" : "were", how));
  }

  private void alerts() {
    if (contents.alertCount() == 0) {
      return;
    }
    List<DigestContents.Alert> alerts = contents.alerts().stream().limit(most).toList();
    unchecked();
    int shown = alerts.stream().mapToInt(DigestContents.Alert::findings).sum();
    String heading =
        shown < contents.alertCount()
            ? "The %d most important alerts".formatted(alerts.size())
            : "Alerts in detail";
    boolean hasOwners = !OwnerGroups.of(alerts).isEmpty();
    text.section(hasOwners ? heading + ", by owner" : heading);
    signIn(alerts);
    howToRun(alerts.stream().flatMap(alert -> command(alert).stream()).toList());
    byOwner(alerts);
    int others = contents.alertCount() - shown;
    if (hasOwners && others > 0) {
      text.gap();
    }
    more(others);
  }

  /** Many of one account have one reason, and one remedy. */
  private void unchecked() {
    if (contents.unchecked().isEmpty()) {
      return;
    }
    text.section("Could not be checked, by account");
    counts(contents.unchecked(), contents.limits().isNone() ? most : Math.min(MOST_COUNTS, most));
    text.sentence(
        "Rules need tags, key aliases or account details that could not be read. Deploy "
            + Facts.MEMBER_ACCOUNT_ROLE
            + " to an account of your organization, and the next sweep decides its findings"
            + " again.");
  }

  private void byOwner(List<DigestContents.Alert> alerts) {
    Map<Owner, List<DigestContents.Alert>> groups = OwnerGroups.of(alerts);
    if (groups.isEmpty()) {
      byReason(alerts);
      return;
    }
    List<String> reasons =
        alerts.stream().map(DigestContents.Alert::reason).distinct().limit(2).toList();
    if (reasons.size() == 1) {
      why(reasons.get(0));
    }
    groups.forEach(
        (owner, ofOwner) -> {
          text.gap();
          text.sentence(OwnerGroups.heading(owner));
          if (reasons.size() == 1) {
            ofOwner.forEach(this::alert);
          } else {
            byReason(ofOwner);
          }
        });
  }

  /** Says each reason once, in the order of the most important alert that has it. */
  private void byReason(List<DigestContents.Alert> alerts) {
    Map<String, List<DigestContents.Alert>> groups = new LinkedHashMap<>();
    alerts.forEach(
        alert -> groups.computeIfAbsent(alert.reason(), reason -> new ArrayList<>()).add(alert));
    groups.forEach(
        (reason, ofReason) -> {
          why(reason);
          ofReason.forEach(this::alert);
        });
  }

  private void why(String reason) {
    if (!reason.isEmpty()) {
      text.sentence("Why: " + Words.sentence(Defanged.value(reason)));
    }
  }

  private void alert(DigestContents.Alert alert) {
    text.bullet(
        "[%s] %s%s"
            .formatted(
                alert.severity().label(),
                DigestWords.sentence(alert.finding()),
                alert.findings() == 1
                    ? ""
                    : " (reported by %d findings)".formatted(alert.findings())));
    text.block(place(alert.finding()));
    ClosingCommand.savedBefore(alert)
        .filter(saved -> command(alert).isPresent())
        .ifPresent(text::block);
    command(alert).ifPresent(text::block);
  }

  private Optional<String> command(DigestContents.Alert alert) {
    return commands.computeIfAbsent(alert, ClosingCommand::of);
  }

  /** What every command of a kind needs, does besides, and how it is undone. */
  private void howToRun(List<String> shown) {
    if (shown.isEmpty()) {
      return;
    }
    text.sentence("The command below a link removes the access. Run it in the resource's account.");
    if (shown.stream().anyMatch(command -> command.contains(BLOCK))) {
      text.sentence(
          "For a bucket it blocks all public access: a website goes down, and other accounts lose"
              + " access too while the bucket's policy is public. First run the line above it, which saves the"
              + " current setting; to undo, put its before.json back, or run delete-public-access-block"
              + " if there was none.");
    }
    if (shown.stream().anyMatch(command -> !command.contains(BLOCK))) {
      text.sentence("For a snapshot, the same command with add instead of remove undoes it.");
    }
  }

  /** Says once what all links have in common, such as the delegated administrator's account. */
  private void signIn(List<DigestContents.Alert> alerts) {
    List<String> consoles =
        alerts.stream().map(alert -> console(alert.finding())).distinct().toList();
    if (consoles.size() == 1
        && alerts.stream().anyMatch(alert -> !signIn(alert.finding()).isEmpty())) {
      console = consoles.get(0);
      text.sentence("For the links, sign in to account %s.".formatted(console));
    }
  }

  private static String console(DigestContents.Named finding) {
    return Arn.accountOf(finding.analyzerArn()).orElse("");
  }

  private static String signIn(DigestContents.Named finding) {
    FindingSummary summary = finding.summary();
    return ConsoleLink.signIn(
        finding.analyzerArn(),
        summary == null || summary.account() == null ? "" : summary.account());
  }

  /** Where it is shown, or at least its id. */
  private String place(DigestContents.Named finding) {
    return ConsoleLink.to(finding.analyzerArn(), finding.findingId())
        .map(link -> console.equals(console(finding)) ? link : link + signIn(finding))
        .orElseGet(() -> "Finding " + Defanged.value(finding.findingId()));
  }

  private void failures(
      String heading, Map<DigestContents.FailedStep, DigestContents.Failures> all) {
    if (all.isEmpty()) {
      return;
    }
    text.section(heading);
    Map<DigestContents.FailedStep, DigestContents.Failures> named = new LinkedHashMap<>();
    all.entrySet().stream().limit(most).forEach(e -> named.put(e.getKey(), e.getValue()));
    named.forEach(
        (step, failures) -> {
          text.bullet(
              "%d at \"%s\"%s"
                  .formatted(failures.count(), Defanged.value(step.step()), error(step, failures)));
          failures.findings().first().stream().limit(most).forEach(this::located);
          more(failures.findings());
        });
    more(count(all) - count(named));
  }

  /** A message says more than the name of its error. */
  private static String error(DigestContents.FailedStep step, DigestContents.Failures failures) {
    if (!failures.message().isEmpty()) {
      return ", such as: " + Defanged.value(failures.message());
    }
    return step.error().isEmpty() ? "" : ": " + Defanged.value(step.error());
  }

  private static int count(Map<DigestContents.FailedStep, DigestContents.Failures> failures) {
    return failures.values().stream().mapToInt(DigestContents.Failures::count).sum();
  }

  private void located(DigestContents.Named finding) {
    text.detail(Words.capitalized(DigestWords.resource(finding)));
    text.block(place(finding));
  }

  private void failuresBefore() {
    String heading = "Failed before and not triaged since";
    if (contents.limits().isNone()) {
      failures(heading, contents.failuresBefore());
    } else if (contents.failureBeforeCount() > 0) {
      text.section("%s (%d)".formatted(heading, contents.failureBeforeCount()));
      text.sentence("Each was reported when it failed. The command below lists them.");
    }
  }

  private void open() {
    TopFew<DigestContents.Alert> open = contents.open();
    if (open.count() == 0) {
      return;
    }
    if (contents.limits().isNone()) {
      text.section("Open since before (%d)".formatted(open.count()));
      byOwner(open.first());
    } else {
      DigestContents.Named oldest = open.first().get(0).finding();
      text.section("Open longest, since " + Words.time(oldest.at()));
      located(oldest);
    }
  }

  private void leftAlone() {
    if (contents.leftAlone() > 0) {
      text.section("Left alone: %d".formatted(contents.leftAlone()));
      text.sentence(
          "%s of analyzers that AWS services manage, such as AWS Security Hub: look at them there. With ServiceLinkedFindings=alert they are alerted here."
              .formatted(contents.leftAlone() == 1 ? "A finding" : "Findings"));
    }
  }

  private void unswept() {
    TopFew<DigestContents.Named> unswept = contents.unswept();
    if (unswept.count() == 0) {
      return;
    }
    DigestContents.Named longest = unswept.first().get(0);
    text.section("May no longer exist (%d)".formatted(unswept.count()));
    text.sentence(
        "No sweep has looked at %s since the review was due: deleted, or the sweep does not run. Due longest, since %s:"
            .formatted(
                unswept.count() == 1 ? "this alert" : "these alerts", Words.time(longest.at())));
    if (contents.limits().isNone()) {
      unswept.first().forEach(this::located);
    } else {
      located(longest);
    }
  }

  private void archived() {
    if (contents.archivedCount() == 0) {
      return;
    }
    text.section("Archived by rules " + DigestWords.since(contents));
    counts(contents.archivedByRule(), most);
    list(
        "Of these, by rules that read tags",
        contents.archivedByTags(),
        finding ->
            "%s, by %s".formatted(DigestWords.resource(finding), Defanged.value(finding.rule())));
  }

  private void observed() {
    if (contents.observedCount() > 0) {
      text.section("Would be archived if Mode were archive");
      counts(contents.observedByRule(), most);
    }
  }

  /** The most frequent first. */
  private void counts(Map<String, Integer> counts, int mostOf) {
    DigestWords.sorted(counts).stream()
        .limit(mostOf)
        .forEach(
            count ->
                text.bullet(
                    "%s: %s"
                        .formatted(
                            Defanged.value(count.getKey()),
                            Words.count(count.getValue(), "finding"))));
    more(counts.size() - Math.min(mostOf, counts.size()));
  }

  private void list(
      String heading,
      TopFew<DigestContents.Named> findings,
      Function<DigestContents.Named, String> words) {
    if (findings.count() == 0) {
      return;
    }
    text.section("%s (%d)".formatted(heading, findings.count()));
    findings.first().stream()
        .limit(most)
        .forEach(finding -> text.bullet(Words.capitalized(words.apply(finding))));
    more(findings);
  }

  private void more(TopFew<DigestContents.Named> findings) {
    more(findings.count() - Math.min(most, findings.first().size()));
  }

  private void more(int others) {
    if (others > 0) {
      text.bullet(DigestWords.more(others));
    }
  }
}
