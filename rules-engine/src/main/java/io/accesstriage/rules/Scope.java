package io.accesstriage.rules;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionOverload;
import dev.cel.runtime.CelFunctionResolver;
import dev.cel.runtime.CelResolvedOverload;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelVariableResolver;
import io.accesstriage.facts.Fact;
import io.accesstriage.finding.FindingType;
import io.accesstriage.finding.UnusedAccess;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The values of names for one subject, each made once for all rules that ask for it. A variable
 * that is not there evaluates to CEL's unknown, and a tag that was not read to an error; both are
 * absorbed by {@code &&} and {@code ||} where the other side decides, and by nothing else. Not
 * thread-safe: it remembers what it has found.
 */
final class Scope implements CelVariableResolver, CelFunctionResolver {
  /** How a reason begins that says itself what was not read. */
  private static final Pattern NAMING = Pattern.compile("(?:The|This) ");

  private static final Map<String, Vocabulary.Value> VALUES =
      Vocabulary.NAMES.stream()
          .collect(Collectors.toMap(Vocabulary.Name::name, Vocabulary.Name::value));

  /** Where the value of a name comes from that was not asked for before; null for none. */
  private final Function<String, @Nullable Object> source;

  /** Of other subjects; null where there are no others. */
  private final @Nullable KnownTruths known;

  private final Map<String, Optional<Object>> found = new HashMap<>();
  private final Fact<Map<String, String>> tags;
  private final Subject subject;
  private final CelResolvedOverload tag;
  private final CelResolvedOverload hasTag;
  private final IdentityHashMap<Condition.Part, Truth> truths = new IdentityHashMap<>();

  private Scope(
      Function<String, @Nullable Object> source, Subject subject, @Nullable KnownTruths known) {
    this.source = source;
    this.known = known;
    this.subject = subject;
    this.tags = subject.facts().tags();
    this.tag = overload(Vocabulary.TAG, key -> readTags().getOrDefault(key, ""));
    this.hasTag = overload(Vocabulary.HAS_TAG, key -> readTags().containsKey(key));
  }

  /** Of a file that names no accounts. */
  static Scope of(Subject subject, Map<String, List<String>> lists) {
    return of(subject, lists, AccountNames.OF_VENDORS);
  }

  static Scope of(Subject subject, Map<String, List<String>> lists, AccountNames accounts) {
    return of(subject, lists, accounts, null);
  }

  static Scope of(
      Subject subject,
      Map<String, List<String>> lists,
      AccountNames accounts,
      @Nullable KnownTruths known) {
    return new Scope(
        name -> {
          Vocabulary.Value value = VALUES.get(name);
          return value != null
              ? value.of(subject, accounts)
              : name.startsWith(Vocabulary.LISTS)
                  ? lists.get(name.substring(Vocabulary.LISTS.length()))
                  : null;
        },
        subject,
        known);
  }

  /** The same values and the risk score, or no score where it is not certain. */
  Scope withRisk(@Nullable Integer score) {
    if (score == null) {
      return this;
    }
    return with(Map.of(Vocabulary.RISK, (long) score));
  }

  /** The same without the values of other names. */
  Scope only(Predicate<String> names) {
    return new Scope(name -> names.test(name) ? find(name).orElse(null) : null, subject, known);
  }

  /** The same with other values of some names. */
  Scope with(Map<String, Object> others) {
    return new Scope(
        name -> others.containsKey(name) ? others.get(name) : find(name).orElse(null),
        subject,
        known);
  }

  /** How a part of a condition turns out, found once where finding it takes longer. */
  Truth of(Condition.Part part) {
    if (part.plain().isPresent()) {
      return part.plain().get().evaluate(this);
    }
    Truth truth = truths.get(part);
    if (truth == null) {
      truth = known == null ? part.evaluate(this) : known.of(part, this);
      truths.put(part, truth);
    }
    return truth;
  }

  Truth evaluate(CelRuntime.Program program) {
    try {
      return program.eval(this, this) instanceof Boolean truth
          ? Truth.of(truth)
          : Truth.UNDETERMINED;
    } catch (CelEvaluationException e) {
      return Truth.UNDETERMINED;
    }
  }

  @Override
  public Optional<Object> find(String name) {
    Optional<Object> before = found.get(name);
    if (before != null) {
      return before;
    }
    Object value = source.apply(name);
    Optional<Object> now =
        Optional.ofNullable(value instanceof Supplier<?> made ? made.get() : value);
    found.put(name, now);
    return now;
  }

  @Override
  public Optional<CelResolvedOverload> findOverloadMatchingArgs(
      String functionName, Object[] args) {
    return function(functionName);
  }

  @Override
  public Optional<CelResolvedOverload> findOverloadMatchingArgs(
      String functionName, Collection<String> overloadIds, Object[] args) {
    return function(functionName);
  }

  /** The tags, or nothing where they were not read. */
  Optional<Map<String, String>> tags() {
    return tags instanceof Fact.Known<Map<String, String>> known
        ? Optional.of(known.value())
        : Optional.empty();
  }

  /** That the name has no value, in short: the reason for the facts stands beside them. */
  String unread(String name) {
    return switch (name) {
      case Vocabulary.TAG -> "the tags were not read";
      case Vocabulary.KEY_ALIASES -> "the key's aliases were not read";
      case Vocabulary.IN_ORGANIZATION -> "the principal's account was not looked up";
      default -> Vocabulary.OF_ACCOUNT.contains(name) ? name + " was not read" : whyUnread(name);
    };
  }

  /** Why the name has no value, for a person. */
  String whyUnread(String name) {
    Fact<?> fact = fact(name);
    if (fact instanceof Fact.Unread<?> unread) {
      return NAMING.matcher(unread.reason()).lookingAt()
          ? unread.reason()
          : words(name) + ": " + unread.reason();
    }
    if (name.equals(Vocabulary.RISK)) {
      return "the risk score: a factor could not be determined";
    }
    return name + (isReadAndNever(name) ? ": it was never used" : ": the finding doesn't say");
  }

  /** The same as data; nothing for what is not read but made, or is known not to be. */
  Optional<UnreadFact> unreadFact(String name) {
    if (fact(name) instanceof Fact.Unread<?> unread) {
      return Optional.of(
          new UnreadFact(
              name.equals(Vocabulary.TAG) ? UnreadFact.TAGS : name,
              false,
              unread.cause(),
              unread.reason()));
    }
    return name.equals(Vocabulary.RISK) || isReadAndNever(name)
        ? Optional.empty()
        : Optional.of(
            new UnreadFact(name, true, Fact.Cause.UNSUPPORTED, "The finding does not say it."));
  }

  /** Where a name's value comes from, if not from the finding. */
  private @Nullable Fact<?> fact(String name) {
    return switch (name) {
      case Vocabulary.TAG -> tags;
      case Vocabulary.KEY_ALIASES -> subject.facts().keyAliases();
      case Vocabulary.IN_ORGANIZATION -> subject.facts().principalInOrganization();
      default -> Vocabulary.OF_ACCOUNT.contains(name) ? subject.facts().account() : null;
    };
  }

  private static String words(String name) {
    return switch (name) {
      case Vocabulary.TAG -> "the tags";
      case Vocabulary.KEY_ALIASES -> "the key's aliases";
      default -> name;
    };
  }

  /** Whether a time of last use has no value since there was none. */
  private boolean isReadAndNever(String name) {
    UnusedAccess unused = subject.finding().unused();
    return name.equals(Vocabulary.LAST_ACCESSED)
        && (subject.finding().family() != FindingType.Family.UNUSED
            || (unused != null && unused.isLastUseRead()));
  }

  private Map<String, String> readTags() throws CelEvaluationException {
    return tags().orElseThrow(() -> new CelEvaluationException(whyUnread(Vocabulary.TAG)));
  }

  private Optional<CelResolvedOverload> function(String name) {
    return switch (name) {
      case Vocabulary.TAG -> Optional.of(tag);
      case Vocabulary.HAS_TAG -> Optional.of(hasTag);
      default -> Optional.empty();
    };
  }

  private interface TagFunction {
    Object apply(String key) throws CelEvaluationException;
  }

  /** A tag's function closes over the tags, which are not changed once read. */
  @SuppressWarnings("Immutable")
  private static CelResolvedOverload overload(String name, TagFunction function) {
    CelFunctionOverload definition = args -> function.apply((String) args[0]);
    return CelResolvedOverload.of(name, name + "_string", definition, true, String.class);
  }
}
