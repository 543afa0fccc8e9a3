package io.accesstriage.messages.digest;

import io.accesstriage.decision.Severity;
import io.accesstriage.finding.FindingType;
import io.accesstriage.ledger.FindingSummary;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Alerts that differ in the resource only, each group with its number of findings. */
final class AlertGroups {
  private final Map<Key, Tally> tallies = new HashMap<>();

  /** By account; of several, the first in the alphabet, whatever the order of the entries. */
  private final Map<String, String> accountNames = new HashMap<>();

  /** Who has the access, roughly. */
  enum Access {
    PUBLIC("public"),
    SHARED("shared"),
    INTERNAL("internal"),
    UNUSED("unused"),
    NOT_ANALYZED("notAnalyzed"),
    OTHER("other");

    /** For programs. */
    final String field;

    Access(String field) {
      this.field = field;
    }

    static Access of(FindingSummary summary) {
      if (summary.isError()) {
        return NOT_ANALYZED;
      }
      return switch (new FindingType(summary.findingType()).family()) {
        case EXTERNAL -> summary.isPublic() ? PUBLIC : SHARED;
        case INTERNAL -> INTERNAL;
        case UNUSED -> UNUSED;
        case UNKNOWN -> OTHER;
      };
    }
  }

  private record Key(
      Severity severity, Access access, @Nullable String resourceType, @Nullable String account) {}

  /**
   * @param resourceType null where an older version has not recorded it
   * @param account null where it was not told
   * @param accountName null where it was not read
   * @param isSure whether all of them are what {@code access} says, and none only may be
   * @param resources how many, of which there may be several findings each
   */
  record Group(
      Severity severity,
      Access access,
      @Nullable String resourceType,
      @Nullable String account,
      @Nullable String accountName,
      boolean isSure,
      int findings,
      int resources) {}

  /** A digest of 50,000 findings has no room for all names of their resources. */
  private static final class Tally {
    private final Set<Long> hashes = new HashSet<>();
    private int findings;
    private boolean isSure = true;

    void add(String arn, boolean sure) {
      findings++;
      isSure &= sure;
      hashes.add(((long) arn.hashCode() << 32) | Integer.toUnsignedLong((arn + "#").hashCode()));
    }
  }

  private void add(Key key, String arn, boolean isSure) {
    tallies.computeIfAbsent(key, k -> new Tally()).add(arn, isSure);
  }

  void add(@Nullable FindingSummary summary, Severity severity) {
    if (summary == null) {
      add(new Key(severity, Access.OTHER, null, null), "", true);
      return;
    }
    String account = summary.account();
    if (account != null && summary.accountName() != null) {
      accountNames.merge(account, summary.accountName(), (a, b) -> a.compareTo(b) <= 0 ? a : b);
    }
    add(
        new Key(severity, Access.of(summary), summary.resourceType(), account),
        summary.resourceArn(),
        !summary.isPublic() || summary.isSurelyPublic());
  }

  /** The most severe first, of these the public ones, of these the largest group. */
  List<Group> all() {
    Comparator<String> text = Comparator.nullsLast(Comparator.naturalOrder());
    return tallies.entrySet().stream()
        .map(entry -> group(entry.getKey(), entry.getValue()))
        .sorted(
            Comparator.comparing(Group::severity)
                .reversed()
                .thenComparing(Group::access)
                .thenComparing(Comparator.comparingInt(Group::findings).reversed())
                .thenComparing(Group::account, text)
                .thenComparing(Group::resourceType, text))
        .toList();
  }

  private Group group(Key key, Tally tally) {
    return new Group(
        key.severity,
        key.access,
        key.resourceType,
        key.account,
        key.account == null ? null : accountNames.get(key.account),
        tally.isSure,
        tally.findings,
        tally.hashes.size());
  }
}
