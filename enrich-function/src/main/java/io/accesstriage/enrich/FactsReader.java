package io.accesstriage.enrich;

import io.accesstriage.facts.Account;
import io.accesstriage.facts.Fact;
import io.accesstriage.facts.Facts;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.Resource;
import io.accesstriage.text.SafeText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads what is not in a finding: its resource's tags and key aliases, and its accounts. */
public final class FactsReader {
  private final TagReaders tagReaders;
  private final KeyAliasReader aliasReader;
  private final @Nullable AccountFacts accounts;
  private final Executor besides;
  private final Caller caller;

  /**
   * @param accounts null where AWS Organizations is not to be asked
   * @param besides runs calls that do not depend on each other; {@code Runnable::run} for one after
   *     the other
   */
  public FactsReader(
      TagReaders tagReaders,
      KeyAliasReader aliasReader,
      @Nullable AccountFacts accounts,
      Executor besides) {
    this(tagReaders, aliasReader, accounts, besides, Caller.FUNCTION);
  }

  FactsReader(
      TagReaders tagReaders,
      KeyAliasReader aliasReader,
      @Nullable AccountFacts accounts,
      Executor besides,
      Caller caller) {
    this.tagReaders = tagReaders;
    this.aliasReader = aliasReader;
    this.accounts = accounts;
    this.besides = besides;
    this.caller = caller;
  }

  /** All unread of a finding that is over. */
  Facts of(Finding finding) {
    return switch (finding.status()) {
      case RESOLVED, GONE, NOT_FOUND -> {
        String reason = "Not read, because the finding is " + finding.status() + ".";
        yield new Facts(
            Fact.unread(Fact.Cause.FAILED, reason),
            Fact.unread(Fact.Cause.FAILED, reason),
            Fact.unread(Fact.Cause.FAILED, reason),
            Fact.unread(Fact.Cause.FAILED, reason));
      }
      case ACTIVE, ARCHIVED -> read(finding);
    };
  }

  private Facts read(Finding finding) {
    Resource resource = finding.resource();
    boolean isKey = resource.type().equals(KeyAliasReader.RESOURCE_TYPE);
    if (!isKey && accounts == null) {
      // Most findings: one call, for which no thread need be started.
      return caller.withoutAccounts(tags(resource), Fact.known(List.of()));
    }
    try (ConcurrentCalls calls = new ConcurrentCalls(besides)) {
      Supplier<Fact<List<String>>> keyAliases =
          isKey ? calls.begin(() -> keyAliases(resource)) : () -> Fact.known(List.of());
      if (accounts == null) {
        return caller.withoutAccounts(tags(resource), keyAliases.get());
      }
      Supplier<Fact<Account>> account = calls.begin(() -> accounts.account(finding));
      Supplier<Fact<Boolean>> inOrganization =
          calls.begin(() -> accounts.principalInOrganization(finding));
      return new Facts(tags(resource), keyAliases.get(), account.get(), inOrganization.get());
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

  private <T> Fact<T> read(String what, String operation, Supplier<T> call) {
    return Reading.fact(what, operation, caller, call);
  }
}
