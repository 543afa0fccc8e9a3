package io.accesstriage.enrich;

import io.accesstriage.analyzer.AccessAnalyzerFindings;
import io.accesstriage.aws.AwsCallException;
import io.accesstriage.facts.Fact;
import io.accesstriage.facts.Facts;
import io.accesstriage.failure.PermanentFailure;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingReader;
import io.accesstriage.finding.FindingStatus;
import io.accesstriage.finding.Resource;
import io.accesstriage.json.Json;
import io.accesstriage.json.MalformedInput;
import io.accesstriage.state.Origin;
import io.accesstriage.state.TriageState;
import io.accesstriage.text.SafeText;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
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
  private final TagReaders tagReaders;
  private final KeyAliasReader aliasReader;
  private final Executor besides;
  private final Clock clock;

  /**
   * @param besides runs the second of two independent calls; {@code Runnable::run} for one after
   *     the other
   */
  public FindingEnricher(
      FindingReader findings,
      TagReaders tagReaders,
      KeyAliasReader aliasReader,
      Executor besides,
      Clock clock) {
    this.findings = findings;
    this.tagReaders = tagReaders;
    this.aliasReader = aliasReader;
    this.besides = besides;
    this.clock = clock;
  }

  /** The enricher that asks AWS. */
  static FindingEnricher ofAws() {
    RegionalClients<KmsClient> kms = RegionalClients.of(KmsClient::builder);
    return new FindingEnricher(
        new AccessAnalyzerFindings(),
        TagReaders.ofAws(kms),
        new KmsAliasReader(kms),
        FindingEnricher::onAThreadOfItsOwn,
        Clock.systemUTC());
  }

  /**
   * Starting a thread costs a tenth of a millisecond, only keys need one, and none is left for
   * SnapStart to freeze or Lambda to stop between two invocations.
   */
  private static void onAThreadOfItsOwn(Runnable task) {
    Thread thread = new Thread(task, "besides");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * @return the finding, its resource's facts and when reading began, in milliseconds
   * @throws io.accesstriage.failure.TransientFailure where a call may work later
   * @throws PermanentFailure where only a reference is known and the finding cannot be read, or
   *     where the answer would be too large to pass on
   */
  public TriageState enrich(EnrichRequest request) {
    // Before reading: whatever is decided by others after this counts as later than these facts.
    Instant readAt = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Finding finding = finding(request);
    return fitting(new TriageState(finding, facts(finding), readAt, origin(request), null, null));
  }

  private static Origin origin(EnrichRequest request) {
    return request instanceof EnrichRequest.Reference ? Origin.REFERENCE : Origin.EVENT;
  }

  private Finding finding(EnrichRequest request) {
    if (request instanceof EnrichRequest.Announced announced) {
      return announced(announced.finding());
    }
    if (request instanceof EnrichRequest.Reference reference) {
      return referenced(reference);
    }
    throw new IllegalStateException("sealed: " + request);
  }

  private Finding announced(Finding event) {
    try {
      return findings
          .read(event.analyzerArn(), event.id())
          .orElseGet(
              () ->
                  event
                      .asAnnounced("Access Analyzer does not know the finding any more.")
                      .withStatus(FindingStatus.GONE));
    } catch (AwsCallException e) {
      if (e.kind() == AwsCallException.Kind.TRANSIENT) {
        throw e.asStepFailure();
      }
      return event.asAnnounced("The finding could not be read: " + why(e));
    } catch (MalformedInput e) {
      return event.asAnnounced(
          "Access Analyzer's answer could not be understood: " + sentence(e.getMessage()));
    }
  }

  private Finding referenced(EnrichRequest.Reference reference) {
    try {
      return findings
          .read(reference.analyzerArn(), reference.findingId())
          .orElseGet(() -> Finding.gone(reference.findingId(), reference.analyzerArn()));
    } catch (AwsCallException e) {
      throw switch (e.kind()) {
        case TRANSIENT, CREDENTIALS, CONNECTION -> e.asStepFailure();
        case DENIED, NOT_FOUND, OTHER -> unreadable(reference, why(e), e);
      };
    } catch (MalformedInput e) {
      throw unreadable(
          reference,
          "its answer could not be understood: "
              + sentence(e.getMessage())
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

  private Facts facts(Finding finding) {
    return switch (finding.status()) {
      case RESOLVED, GONE -> {
        String reason = "Not read, because the finding is " + finding.status() + ".";
        yield new Facts(
            Fact.unread(Fact.Cause.FAILED, reason), Fact.unread(Fact.Cause.FAILED, reason));
      }
      case ACTIVE, ARCHIVED -> facts(finding.resource());
    };
  }

  private Facts facts(Resource resource) {
    if (!resource.type().equals(KeyAliasReader.RESOURCE_TYPE)) {
      return new Facts(tags(resource), Fact.known(List.of()));
    }
    CompletableFuture<Fact<List<String>>> aliases =
        CompletableFuture.supplyAsync(() -> keyAliases(resource), besides);
    try {
      return new Facts(tags(resource), answer(aliases));
    } finally {
      // Where the tags failed, too: no call may go on when the invocation is over.
      aliases.exceptionally(e -> null).join();
    }
  }

  private static <T> T answer(CompletableFuture<T> call) {
    try {
      return call.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException failure ? failure : e;
    }
  }

  private Fact<Map<String, String>> tags(Resource resource) {
    Optional<TagReader> reader = tagReaders.forType(resource.type());
    if (reader.isEmpty()) {
      return Fact.unread(
          Fact.Cause.UNSUPPORTED,
          "This version does not read the tags of resources of type %s."
              .formatted(SafeText.line(resource.type(), 100)));
    }
    return read("tags", reader.get().operation(), () -> reader.get().tags(resource));
  }

  private Fact<List<String>> keyAliases(Resource key) {
    return read("key aliases", aliasReader.operation(), () -> aliasReader.aliases(key));
  }

  private static <T> Fact<T> read(String what, String operation, Supplier<T> call) {
    try {
      return Fact.known(call.get());
    } catch (AwsCallException e) {
      if (e.kind() == AwsCallException.Kind.TRANSIENT) {
        throw e.asStepFailure();
      }
      return Fact.unread(
          e.kind() == AwsCallException.Kind.DENIED ? Fact.Cause.DENIED : Fact.Cause.FAILED,
          "The %s could not be read: %s".formatted(what, why(e)));
    } catch (MalformedInput e) {
      return Fact.unread(
          Fact.Cause.FAILED,
          "The %s could not be read by %s: %s"
              .formatted(what, operation, sentence(e.getMessage())));
    }
  }

  /** What the call answered and, where a person can mend it, how. */
  private static String why(AwsCallException e) {
    String answer = sentence(e.getMessage());
    return switch (e.kind()) {
      case DENIED ->
          "%s Grant the enrich function's role %s, and see that no policy of the resource or the organization denies it."
              .formatted(answer, e.operation());
      case CREDENTIALS -> answer + " AWS does not accept the function's credentials.";
      case CONNECTION -> answer + " AWS was not reached, or there are no credentials to sign with.";
      case TRANSIENT, NOT_FOUND, OTHER -> answer;
    };
  }

  private static String sentence(String text) {
    return text.endsWith(".") ? text : text + ".";
  }

  private static TriageState fitting(TriageState state) {
    int bytes = Json.bytes(state.write()).length;
    if (bytes <= MOST_BYTES) {
      return state;
    }
    throw new PermanentFailure(
        "Finding %s of analyzer %s is too large to triage: with its facts it has %d bytes, at most %d can be passed on. Look at it in the console."
            .formatted(
                SafeText.line(state.finding().id(), 100),
                SafeText.line(state.finding().analyzerArn(), 300),
                bytes,
                MOST_BYTES));
  }
}
