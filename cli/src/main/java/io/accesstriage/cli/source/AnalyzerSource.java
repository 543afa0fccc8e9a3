package io.accesstriage.cli.source;

import io.accesstriage.analyzer.AccessAnalyzerList;
import io.accesstriage.aws.AwsCallException;
import io.accesstriage.enrich.EnrichRequest;
import io.accesstriage.enrich.FindingEnricher;
import io.accesstriage.facts.Fact;
import io.accesstriage.facts.Facts;
import io.accesstriage.failure.PermanentFailure;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingPage;
import io.accesstriage.finding.FindingStatus;
import io.accesstriage.finding.FindingType.Family;
import io.accesstriage.json.MalformedInput;
import io.accesstriage.state.TriageState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The findings of an analyzer, as AWS tells them now. Lists them first, which is a hundredth of the
 * calls; then reads each one of a status that is asked for, with its resource's facts as the enrich
 * function does, several at a time, and tells them in the order of the list. What has been read is
 * in the cache at once.
 */
final class AnalyzerSource implements FindingSource {
  /** How many findings may be read ahead of one that takes long, for each thread. */
  private static final int AHEAD = 4;

  private final String analyzerArn;
  private final Set<FindingStatus> asked;
  private final Reads reads;
  private final Supplier<ReadingCache> caches;
  private final Patience patience;
  private final Progress progress;
  private final List<String> notes = new ArrayList<>();

  /**
   * The calls that are made.
   *
   * @param concurrency how many findings are read at the same time
   */
  record Reads(AccessAnalyzerList list, FindingEnricher enricher, int concurrency) {}

  /**
   * @param asked findings of which status are read; of others only the list tells, but of archived
   *     ones which are public
   * @param caches opened when reading begins
   */
  AnalyzerSource(
      String analyzerArn,
      Set<FindingStatus> asked,
      Reads reads,
      Supplier<ReadingCache> caches,
      Patience patience) {
    this.analyzerArn = analyzerArn;
    this.asked = Set.copyOf(asked);
    this.reads = reads;
    this.caches = caches;
    this.patience = patience;
    this.progress = patience.progress();
  }

  @Override
  public String name() {
    return analyzerArn;
  }

  @Override
  public <R> void read(Function<SourcedFinding, R> work, Consumer<R> each) {
    readEach(sourced -> each.accept(work.apply(sourced)));
  }

  private void readEach(Consumer<SourcedFinding> each) {
    try (ReadingCache cache = caches.get()) {
      List<Finding> toRead = new ArrayList<>();
      List<Finding> archived = new ArrayList<>();
      list(
          token -> reads.list().page(analyzerArn, token),
          finding -> {
            if (asked.contains(finding.status())) {
              toRead.add(finding);
            } else if (finding.status() == FindingStatus.ARCHIVED
                && finding.family() == Family.EXTERNAL) {
              archived.add(finding);
            } else {
              each.accept(notAsked(finding));
            }
          });
      addPublic(archived, toRead, each);
      int known = cache.countReadable(toRead);
      if (known > 0) {
        progress.note(
            "%d of %d findings were read before and are taken from %s; --fresh reads all again."
                .formatted(known, toRead.size(), cache.file()));
      }
      progress.begin(toRead.size(), known);
      try {
        readAll(toRead, cache, each);
      } finally {
        progress.end();
      }
    }
  }

  /** Of archived findings, what is public is read, as nobody else gets told. */
  private void addPublic(
      List<Finding> archived, List<Finding> toRead, Consumer<SourcedFinding> each) {
    Set<String> publicOnes = new HashSet<>();
    boolean isKnown = true;
    if (!archived.isEmpty()) {
      try {
        list(
            token -> reads.list().publicArchived(analyzerArn, token),
            finding -> publicOnes.add(finding.id()));
      } catch (UnreadableSource e) {
        isKnown = false;
        notes.add(
            "Which archived findings are public could not be read: %s".formatted(e.getMessage()));
      }
    }
    for (Finding finding : archived) {
      if (publicOnes.contains(finding.id())) {
        toRead.add(finding);
      } else {
        each.accept(notAsked(isKnown ? finding.toBuilder().isPublic(false).build() : finding));
      }
    }
  }

  @Override
  public List<String> notes() {
    return List.copyOf(notes);
  }

  /** One finding of the analyzer, read now, whatever its status. */
  FindingSource only(String findingId) {
    AnalyzerSource all = this;
    return new FindingSource() {
      @Override
      public String name() {
        return all.name();
      }

      @Override
      public <R> void read(Function<SourcedFinding, R> work, Consumer<R> each) {
        all.readOnly(findingId).map(work).ifPresent(each);
      }

      @Override
      public List<String> notes() {
        return List.of();
      }
    };
  }

  private Optional<SourcedFinding> readOnly(String findingId) {
    try {
      TriageState state =
          patience.make(
              () -> reads.enricher().enrich(new EnrichRequest.Reference(analyzerArn, findingId)));
      return state.finding().status() == FindingStatus.NOT_FOUND
          ? Optional.empty()
          : Optional.of(sourced(state));
    } catch (PermanentFailure e) {
      throw new UnreadableSource(String.valueOf(e.getMessage()), e);
    } finally {
      progress.end();
    }
  }

  private void list(
      Function<@Nullable String, FindingPage<Finding>> pages, Consumer<Finding> each) {
    String token = null;
    // A finding that changes meanwhile may move to a later page.
    Set<String> listed = new HashSet<>();
    try {
      do {
        String pageToken = token;
        FindingPage<Finding> page;
        try {
          page = patience.make(() -> pages.apply(pageToken));
        } catch (AwsCallException e) {
          throw unlisted(e);
        } catch (MalformedInput e) {
          throw new UnreadableSource(
              "Access Analyzer's list could not be understood: %s. Please report it."
                  .formatted(e.getMessage()),
              e);
        }
        page.findings().stream().filter(finding -> listed.add(finding.id())).forEach(each);
        progress.listed(listed.size());
        token = page.nextToken();
      } while (token != null);
    } finally {
      progress.end();
    }
  }

  private UnreadableSource unlisted(AwsCallException e) {
    String what =
        switch (e.kind()) {
          case DENIED ->
              "Your credentials may not list the findings; \"triage preview --print-policy --analyzer-arn %s\" prints what they need"
                  .formatted(analyzerArn);
          case NOT_FOUND ->
              "There is no such analyzer in this account; \"aws accessanalyzer list-analyzers\""
                  + " lists those of a region";
          case TRANSIENT, CREDENTIALS, CONNECTION, OTHER ->
              "Look at the analyzer's ARN, the profile and the network";
        };
    return new UnreadableSource("%s. %s.".formatted(e.getMessage(), what), e);
  }

  /** Nothing is done about it, so nothing need be known of it. */
  private SourcedFinding notAsked(Finding listed) {
    String reason = "Not read, because the finding is " + listed.status() + ".";
    return new SourcedFinding(
        listed,
        new Facts(
            Fact.unread(Fact.Cause.UNSUPPORTED, reason),
            Fact.unread(Fact.Cause.UNSUPPORTED, reason)),
        progress.now(),
        List.of());
  }

  private void readAll(List<Finding> toRead, ReadingCache cache, Consumer<SourcedFinding> each) {
    ExecutorService threads =
        Executors.newFixedThreadPool(reads.concurrency(), AnalyzerSource::thread);
    Deque<Future<SourcedFinding>> ahead = new ArrayDeque<>();
    try {
      for (Finding listed : toRead) {
        Optional<TriageState> known = cache.readable(listed);
        ahead.add(
            known.isPresent()
                ? done(sourced(known.get()))
                : threads.submit(() -> read(listed, cache)));
        if (ahead.size() >= AHEAD * reads.concurrency()) {
          each.accept(answer(ahead.remove()));
        }
      }
      while (!ahead.isEmpty()) {
        each.accept(answer(ahead.remove()));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "preview-reader");
    thread.setDaemon(true);
    return thread;
  }

  private static Future<SourcedFinding> done(SourcedFinding finding) {
    return CompletableFuture.completedFuture(finding);
  }

  private static SourcedFinding answer(Future<SourcedFinding> reading) {
    try {
      return reading.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnreadableSource("interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private SourcedFinding read(Finding listed, ReadingCache cache) {
    SourcedFinding finding;
    try {
      TriageState state =
          patience.make(
              () -> reads.enricher().enrich(new EnrichRequest.Reference(analyzerArn, listed.id())));
      cache.add(state);
      finding = sourced(state);
    } catch (PermanentFailure e) {
      finding = unreadable(listed, e);
    }
    progress.done();
    return finding;
  }

  private static SourcedFinding sourced(TriageState state) {
    return new SourcedFinding(state.finding(), state.facts(), state.readAt(), List.of());
  }

  /** Only the list tells of it, so no rule archives it. */
  private SourcedFinding unreadable(Finding listed, PermanentFailure e) {
    boolean isDenied =
        e.getCause() instanceof AwsCallException answer
            && answer.kind() == AwsCallException.Kind.DENIED;
    Fact.Cause cause = isDenied ? Fact.Cause.DENIED : Fact.Cause.FAILED;
    String reason = String.valueOf(e.getMessage());
    return new SourcedFinding(
        listed.asAnnounced(reason),
        new Facts(Fact.unread(cause, reason), Fact.unread(cause, reason)),
        progress.now(),
        List.of(new Unread(Unread.FINDING, cause, reason)));
  }
}
