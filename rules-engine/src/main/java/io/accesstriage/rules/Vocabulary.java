package io.accesstriage.rules;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import io.accesstriage.facts.Account;
import io.accesstriage.facts.Fact;
import io.accesstriage.finding.Access;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingType;
import io.accesstriage.finding.FindingType.Family;
import io.accesstriage.finding.OpenAccess;
import io.accesstriage.finding.Principal;
import io.accesstriage.finding.ReadFrom;
import io.accesstriage.finding.Restrictions;
import io.accesstriage.finding.Source;
import io.accesstriage.finding.UnusedAccess;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The names that rules may use, with their types and where their values come from. A value that was
 * not read is null here and undetermined in a rule; a family that has no such field has an empty
 * value.
 */
final class Vocabulary {
  static final String RISK = "risk";
  static final String KEY_ALIASES = "keyAliases";
  static final String LEVELS = "access.levels";
  static final String TAG = "tag";
  static final String HAS_TAG = "hasTag";
  static final String LISTS = "lists.";
  static final String PRINCIPAL = "principal.";
  static final String IS_PUBLIC = "finding.isPublic";
  static final String LAST_ACCESSED = "finding.unused.lastAccessed";
  static final String IN_ORGANIZATION = "principal.inOrganization";

  static final String RESOURCE_ACCOUNT = "resource.account";

  /** Only notify rules may read it: a name is no reason to archive. */
  static final String VENDOR = "principal.vendor";

  static final String ACCOUNT_PATH = "account.path";

  /** Of the resource's account, as AWS Organizations tells; the id is the finding's. */
  static final Set<String> OF_ACCOUNT =
      Set.of("account.name", "account.tags", "account.ou", ACCOUNT_PATH);

  /** The functions and macros of CEL that rules are likely to use, and our own. */
  static final List<String> FUNCTIONS =
      List.of(
          TAG,
          HAS_TAG,
          "all",
          "contains",
          "duration",
          "endsWith",
          "exists",
          "exists_one",
          "filter",
          "getDayOfWeek",
          "getFullYear",
          "has",
          "int",
          "map",
          "matches",
          "size",
          "startsWith",
          "string",
          "timestamp");

  /**
   * A name of the vocabulary.
   *
   * @param value of a subject, or what supplies it when a rule asks for it; null where it was not
   *     read
   */
  record Name(String name, CelType type, Value value) {}

  /** Where a name's value comes from. */
  interface Value {
    @Nullable Object of(Subject subject, AccountNames accounts);
  }

  private static final CelType TEXTS = ListType.create(SimpleType.STRING);
  private static final CelType TEXT_MAP = MapType.create(SimpleType.STRING, SimpleType.STRING);

  static final List<Name> NAMES =
      List.of(
          name("finding.id", SimpleType.STRING, Finding::id),
          name(
              "finding.analyzerArn",
              SimpleType.STRING,
              f -> f.analyzerArn().isEmpty() ? null : f.analyzerArn()),
          name("finding.type", SimpleType.STRING, f -> f.type().name()),
          name("finding.error", SimpleType.STRING, f -> f.error() == null ? "" : f.error()),
          name(IS_PUBLIC, SimpleType.BOOL, Finding::isPublic),
          name("finding.sources", TEXTS, Vocabulary::sources),
          name("finding.accessPointArns", TEXTS, AccessPoints::arns),
          name("finding.accessPointAccounts", TEXTS, AccessPoints::accounts),
          name("finding.createdAt", SimpleType.TIMESTAMP, Finding::createdAt),
          name("finding.analyzedAt", SimpleType.TIMESTAMP, Finding::analyzedAt),
          name("finding.updatedAt", SimpleType.TIMESTAMP, Finding::updatedAt),
          name(
              "finding.restrictions.resourceControlPolicy",
              SimpleType.STRING,
              f -> restriction(f, Restrictions::resourceControlPolicy)),
          name(
              "finding.restrictions.serviceControlPolicy",
              SimpleType.STRING,
              f -> restriction(f, Restrictions::serviceControlPolicy)),
          name(
              LAST_ACCESSED,
              SimpleType.TIMESTAMP,
              f -> f.unused() == null ? null : f.unused().lastAccessed()),
          name(
              "finding.unused.accessKeyId",
              SimpleType.STRING,
              f ->
                  isUntold(f, FindingType.UNUSED_ACCESS_KEY)
                      ? null
                      : unused(f, UnusedAccess::accessKeyId, "")),
          name(
              "finding.unused.serviceCount",
              SimpleType.INT,
              f -> unused(f, u -> (long) u.serviceCount(), 0L)),
          name(
              "finding.unused.actionCount",
              SimpleType.INT,
              f -> unused(f, u -> (long) u.actionCount(), 0L)),
          name(
              "finding.unused.services",
              TEXTS,
              f ->
                  isUntold(f, FindingType.UNUSED_PERMISSION) || mayHaveMoreServices(f)
                      ? null
                      : unused(f, UnusedAccess::services, List.of())),
          name("resource.arn", SimpleType.STRING, f -> f.resource().arn()),
          name("resource.type", SimpleType.STRING, f -> f.resource().type()),
          name(RESOURCE_ACCOUNT, SimpleType.STRING, f -> f.resource().account()),
          name("resource.region", SimpleType.STRING, f -> f.resource().region()),
          name("account.id", SimpleType.STRING, f -> f.resource().account()),
          account("account.name", SimpleType.STRING, Account::name),
          account("account.tags", TEXT_MAP, Account::tags),
          account("account.ou", SimpleType.STRING, Account::ou),
          account(ACCOUNT_PATH, SimpleType.STRING, Account::path),
          name("principal.kind", SimpleType.STRING, f -> principal(f, p -> p.kind().label())),
          name("principal.account", SimpleType.STRING, f -> principal(f, Principal::account)),
          name("principal.arn", SimpleType.STRING, f -> principal(f, Principal::arn)),
          name("principal.value", SimpleType.STRING, f -> principal(f, Principal::value)),
          new Name(
              IN_ORGANIZATION,
              SimpleType.BOOL,
              (s, accounts) ->
                  s.finding().family() == Family.UNUSED
                      ? false
                      : known(s.facts().principalInOrganization())),
          new Name(VENDOR, SimpleType.STRING, (s, accounts) -> vendor(s.finding(), accounts)),
          name("access.actions", TEXTS, f -> access(f, Access::actions, List.of())),
          name(LEVELS, TEXTS, f -> access(f, Levels::of, List.of())),
          name("access.condition", TEXT_MAP, f -> access(f, Access::condition, Map.of())),
          name("access.limits", TEXT_MAP, OpenAccess::limits),
          name("access.open", SimpleType.BOOL, OpenAccess::isOpen),
          name("access.type", SimpleType.STRING, f -> access(f, Access::type, "")),
          new Name(KEY_ALIASES, TEXTS, (s, accounts) -> known(s.facts().keyAliases())),
          new Name("now", SimpleType.TIMESTAMP, (s, accounts) -> s.now()));

  private Vocabulary() {}

  private static Name name(String name, CelType type, Function<Finding, @Nullable Object> value) {
    return new Name(name, type, (subject, accounts) -> value.apply(subject.finding()));
  }

  /** A name of the resource's account that AWS Organizations tells. */
  private static Name account(
      String name, CelType type, Function<Account, @Nullable Object> value) {
    return new Name(
        name,
        type,
        (subject, accounts) ->
            subject.facts().account() instanceof Fact.Known<Account> account
                ? value.apply(account.value())
                : null);
  }

  private static @Nullable Object known(Fact<?> fact) {
    return fact instanceof Fact.Known<?> known ? known.value() : null;
  }

  /** Events give counts, but name neither keys nor services. */
  private static boolean isUntold(Finding finding, FindingType type) {
    return finding.readFrom() == ReadFrom.EVENT && finding.type().equals(type);
  }

  private static boolean mayHaveMoreServices(Finding finding) {
    return finding.unused() != null
        && finding.unused().services().size() == UnusedAccess.MOST_SERVICES;
  }

  private static @Nullable Object sources(Finding finding) {
    if (finding.family() == Family.UNUSED) {
      return List.of();
    }
    return finding.sources() == null ? null : finding.sources().stream().map(Source::type).toList();
  }

  private static @Nullable Object restriction(
      Finding finding, Function<Restrictions, String> field) {
    if (finding.family() == Family.UNUSED) {
      return "";
    }
    return finding.restrictions() == null ? null : field.apply(finding.restrictions());
  }

  private static @Nullable Object principal(
      Finding finding, Function<Principal, @Nullable String> field) {
    if (finding.family() == Family.UNUSED) {
      return "";
    }
    return finding.principal() == null ? null : field.apply(finding.principal());
  }

  /** Few rules ask for it, and the first one has the table of vendors read. */
  private static @Nullable Object vendor(Finding finding, AccountNames accounts) {
    Object account = principal(finding, Principal::account);
    return account instanceof String id && !id.isEmpty()
        ? (Supplier<Object>) () -> accounts.of(id)
        : account;
  }

  private static @Nullable Object access(
      Finding finding, Function<Access, @Nullable Object> field, Object none) {
    if (finding.family() == Family.UNUSED) {
      return none;
    }
    return finding.access() == null ? null : field.apply(finding.access());
  }

  /**
   * The levels of some actions: few rules ask for them, and the first one has a table read. Access
   * of which no action is told is not access to nothing, so its levels are not known.
   */
  private static final class Levels implements Supplier<Object> {
    private final Access access;
    private @Nullable List<String> labels;

    private Levels(Access access) {
      this.access = access;
    }

    static @Nullable Levels of(Access access) {
      return access.actions() == null || access.actions().isEmpty() ? null : new Levels(access);
    }

    @Override
    public Object get() {
      if (labels == null) {
        labels = access.levelLabels();
      }
      return labels;
    }
  }

  private static @Nullable Object unused(
      Finding finding, Function<UnusedAccess, Object> field, Object none) {
    if (finding.unused() != null) {
      return field.apply(finding.unused());
    }
    return finding.family() == Family.EXTERNAL || finding.family() == Family.INTERNAL ? none : null;
  }
}
