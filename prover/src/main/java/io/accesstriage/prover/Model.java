package io.accesstriage.prover;

import io.accesstriage.finding.Access;
import io.accesstriage.finding.AwsNames;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Values for all that a finding consists of, of those that the end of a branch leaves. */
final class Model {
  /** What limits access to somebody, whoever the principal is. */
  private static final Map<String, String> LIMIT = Map.of("aws:PrincipalOrgID", "o-exampleorgid");

  private static final int MOST_LISTED = 200;

  private final Store store;
  private final Preferences preferences;

  Model(Store store, Preferences preferences) {
    this.store = store;
    this.preferences = preferences;
  }

  /** A text; empty where the search has said nothing of it and nothing is preferred. */
  String text(String variable) {
    String best = preferences.best(variable, store);
    return best == null ? "" : best;
  }

  boolean isAsked(String variable) {
    return store.texts().containsKey(variable)
        || store.lists().containsKey(variable)
        || store.flags().containsKey(variable)
        || store.differences().knows(variable);
  }

  boolean isDefined(String variable) {
    return store.flag(Variables.defined(variable)) != Truths.FALSE;
  }

  /** Whether it may be true, where it may be both whether it is preferred. */
  boolean flag(String variable, boolean preferred) {
    int flag = store.flag(variable) & Truths.KNOWN;
    return (flag == Truths.KNOWN || flag == 0) ? preferred : flag == Truths.TRUE;
  }

  Map<String, String> tags() {
    Map<String, String> tags = new TreeMap<>();
    Set<String> variables = new TreeSet<>(store.texts().keySet());
    store.flags().keySet().stream()
        .filter(flag -> flag.startsWith(Variables.defined("tag:")))
        .forEach(flag -> variables.add(flag.substring(Variables.defined("").length())));
    for (String variable : variables) {
      if (!Variables.isTag(variable)) {
        continue;
      }
      int flag = store.flag(Variables.defined(variable));
      boolean mayBeAbsent = (flag & Truths.FALSE) != 0 && store.text(variable).has("");
      if (!mayBeAbsent) {
        tags.put(Variables.keyOfTag(variable), text(variable));
      }
    }
    return tags;
  }

  /** The entries of a map of the finding. */
  Map<String, String> entries(String map, boolean isLimited) {
    Map<String, String> entries = new TreeMap<>();
    Elements keys = store.list(map);
    for (String key : picked(keys, List.copyOf(LIMIT.keySet()), List.of())) {
      entries.put(key, value(map, key));
    }
    if (isLimited) {
      LIMIT.forEach(entries::putIfAbsent);
    }
    return entries;
  }

  private String value(String map, String key) {
    String variable = Variables.entry(map, key);
    if (store.limits(variable)) {
      return text(variable);
    }
    return LIMIT.getOrDefault(key, "example");
  }

  /** The elements of a list. */
  List<String> elements(String list) {
    return picked(store.list(list), List.of(), List.of());
  }

  /** The levels of actions have to be those that were found, too. */
  List<String> actions(String resourceType) {
    Elements actions = store.list(Variables.ACTIONS);
    Elements levels = store.list(Variables.LEVELS);
    List<String> candidates = new ArrayList<>();
    for (String service : services(resourceType)) {
      for (String name : AwsNames.actions(service)) {
        String action = service + ":" + name;
        boolean isOfLevel =
            levels.each() == Language.ALL || levels(action).stream().allMatch(levels.each()::has);
        if (isOfLevel && actions.each().has(action)) {
          candidates.add(action);
        }
      }
    }
    List<String> usual = new ArrayList<>(USUAL.getOrDefault(resourceType, List.of()));
    usual.retainAll(candidates);
    List<String> preferred = new ArrayList<>(usual);
    preferred.addAll(candidates);
    List<Language> wanted = new ArrayList<>();
    for (Language level : levels.some()) {
      List<String> such =
          preferred.stream().filter(a -> levels(a).stream().anyMatch(level::has)).toList();
      boolean isThere = actions.some().stream().anyMatch(one -> such.stream().anyMatch(one::has));
      if (!isThere && !such.isEmpty()) {
        wanted.add(Language.oneOf(such));
      }
    }
    boolean isAny = actions.some().isEmpty() && wanted.isEmpty() && actions.most() > 0;
    return picked(
        isAny && !preferred.isEmpty()
            ? new Elements(actions.each(), List.of(), Math.max(1, actions.least()), actions.most())
            : actions,
        preferred,
        wanted);
  }

  /** Of the actions that AWS has. */
  private static List<String> levels(String action) {
    return LEVELS_OF_ACTIONS.computeIfAbsent(
        action,
        each -> {
          List<String> levels = new Access(List.of(each), Map.of(), "").levelLabels();
          return levels == null ? List.of() : levels;
        });
  }

  private static final Map<String, List<String>> LEVELS_OF_ACTIONS = new ConcurrentHashMap<>();

  private static final Map<String, List<String>> USUAL =
      Map.of(
          "AWS::S3::Bucket",
          List.of("s3:GetObject", "s3:PutBucketPolicy"),
          "AWS::IAM::Role",
          List.of("sts:AssumeRole"),
          "AWS::KMS::Key",
          List.of("kms:Decrypt", "kms:PutKeyPolicy"),
          "AWS::SQS::Queue",
          List.of("sqs:SendMessage"),
          "AWS::SNS::Topic",
          List.of("sns:Publish"));

  /** The services whose actions such a resource may be shared with. */
  private static List<String> services(String resourceType) {
    String[] parts = resourceType.split("::", -1);
    String service = parts.length < 2 ? "" : parts[1].toLowerCase(java.util.Locale.ROOT);
    return service.equals("iam")
        ? List.of("sts", "iam")
        : service.equals("efs") ? List.of("elasticfilesystem") : List.of(service);
  }

  private static List<String> picked(
      Elements elements, List<String> preferred, List<Language> wanted) {
    Set<String> picked = new LinkedHashSet<>();
    List<Language> some = new ArrayList<>(elements.some());
    some.addAll(wanted);
    // The narrowest first: what it picks may be what another one wants.
    for (int i = 0; i < some.size(); i++) {
      Language one = some.get(i).and(elements.each());
      if (picked.stream().noneMatch(one::has)) {
        String text = pick(one, preferred);
        if (text != null) {
          picked.add(text);
        }
      }
    }
    Language rest = elements.each();
    while (picked.size() < elements.least() && picked.size() < MOST_LISTED) {
      rest = rest.minus(Language.oneOf(picked));
      String text = pick(rest, preferred);
      if (text == null) {
        break;
      }
      picked.add(text);
    }
    return List.copyOf(picked);
  }

  private static @Nullable String pick(Language language, List<String> preferred) {
    for (String text : preferred) {
      if (language.has(text)) {
        return text;
      }
    }
    return Preferences.nicest(language);
  }

  /** A count. */
  int count(String variable) {
    long value = fixed(variable, 0);
    return (int) Math.max(0, Math.min(Integer.MAX_VALUE, value));
  }

  /** A time, the nearest to a wish; later ones are asked for in view of the earlier ones. */
  Instant time(String variable, Instant wish) {
    return Times.instant(fixed(variable, Times.nanos(wish)));
  }

  private long fixed(String variable, long wish) {
    Differences differences = store.differences();
    if (!differences.knows(variable)) {
      return wish;
    }
    long value = differences.near(variable, wish);
    boolean unused =
        differences.add(variable, Differences.ZERO, value)
            && differences.add(Differences.ZERO, variable, -value);
    return value;
  }
}
