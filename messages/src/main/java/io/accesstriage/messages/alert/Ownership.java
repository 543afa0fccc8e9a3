package io.accesstriage.messages.alert;

import io.accesstriage.facts.Account;
import io.accesstriage.facts.Fact;
import io.accesstriage.facts.Owner;
import io.accesstriage.state.TriageState;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Whose a resource is. A text is empty where it is absent or not known.
 *
 * @param account the resource's, by its id
 * @param accountName as AWS Organizations has it
 * @param ou id of what the account is directly in
 * @param owner by the resource's tags
 * @param tags those of AlertTags, in its order, but for those that the resource lacks
 */
public record Ownership(
    String account, String accountName, String ou, String owner, List<Tag> tags) {
  private static final String ALL = "various";

  /** Of a message about many findings. */
  static final Ownership VARIOUS = new Ownership(ALL, ALL, ALL, ALL, List.of());

  /** A tag that alerts name, and its value, unless it was not read. */
  record Tag(String key, Fact<String> value) {}

  public Ownership {
    tags = List.copyOf(tags);
  }

  static Ownership of(TriageState state) {
    return of(
        Objects.requireNonNullElse(state.finding().resource().account(), ""),
        state.facts().account(),
        state.alertTags(),
        state.facts().tags());
  }

  /**
   * @param account the id, empty where it is not known
   * @param alertTags keys in the order in which they count
   */
  static Ownership of(
      String account, Fact<Account> facts, List<String> alertTags, Fact<Map<String, String>> tags) {
    String owner = Owner.of(alertTags, tags).name();
    List<Tag> named = alertTags.stream().flatMap(key -> tag(key, tags)).toList();
    return facts instanceof Fact.Known<Account> known
        ? new Ownership(account, known.value().name(), known.value().ou(), owner, named)
        : new Ownership(account, "", "", owner, named);
  }

  private static Stream<Tag> tag(String key, Fact<Map<String, String>> tags) {
    if (tags instanceof Fact.Unread<Map<String, String>> unread) {
      return Stream.of(new Tag(key, Fact.unread(unread.cause(), unread.reason())));
    }
    return tags instanceof Fact.Known<Map<String, String>> known
        ? Stream.ofNullable(known.value().get(key)).map(value -> new Tag(key, Fact.known(value)))
        : Stream.empty();
  }
}
