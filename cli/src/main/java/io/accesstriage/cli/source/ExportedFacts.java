package io.accesstriage.cli.source;

import io.accesstriage.cli.world.SampleAccount;
import io.accesstriage.cli.world.World;
import io.accesstriage.enrich.AccountAccess;
import io.accesstriage.enrich.EnrichConfig;
import io.accesstriage.enrich.EnrichRequest;
import io.accesstriage.enrich.FindingEnricher;
import io.accesstriage.enrich.KeyAliasReader;
import io.accesstriage.facts.Fact;
import io.accesstriage.facts.Facts;
import io.accesstriage.failure.PermanentFailure;
import io.accesstriage.failure.TransientFailure;
import io.accesstriage.finding.Finding;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What is known of the resources of exported findings: nothing, or what an account file says. */
final class ExportedFacts {
  private static final String NOT_EXPORTED =
      "An export has no %s: say them in a file (--account), or preview the analyzer itself (--analyzer-arn without --from).";
  private static final String NO_ACCOUNTS =
      "An export doesn't describe accounts: preview the analyzer itself (--analyzer-arn without --from) with --organizations.";
  private static final String NO_ANALYZER =
      "The export does not say which analyzer it is of: say it with --analyzer-arn.";
  private static final String NOT_IN_FILE =
      "The export doesn't have it. The output of \"aws accessanalyzer get-finding-v2\" does.";

  private static final Facts NOTHING = withoutAccounts(notExported("tags"), Fact.known(List.of()));
  private static final Facts NOTHING_OF_KEY =
      withoutAccounts(notExported("tags"), notExported("key aliases"));
  private static final List<Unread> LACKS = lacks();
  private static final List<Unread> LACKS_WITHOUT_ANALYZER = lacksWithoutAnalyzer();

  private final Optional<World> world;
  private final Clock clock;

  /**
   * @param account what resources there are
   */
  ExportedFacts(Optional<SampleAccount> account, Clock clock) {
    this.world = account.map(World::new);
    this.clock = clock;
  }

  SourcedFinding of(Finding finding, Instant readAt) {
    return new SourcedFinding(
        finding,
        world.map(w -> asIn(w, finding)).orElseGet(() -> none(finding)),
        readAt,
        lacks(finding));
  }

  private static <T> Fact<T> notExported(String what) {
    return Fact.unread(Fact.Cause.UNSUPPORTED, NOT_EXPORTED.formatted(what));
  }

  private static Facts none(Finding finding) {
    return finding.resource().type().equals(KeyAliasReader.RESOURCE_TYPE)
        ? NOTHING_OF_KEY
        : NOTHING;
  }

  /** Read as the enrich function reads it, of all accounts. */
  private synchronized Facts asIn(World account, Finding finding) {
    account.observeOwner(finding);
    AccountAccess access =
        new AccountAccess(
            new EnrichConfig("aws", "none", "read", null, false), account.roles(clock), clock);
    FindingEnricher enricher =
        new FindingEnricher(
            (analyzerArn, id) -> Optional.of(finding),
            account.tagReaders(access),
            account.keyAliasReader(access),
            Runnable::run,
            clock);
    try {
      Facts facts =
          enricher.enrich(new EnrichRequest.Reference(finding.analyzerArn(), finding.id())).facts();
      return withoutAccounts(facts.tags(), facts.keyAliases());
    } catch (TransientFailure | PermanentFailure e) {
      String reason = String.valueOf(e.getMessage());
      return withoutAccounts(
          Fact.unread(Fact.Cause.FAILED, reason), Fact.unread(Fact.Cause.FAILED, reason));
    }
  }

  private static Facts withoutAccounts(
      Fact<Map<String, String>> tags, Fact<List<String>> keyAliases) {
    return new Facts(
        tags,
        keyAliases,
        Fact.unread(Fact.Cause.UNSUPPORTED, NO_ACCOUNTS),
        Fact.unread(Fact.Cause.UNSUPPORTED, NO_ACCOUNTS));
  }

  /** What some exports do not say. */
  private static List<Unread> lacks(Finding finding) {
    return finding.analyzerArn().isEmpty() ? LACKS_WITHOUT_ANALYZER : LACKS;
  }

  private static List<Unread> lacks() {
    return Stream.of(
            Unread.PRINCIPAL,
            Unread.ACTIONS,
            Unread.CONDITION,
            Unread.PUBLIC,
            Unread.UNUSED,
            Unread.SOURCES,
            Unread.RESTRICTIONS)
        .map(what -> new Unread(what, Fact.Cause.UNSUPPORTED, NOT_IN_FILE))
        .toList();
  }

  private static List<Unread> lacksWithoutAnalyzer() {
    return Stream.concat(
            lacks().stream(),
            Stream.of(new Unread(Unread.ANALYZER, Fact.Cause.UNSUPPORTED, NO_ANALYZER)))
        .toList();
  }
}
