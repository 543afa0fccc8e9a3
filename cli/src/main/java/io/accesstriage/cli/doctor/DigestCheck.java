package io.accesstriage.cli.doctor;

import io.accesstriage.ledger.Ledger;
import io.accesstriage.messages.words.Words;
import io.accesstriage.notify.Digest;
import io.accesstriage.text.SafeText;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The digest function has looked for news, and somebody listened, not long ago. */
final class DigestCheck implements Check {
  /** Of EventBridge Scheduler, such as rate(12 hours). */
  private static final Pattern RATE = Pattern.compile("rate\\((\\d{1,5}) (minute|hour|day)s?\\)");

  private static final Pattern CRON =
      Pattern.compile("cron\\((\\S+ \\S+ (\\S+) (\\S+) (\\S+) (\\S+))\\)");

  private static final String ANY = "*";
  private static final String WHY =
      "Only the digest reports what is not urgent: low alerts, alerts that waited, what was archived.";

  private final DeployedStack stack;
  private final Function<String, Ledger> ledgers;
  private final Clock clock;

  /**
   * @param ledgers the ledger of a table's name
   */
  DigestCheck(DeployedStack stack, Function<String, Ledger> ledgers, Clock clock) {
    this.stack = stack;
    this.ledgers = ledgers;
    this.clock = clock;
  }

  @Override
  public String subject() {
    return "last digest";
  }

  @Override
  public List<Outcome> look() {
    Optional<String> table = stack.physicalId("LedgerTable");
    if (table.isEmpty()) {
      return List.of(Outcome.Wrong.missing("LedgerTable", WHY));
    }
    String schedule = stack.parameter("DigestSchedule");
    Optional<Duration> most = longest(schedule);
    if (most.isEmpty()) {
      return List.of(
          new Outcome.Unknown(
              "the schedule %s is not understood".formatted(SafeText.quoted(schedule, 100)),
              "aws scheduler get-schedule --name %s --region %s shows when it is due."
                  .formatted(
                      ShellWord.of(stack.name() + "-digest"), ShellWord.of(stack.region()))));
    }
    Optional<Instant> last = last(ledgers.apply(table.get()));
    Instant now = clock.instant();
    if (last.isEmpty() && now.isBefore(stack.createdAt().plus(most.get()))) {
      return List.of(
          new Outcome.Unknown(
              "none was due yet, or nobody listened; the stack was made at "
                  + Words.time(stack.createdAt()),
              "Run triage doctor again once the first one is due: " + schedule + " in UTC."));
    }
    if (last.isEmpty() || last.get().plus(most.get()).isBefore(now)) {
      return List.of(
          new Outcome.Wrong(
              last.map(at -> "the last run with somebody listening was at " + Words.time(at))
                      .orElse("none has run with somebody listening")
                  + ", and its schedule is "
                  + schedule,
              WHY,
              "Look at the subscriptions above, then at the schedule: aws scheduler get-schedule --name %s --region %s"
                  .formatted(
                      ShellWord.of(stack.name() + "-digest"), ShellWord.of(stack.region()))));
    }
    return List.of(
        new Outcome.Ok(
            "ran at %s (it is sent where there is news)".formatted(Words.time(last.get()))));
  }

  private static Optional<Instant> last(Ledger ledger) {
    return Reading.READ_LEDGER.of(() -> Digest.last(ledger));
  }

  /** No digest of this schedule is later than that after the one before. */
  static Optional<Duration> longest(String schedule) {
    Matcher rate = RATE.matcher(schedule);
    if (rate.matches()) {
      long number = Long.parseLong(rate.group(1));
      Duration one =
          switch (rate.group(2)) {
            case "minute" -> Duration.ofMinutes(number);
            case "hour" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
          };
      return Optional.of(one.plusHours(1));
    }
    Matcher cron = CRON.matcher(schedule);
    if (!cron.matches()) {
      return Optional.empty();
    }
    if (!isAny(cron.group(3)) || !isAny(cron.group(5))) {
      // Of certain months or years.
      return Optional.of(Duration.ofDays(367));
    }
    if (!isAny(cron.group(2))) {
      return Optional.of(Duration.ofDays(63));
    }
    String weekday = cron.group(4);
    if (weekday.contains("#") || weekday.endsWith("L")) {
      return Optional.of(Duration.ofDays(36));
    }
    return Optional.of(isAny(weekday) ? Duration.ofHours(25) : Duration.ofDays(8));
  }

  private static boolean isAny(String field) {
    return field.equals(ANY) || field.equals("?") || field.equals("*/1");
  }
}
