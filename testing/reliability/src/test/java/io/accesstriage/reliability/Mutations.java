package io.accesstriage.reliability;

import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingArchive;
import io.accesstriage.finding.FindingStatus;
import io.accesstriage.ledger.Ledger;
import io.accesstriage.ledger.LedgerEntry;
import io.accesstriage.ledger.Review;
import io.accesstriage.ledger.Standing;
import io.accesstriage.messages.AlertMessage;
import io.accesstriage.notify.AlertTopic;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Products that lack one of the things that keep the promises. */
final class Mutations {
  private Mutations() {}

  /** Only events start a triage. */
  static Sabotage noSweep() {
    return new Sabotage() {
      @Override
      boolean sweeps() {
        return false;
      }
    };
  }

  /** The archive step takes what enrich has read for what is there now. */
  static Sabotage noReadBeforeArchive() {
    return new Sabotage() {
      @Override
      FindingArchive archive(FindingArchive archive) {
        Map<Activity, FindingStatus> updated = new HashMap<>();
        return new FindingArchive() {
          @Override
          public Optional<Finding> read(String analyzerArn, String findingId) {
            Activity activity = Activity.current();
            AccessAnalyzer analyzer = (AccessAnalyzer) archive;
            return activity
                .finding
                .answer()
                .map(
                    state ->
                        analyzer.parsed(
                            analyzer.findings().get(findingId), state, activity.finding.at()))
                .map(f -> f.withStatus(updated.getOrDefault(activity, f.status())));
          }

          @Override
          public void update(String analyzerArn, String findingId, FindingStatus status) {
            archive.update(analyzerArn, findingId, status);
            updated.put(Activity.current(), status);
          }
        };
      }
    };
  }

  /** No execution sees another's claim. */
  static Sabotage noClaim() {
    return ofLedger(
        entry ->
            entry.claim() != null
                    && !entry.claim().execution().endsWith(":" + Activity.current().name)
                ? entry.withoutClaim()
                : entry,
        entry -> entry);
  }

  /** Where a finding is left as it is, it is noted as alerted, whatever it was before. */
  static Sabotage ignoreOverwritesStanding() {
    return ofLedger(
        entry -> entry,
        entry ->
            Activity.current().function.equals("EvaluateFunction")
                    && entry.claim() == null
                    && entry.standing() != null
                ? entry.withStanding(entry.standing().as(Standing.Kind.ALERTED))
                : entry);
  }

  /** The digest clears its marks, and then is published. */
  static Sabotage marksClearedBeforePublish() {
    return new Sabotage() {
      private final List<Ledger> ledgers = new ArrayList<>();

      @Override
      Ledger ledger(Ledger ledger) {
        ledgers.add(ledger);
        return ledger;
      }

      @Override
      AlertTopic topic(AlertTopic topic) {
        return new AlertTopic() {
          @Override
          public void publish(AlertMessage message) {
            if (Activity.current().function.equals("DigestFunction")) {
              ledgers.forEach(this::clear);
            }
            topic.publish(message);
          }

          private void clear(Ledger ledger) {
            for (String finding : Activity.current().marks.keySet()) {
              ledger.read(finding).ifPresent(e -> ledger.write(e.withDigestDue(null)));
            }
          }

          @Override
          public boolean hasReader() {
            return topic.hasReader();
          }
        };
      }
    };
  }

  /** The state machine tries everything again, also what no trying again can mend. */
  static Sabotage retryOnEverything() {
    return new Sabotage() {
      @Override
      String stateMachine(String definition) {
        // Before the named ones: the first that matches is taken.
        return definition.replace(
            "\"Retry\": [",
            "\"Retry\": [{\"ErrorEquals\": [\"States.TaskFailed\"], \"IntervalSeconds\": 2,"
                + " \"MaxAttempts\": 6, \"BackoffRate\": 2},");
      }
    };
  }

  /** Whatever else is known of a finding, its hash is that of the access only. */
  static Sabotage hashOfTheAccessOnly() {
    return new Sabotage() {
      @Override
      Finding read(Finding finding) {
        String access =
            finding.type()
                + " "
                + finding.resource().arn()
                + " "
                + finding.principal()
                + " "
                + finding.access();
        return finding.asRead("0:" + Integer.toHexString(access.hashCode()));
      }
    };
  }

  /** What only an event told is not remembered, so that the next event may tell anything. */
  static Sabotage announcedContentForgotten() {
    return ofLedger(
        entry -> entry,
        entry ->
            entry.standing() != null && !Activity.current().isRead
                ? entry.withStanding(withoutHash(entry.standing()))
                : entry);
  }

  private static Standing withoutHash(Standing standing) {
    return new Standing(
        standing.kind(),
        null,
        standing.severity(),
        standing.rule(),
        standing.rulesVersion(),
        standing.reason(),
        standing.tagsUsed(),
        standing.at(),
        standing.execution());
  }

  /** Nobody remembers which update was looked at last, so that no event is an old one. */
  static Sabotage updatesForgotten() {
    return ofLedger(
        entry ->
            entry.review() != null && Activity.current().function.equals("EvaluateFunction")
                ? entry.withReview(
                    new Review(
                        entry.review().at(),
                        entry.review().rulesVersion(),
                        null,
                        entry.review().undeterminedSince()))
                : entry,
        entry -> entry);
  }

  private static Sabotage ofLedger(
      UnaryOperator<LedgerEntry> whenRead, UnaryOperator<LedgerEntry> whenWritten) {
    return new Sabotage() {
      @Override
      Ledger ledger(Ledger ledger) {
        return (Ledger)
            Proxy.newProxyInstance(
                Ledger.class.getClassLoader(),
                new Class<?>[] {Ledger.class},
                (proxy, method, arguments) -> {
                  try {
                    if (method.getName().equals("write")) {
                      return ledger.write(whenWritten.apply((LedgerEntry) arguments[0]));
                    }
                    Object answer = method.invoke(ledger, arguments);
                    return answer instanceof Optional<?> found
                            && found.isPresent()
                            && found.get() instanceof LedgerEntry entry
                        ? Optional.of(whenRead.apply(entry))
                        : answer;
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
      }
    };
  }
}
