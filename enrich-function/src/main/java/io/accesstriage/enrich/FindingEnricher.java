package io.accesstriage.enrich;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.analyzer.AccessAnalyzerFindings;
import io.accesstriage.aws.AwsCallException;
import io.accesstriage.aws.AwsClients;
import io.accesstriage.failure.PermanentFailure;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingReader;
import io.accesstriage.json.Json;
import io.accesstriage.json.MalformedInput;
import io.accesstriage.state.Origin;
import io.accesstriage.state.TriageState;
import io.accesstriage.text.SafeText;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Executor;
import software.amazon.awssdk.services.kms.KmsClient;

/**
 * Reads a finding as it is now, then what its resource's tags and key aliases say. What may work
 * later is thrown for the state machine to try again; what could not be read for good is told as
 * unread, so that no rule takes it for absent. Thread-safe.
 */
public final class FindingEnricher {
  /**
   * Step Functions passes at most 256 KiB from state to state; the decision is still to be added.
   *
   * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html">Quotas
   *     of Step Functions</a>
   */
  private static final int MOST_BYTES = 200 * 1024;

  private final FindingReader findings;
  private final FactsReader facts;
  private final Clock clock;
  private final Caller caller;

  /** Without AWS Organizations. */
  public FindingEnricher(
      FindingReader findings,
      TagReaders tagReaders,
      KeyAliasReader aliasReader,
      Executor besides,
      Clock clock) {
    this(findings, new FactsReader(tagReaders, aliasReader, null, besides), clock);
  }

  public FindingEnricher(FindingReader findings, FactsReader facts, Clock clock) {
    this(findings, facts, clock, Caller.FUNCTION);
  }

  private FindingEnricher(FindingReader findings, FactsReader facts, Clock clock, Caller caller) {
    this.findings = findings;
    this.facts = facts;
    this.clock = clock;
    this.caller = caller;
  }

  /** The enricher that asks AWS, as the function. */
  static FindingEnricher ofAws(EnrichConfig config, AwsClients aws, Clock clock) {
    return ofAws(config, aws, clock, Caller.FUNCTION);
  }

  /** The enricher that asks AWS with a person's credentials. */
  public static FindingEnricher ofPerson(EnrichConfig config, AwsClients aws) {
    return ofAws(config, aws, Clock.systemUTC(), Caller.PERSON);
  }

  private static FindingEnricher ofAws(
      EnrichConfig config, AwsClients aws, Clock clock, Caller caller) {
    AccountAccess access = AccountAccess.ofAws(config, aws, clock, caller);
    RegionalClients<KmsClient> kms = access.clients(KmsClient::builder);
    return new FindingEnricher(
        new AccessAnalyzerFindings(aws),
        new FactsReader(
            TagReaders.ofAws(access, kms),
            new KmsAliasReader(kms),
            config.readsAccounts()
                ? new AccountFacts(
                    new AwsOrganization(config.partition(), aws),
                    clock,
                    ConcurrentCalls::onAThreadOfItsOwn,
                    caller)
                : null,
            ConcurrentCalls::onAThreadOfItsOwn,
            caller),
        clock,
        caller);
  }

  /**
   * What was read of a finding, as the next step gets it.
   *
   * @param json the state's, which is written once
   */
  record Enriched(TriageState state, ObjectNode json) {}

  /** What {@link #enrich(EnrichRequest, List)} answers where alerts name no tags. */
  public TriageState enrich(EnrichRequest request) {
    return enrich(request, List.of()).state();
  }

  /**
   * @param alertTags keys of the tags that alerts name
   * @return the finding, its resource's facts and when reading began, in milliseconds
   * @throws io.accesstriage.failure.TransientFailure where a call may work later
   * @throws PermanentFailure where only a reference is known and the finding cannot be read, or
   *     where the answer would be too large to pass on
   */
  Enriched enrich(EnrichRequest request, List<String> alertTags) {
    // Before reading: whatever is decided by others after this counts as later than these facts.
    Instant readAt = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Finding finding = finding(request);
    TriageState state =
        new TriageState(finding, facts.of(finding), readAt, origin(request), null, null, alertTags);
    ObjectNode json = state.write();
    requireFitting(finding, Json.bytes(json).length);
    return new Enriched(state, json);
  }

  private static Origin origin(EnrichRequest request) {
    return request instanceof EnrichRequest.Reference ? Origin.REFERENCE : Origin.EVENT;
  }

  private Finding finding(EnrichRequest request) {
    if (request instanceof EnrichRequest.Announced announced) {
      return announced(announced);
    }
    if (request instanceof EnrichRequest.Reference reference) {
      return referenced(reference);
    }
    throw new IllegalStateException("sealed: " + request);
  }

  private Finding announced(EnrichRequest.Announced request) {
    Finding event = request.finding();
    try {
      return findings.read(event.analyzerArn(), event.id()).orElseGet(event::asNotFound);
    } catch (AwsCallException e) {
      boolean mayPass =
          switch (e.kind()) {
            case TRANSIENT -> true;
            // A deployment's credentials are renewed: an old event is no news of the finding.
            case CREDENTIALS, CONNECTION -> !request.isAlone();
            case DENIED, NOT_FOUND, OTHER -> false;
          };
      if (mayPass) {
        throw e.asStepFailure();
      }
      return event.asAnnounced(Reading.why(e, caller));
    } catch (MalformedInput e) {
      return event.asAnnounced(
          "Access Analyzer's answer could not be understood: " + Reading.sentence(e.getMessage()));
    }
  }

  private Finding referenced(EnrichRequest.Reference reference) {
    try {
      return findings
          .read(reference.analyzerArn(), reference.findingId())
          .orElseGet(() -> Finding.notFound(reference.findingId(), reference.analyzerArn()));
    } catch (AwsCallException e) {
      throw switch (e.kind()) {
        case TRANSIENT, CREDENTIALS, CONNECTION -> e.asStepFailure();
        case DENIED, NOT_FOUND, OTHER -> unreadable(reference, Reading.why(e, caller), e);
      };
    } catch (MalformedInput e) {
      throw unreadable(
          reference,
          "its answer could not be understood: "
              + Reading.sentence(e.getMessage())
              + " Look at the finding in the console and report this to the maintainers.",
          e);
    }
  }

  private static PermanentFailure unreadable(
      EnrichRequest.Reference reference, String why, RuntimeException cause) {
    return new PermanentFailure(
        "Finding %s of analyzer %s could not be read, and no event describes it: %s"
            .formatted(
                SafeText.line(reference.findingId(), 100),
                SafeText.line(reference.analyzerArn(), 300),
                why),
        cause);
  }

  private static void requireFitting(Finding finding, int bytes) {
    if (bytes > MOST_BYTES) {
      throw new PermanentFailure(
          "Finding %s of analyzer %s is too large to triage: with its facts it has %d bytes, at most %d can be passed on. Look at it in the console."
              .formatted(
                  SafeText.line(finding.id(), 100),
                  SafeText.line(finding.analyzerArn(), 300),
                  bytes,
                  MOST_BYTES));
    }
  }
}
