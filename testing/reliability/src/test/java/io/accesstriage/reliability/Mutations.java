package io.accesstriage.reliability;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.aws.AwsCallException;
import io.accesstriage.finding.Access;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingArchive;
import io.accesstriage.finding.FindingStatus;
import io.accesstriage.health.AnalyzerState;
import io.accesstriage.health.Analyzers;
import io.accesstriage.health.FindingTotal;
import io.accesstriage.health.Trails;
import io.accesstriage.ledger.ArchiveCount;
import io.accesstriage.ledger.Ledger;
import io.accesstriage.ledger.LedgerEntry;
import io.accesstriage.ledger.Reading;
import io.accesstriage.ledger.Review;
import io.accesstriage.ledger.Standing;
import io.accesstriage.messages.AlertMessage;
import io.accesstriage.messages.digest.DigestListing;
import io.accesstriage.notify.AlertTopic;
import io.accesstriage.sweep.OperationsTopic;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.accessanalyzer.model.GetFindingV2Response;

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

  /** What Access Analyzer does not answer counts as healthy. */
  static Sabotage unreadIsHealthy() {
    return new Sabotage() {
      @Override
      Analyzers analyzers(Analyzers analyzers) {
        return new Analyzers() {
          @Override
          public AnalyzerState get(String analyzerArn) {
            try {
              return analyzers.get(analyzerArn);
            } catch (AwsCallException e) {
              return new AnalyzerState(
                  analyzerArn, "ORGANIZATION", AnalyzerState.ACTIVE, null, null, null);
            }
          }

          @Override
          public List<AnalyzerState> inRegion(String region) {
            return analyzers.inRegion(region);
          }

          @Override
          public Optional<FindingTotal> total(String analyzerArn) {
            return analyzers.total(analyzerArn);
          }
        };
      }
    };
  }

  /** A trail that is there counts as one that logs. */
  static Sabotage stoppedIsLogging() {
    return new Sabotage() {
      @Override
      Trails trails(Trails trails) {
        return new Trails() {
          @Override
          public List<Trail> inRegion() {
            return trails.inRegion();
          }

          @Override
          public boolean isLogging(Trail trail) {
            trails.isLogging(trail);
            return true;
          }

          @Override
          public boolean logsChanges(Trail trail) {
            return trails.logsChanges(trail);
          }
        };
      }
    };
  }

  /** Operators are not told. */
  static Sabotage silentAboutAnalyzers() {
    return new Sabotage() {
      @Override
      OperationsTopic operations(OperationsTopic topic) {
        return message -> {};
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

          @Override
          public boolean hasUnfilteredReader() {
            return topic.hasUnfilteredReader();
          }
        };
      }
    };
  }

  /** The digest takes filtered subscriptions for readers of everything. */
  static Sabotage filtersUnseen() {
    return new Sabotage() {
      @Override
      AlertTopic topic(AlertTopic topic) {
        return new AlertTopic() {
          @Override
          public void publish(AlertMessage message) {
            topic.publish(message);
          }

          @Override
          public boolean hasReader() {
            return topic.hasReader();
          }

          @Override
          public boolean hasUnfilteredReader() {
            return true;
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
      Finding read(Finding finding, GetFindingV2Response answer) {
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
                ? entry.withStanding(entry.standing().ofContent(null))
                : entry);
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

  /** The finding is judged as our own archive has left it. */
  static Sabotage ownArchiveIsNews() {
    return ofLedger(
        entry ->
            entry.stands(Standing.Kind.ARCHIVED_BY_US)
                ? entry.withStanding(
                    entry
                        .standing()
                        .updatedAt(
                            Activity.current().judged.answer().map(State::updatedAt).orElse(null)))
                : entry,
        entry -> entry);
  }

  /** The archive step compares who has which access, and nothing else. */
  static Sabotage archiveComparesTheAccessOnly() {
    return new Sabotage() {
      @Override
      FindingArchive archive(FindingArchive archive) {
        AccessAnalyzer analyzer = (AccessAnalyzer) archive;
        return new FindingArchive() {
          @Override
          public Optional<Finding> read(String analyzerArn, String findingId) {
            Optional<Finding> now = archive.read(analyzerArn, findingId);
            Activity activity = Activity.current();
            return now.map(
                found ->
                    activity
                        .judged
                        .answer()
                        .filter(judged -> isSameAccess(judged, activity.finding.answer().get()))
                        .map(
                            judged ->
                                analyzer
                                    .parsed(
                                        analyzer.findings().get(findingId),
                                        judged,
                                        activity.judged.at())
                                    .withStatus(found.status()))
                        .orElse(found));
          }

          private boolean isSameAccess(State one, State other) {
            return one.content().partner().equals(other.content().partner())
                && one.content().grant().equals(other.content().grant());
          }

          @Override
          public void update(String analyzerArn, String findingId, FindingStatus status) {
            archive.update(analyzerArn, findingId, status);
          }
        };
      }
    };
  }

  /** A request that somebody made up passes for one of the finding's own analyzer. */
  static Sabotage anyAnalyzerTouchesTheEntry() {
    return ofLedger(
        entry ->
            Activity.current().name.startsWith("forged")
                ? entry.toBuilder().analyzerArn("").alert(null).build()
                : entry,
        entry -> entry);
  }

  /** A finding whose id looks like a key of something else passes for that. */
  static Sabotage idsAreKeys() {
    return ofCalls(
        (ledger, method, arguments) ->
            method.invoke(
                ledger, method.getName().equals("forEach") ? findings(arguments) : arguments));
  }

  @SuppressWarnings("unchecked")
  private static Object[] findings(Object[] arguments) {
    Consumer<LedgerEntry> reader = (Consumer<LedgerEntry>) arguments[0];
    Consumer<LedgerEntry> filtered =
        entry -> {
          if (!entry.findingId().contains("#")) {
            reader.accept(entry);
          }
        };
    return new Object[] {filtered};
  }

  /** Whatever conditions there are count as limits. */
  static Sabotage everyConditionLimits() {
    return new Sabotage() {
      @Override
      Finding read(Finding finding, GetFindingV2Response answer) {
        Access access = finding.access();
        if (access == null || access.condition() == null || access.condition().isEmpty()) {
          return finding;
        }
        Map<String, String> condition = new HashMap<>(access.condition());
        condition.put("aws:SourceAccount", "111122223333");
        return Finding.builder(
                finding.id(), finding.analyzerArn(), finding.type(), finding.resource())
            .status(finding.status())
            .error(finding.error())
            .isPublic(finding.isPublic())
            .principal(finding.principal())
            .access(new Access(access.actions(), condition, access.type()))
            .sources(finding.sources())
            .restrictions(finding.restrictions())
            .unused(finding.unused())
            .createdAt(finding.createdAt())
            .analyzedAt(finding.analyzedAt())
            .updatedAt(finding.updatedAt())
            .contentHash(finding.contentHash())
            .readFrom(finding.readFrom())
            .readFailure(finding.readFailure())
            .build();
      }
    };
  }

  /** Content is another one where Access Analyzer gives its lists in another order. */
  static Sabotage orderIsContent() {
    return new Sabotage() {
      @Override
      Finding read(Finding finding, GetFindingV2Response answer) {
        String order = Integer.toHexString(answer.findingDetails().toString().hashCode());
        List<String> hash = new ArrayList<>(List.of(finding.contentHash().split(":", -1)));
        hash.set(1, hash.get(1) + order);
        return finding.asRead(String.join(":", hash));
      }
    };
  }

  /** Rules that made a finding active again may archive it again, though nothing has changed. */
  static Sabotage unarchivesForgotten() {
    return ofLedger(
        entry ->
            entry.standing() != null && entry.standing().unarchivedFacts() != null
                ? entry.withStanding(entry.standing().unarchivedUnder("other,other,other,other"))
                : entry,
        entry -> entry);
  }

  /** A finding counts each time that a rule archives it: its entry does not know of the count. */
  static Sabotage countsForgotten() {
    return ofLedger(
        entry ->
            entry.archiveCount() == null
                ? entry
                : entry.withArchiveCount(
                    new ArchiveCount(entry.archiveCount().rule(), LocalDate.EPOCH)),
        entry -> entry);
  }

  /** What Access Analyzer does not know once is closed, whatever an event says. */
  static Sabotage oneNotFoundCloses() {
    return ofCalls(
        (ledger, method, arguments) -> {
          Object answer = method.invoke(ledger, arguments);
          return answer instanceof Reading reading
                  && Activity.current().function.equals("EvaluateFunction")
              ? with(
                  reading,
                  missingForLong(
                      reading
                          .entry()
                          .orElseGet(() -> LedgerEntry.first((String) arguments[0], ""))))
              : answer;
        });
  }

  private static Reading with(Reading reading, LedgerEntry entry) {
    return new Reading(entry, reading.known(), reading.archived(), reading.marks());
  }

  private static LedgerEntry missingForLong(LedgerEntry entry) {
    Instant since = Activity.CLOCK.instant().minus(Duration.ofMinutes(30));
    Review review = entry.review();
    return entry.withReview(
        review == null
            ? new Review(since, "none", null, null, since)
            : new Review(
                review.at(),
                review.rulesVersion(),
                review.findingUpdatedAt(),
                review.undeterminedSince(),
                since));
  }

  /** Everybody's tags are trusted, whether the rules file says so or not. */
  static Sabotage allTagsTrusted() {
    return new Sabotage() {
      @Override
      String rules(String file) {
        return Stream.of(file.split("(?=  - id: )"))
            .map(
                rule ->
                    rule.contains("effect: archive") && !rule.contains("trustTags")
                        ? rule.replace("    when: |\n", "    trustTags: true\n    when: |\n")
                        : rule)
            .collect(Collectors.joining());
      }
    };
  }

  /** Where Access Analyzer gives several sets of details, all of them count as the same access. */
  static Sabotage unknownIsTheSame() {
    return new Sabotage() {
      @Override
      Finding read(Finding finding, GetFindingV2Response answer) {
        return finding.principal() == null
                && !finding.isError()
                && answer.findingDetails().size() > 1
            ? finding.asRead(
                "0:" + Integer.toHexString((finding.type() + finding.resource().arn()).hashCode()))
            : finding;
      }

      @Override
      JsonNode payload(String function, JsonNode payload) {
        ObjectNode whole = payload.deepCopy();
        if (whole.at("/state/finding") instanceof ObjectNode finding && !finding.has("principal")) {
          finding.put("isPublic", false);
          finding.putObject("principal").put("kind", "Anyone").put("arn", "").put("value", "");
          finding.putObject("access").put("type", "").putArray("actions");
          ((ObjectNode) finding.get("access")).putObject("condition");
        }
        return whole;
      }
    };
  }

  /** The digest names everything, however much that is. */
  static Sabotage digestOfEverything() {
    return new Sabotage() {
      private @Nullable Ledger own;

      @Override
      Ledger ledger(Ledger ledger) {
        own = ledger;
        return ledger;
      }

      @Override
      AlertTopic topic(AlertTopic topic) {
        return new AlertTopic() {
          @Override
          public void publish(AlertMessage message) {
            topic.publish(
                Activity.current().function.equals("DigestFunction") ? all(message) : message);
          }

          private AlertMessage all(AlertMessage message) {
            DigestListing listing = DigestListing.of(own, null, Activity.CLOCK.instant());
            Map<String, String> bodies = new HashMap<>(message.bodies());
            bodies.put(AlertMessage.EMAIL, listing.text());
            bodies.put(AlertMessage.QUEUE, listing.json().toString());
            bodies.put(AlertMessage.FUNCTION, listing.json().toString());
            return new AlertMessage(message.subject(), bodies, message.attributes());
          }

          @Override
          public boolean hasReader() {
            return topic.hasReader();
          }

          @Override
          public boolean hasUnfilteredReader() {
            return topic.hasUnfilteredReader();
          }
        };
      }
    };
  }

  private static Sabotage ofLedger(
      UnaryOperator<LedgerEntry> whenRead, UnaryOperator<LedgerEntry> whenWritten) {
    return ofCalls(
        (ledger, method, arguments) -> {
          if (method.getName().equals("write")) {
            arguments[0] = whenWritten.apply((LedgerEntry) arguments[0]);
          }
          Object answer = method.invoke(ledger, arguments);
          return answer instanceof Reading reading && reading.stored() != null
              ? with(reading, whenRead.apply(reading.stored()))
              : answer;
        });
  }

  /** Makes a call of the ledger, in its own way. */
  @FunctionalInterface
  private interface LedgerCall {
    Object make(Ledger ledger, Method method, Object[] arguments)
        throws ReflectiveOperationException;
  }

  private static Sabotage ofCalls(LedgerCall call) {
    return new Sabotage() {
      @Override
      Ledger ledger(Ledger ledger) {
        return (Ledger)
            Proxy.newProxyInstance(
                Ledger.class.getClassLoader(),
                new Class<?>[] {Ledger.class},
                (proxy, method, arguments) -> {
                  try {
                    return call.make(ledger, method, arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
      }
    };
  }
}
