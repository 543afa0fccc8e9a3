package io.accesstriage.facts;

import io.accesstriage.text.SafeText;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who answers for a resource, by the tags that the parameter AlertTags names.
 *
 * @param name blank unless it is named
 */
public record Owner(Kind kind, String name) {
  public static final Owner NOBODY = new Owner(Kind.NOBODY, "");
  public static final Owner UNKNOWN = new Owner(Kind.UNKNOWN, "");

  /** What is known of an owner. */
  public enum Kind {
    /** The value of the first of the tags that the resource has. */
    NAMED,
    /** The resource has none of the tags, or they are blank. */
    NOBODY,
    /** No tags are named, or the resource's were not read. */
    UNKNOWN
  }

  public Owner {
    if (SafeText.isBlank(name) == (kind == Kind.NAMED)) {
      throw new IllegalArgumentException("an owner has a name if, and only if, it is named");
    }
  }

  public static Owner named(String name) {
    return new Owner(Kind.NAMED, name);
  }

  /**
   * @param alertTags the keys in the order in which they count
   */
  public static Owner of(List<String> alertTags, Fact<Map<String, String>> tags) {
    if (alertTags.isEmpty() || !(tags instanceof Fact.Known<Map<String, String>> known)) {
      return UNKNOWN;
    }
    return alertTags.stream()
        .map(key -> known.value().getOrDefault(key, ""))
        .filter(value -> !SafeText.isBlank(value))
        .findFirst()
        .map(Owner::named)
        .orElse(NOBODY);
  }

  /** The name; nothing where there is none, or where it is not known. */
  public Optional<String> told() {
    return Optional.of(name).filter(text -> !SafeText.isBlank(text));
  }
}
