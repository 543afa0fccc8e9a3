package io.accesstriage.cli.source;

import io.accesstriage.facts.Fact;
import io.accesstriage.facts.Facts;
import io.accesstriage.finding.Finding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A finding as a source read it, not judged yet.
 *
 * @param readAt when reading began
 * @param lacks what of the finding itself was not read; what of the facts was not, they say
 */
public record SourcedFinding(Finding finding, Facts facts, Instant readAt, List<Unread> lacks) {
  public SourcedFinding {
    lacks = List.copyOf(lacks);
  }

  /** All that was not read, of the finding and of its resource. */
  public List<Unread> unread() {
    List<Unread> unread = new ArrayList<>(lacks);
    add(unread, "tags", facts.tags());
    add(unread, "key aliases", facts.keyAliases());
    addIfAsked(unread, "account", facts.account());
    addIfAsked(unread, "principal's account", facts.principalInOrganization());
    return unread;
  }

  /** Without AWS Organizations no account is asked about, and of an anonymous principal never. */
  private static void addIfAsked(List<Unread> unread, String what, Fact<?> fact) {
    if (!(fact instanceof Fact.Unread<?> not) || not.cause() != Fact.Cause.UNSUPPORTED) {
      add(unread, what, fact);
    }
  }

  private static void add(List<Unread> unread, String what, Fact<?> fact) {
    if (fact instanceof Fact.Unread<?> not) {
      unread.add(new Unread(what, not.cause(), not.reason()));
    }
  }
}
