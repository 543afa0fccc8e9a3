package io.accesstriage.finding;

import io.accesstriage.finding.FindingType.Family;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Access that looks limited and is not: it is for anyone, or for all customers of an identity
 * provider, and what conditions it has anyone of them can meet at will. A condition that limits
 * nobody is no condition. Which those are is written in {@link OpenCondition} and {@link
 * SharedIdentityProvider}.
 */
public final class OpenAccess {
  private static final Set<String> NAMING_ACCOUNTS =
      Set.of("aws:principalaccount", "aws:principalarn", "kms:calleraccount");

  private OpenAccess() {}

  /**
   * Whether the access is open. Access of anyone without any condition is not: that is public,
   * unless the finding says that it isn't. A role that trusts a shared identity provider without
   * any condition is open.
   *
   * @return null where the principal, or a condition that decides, was not read, or the principal
   *     is of a kind that is not known
   */
  public static @Nullable Boolean isOpen(Finding finding) {
    if (finding.family() == Family.UNUSED) {
      return false;
    }
    Principal principal = finding.principal();
    if (principal == null
        || (principal.kind() == PrincipalKind.UNKNOWN && !principal.isDeleted())) {
      return null;
    }
    boolean isShared = SharedIdentityProvider.of(principal).isPresent();
    if (!isShared && !isAnyone(principal)) {
      return false;
    }
    Map<String, String> limits = limits(finding);
    return limits == null
        ? null
        : limits.isEmpty()
            && (isShared || isConditional(finding) || isAnyoneYetNotPublic(principal, finding));
  }

  /**
   * The conditions that keep anyone out; empty where none does.
   *
   * @return null where the principal or the condition was not read
   */
  public static @Nullable Map<String, String> limits(Finding finding) {
    if (finding.family() == Family.UNUSED) {
      return Map.of();
    }
    Principal principal = finding.principal();
    Map<String, String> condition = condition(finding);
    if (principal == null || condition == null) {
      return null;
    }
    Optional<SharedIdentityProvider> provider = SharedIdentityProvider.of(principal);
    Map<String, String> limits = new TreeMap<>(condition);
    limits
        .entrySet()
        .removeIf(
            entry ->
                !alternatives(entry.getValue())
                    .allMatch(
                        value ->
                            provider.isPresent()
                                ? provider.get().limits(entry.getKey(), value, condition)
                                : OpenCondition.limits(entry.getKey(), value)));
    return Collections.unmodifiableMap(limits);
  }

  /**
   * The account to which a condition limits the access of anyone, or for which a service has it;
   * nothing where none does, or to several.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html">Global
   *     condition keys</a>
   * @see <a
   *     href="https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-caller-account">kms:CallerAccount</a>
   */
  public static Optional<String> limitedToAccount(Finding finding) {
    Map<String, String> limits = limits(finding);
    if (limits == null || finding.principal() == null) {
      return Optional.empty();
    }
    Set<String> naming =
        switch (finding.principal().kind()) {
          case ANYONE -> NAMING_ACCOUNTS;
          case SERVICE -> Set.of("aws:sourceaccount");
          default -> Set.of();
        };
    return limits.entrySet().stream()
        .filter(limit -> naming.contains(limit.getKey().toLowerCase(Locale.ROOT)))
        .map(limit -> Arn.parse(limit.getValue()).map(Arn::account).orElse(limit.getValue()))
        .filter(Arn::isAccountId)
        .findFirst();
  }

  /** Of several values one is enough, so a condition limits no more than its widest value. */
  public static Stream<String> alternatives(String value) {
    String list =
        value.startsWith("[") && value.endsWith("]")
            ? value.substring(1, value.length() - 1)
            : value;
    return Stream.of(list.split(",", -1)).map(String::strip).map(OpenAccess::unquoted);
  }

  private static String unquoted(String text) {
    return text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")
        ? text.substring(1, text.length() - 1)
        : text;
  }

  /** The URLs of identity providers that all their customers share, without the scheme. */
  public static List<String> identityProviders() {
    return Stream.of(SharedIdentityProvider.values())
        .flatMap(provider -> provider.urls().stream())
        .toList();
  }

  /**
   * Whether a condition keeps out all customers of a shared identity provider but some of these. Of
   * no other principal it does.
   */
  public static boolean isLimitedTo(Set<String> customers, Finding finding) {
    Map<String, String> condition = condition(finding);
    Optional<SharedIdentityProvider> provider = provider(finding);
    return condition != null
        && provider.isPresent()
        && condition.entrySet().stream()
            .anyMatch(
                entry ->
                    isLimitedTo(
                        customers, provider.get(), entry.getKey(), entry.getValue(), condition));
  }

  /** The same of one condition that stands alone. */
  public static boolean isLimitedTo(
      Set<String> customers, SharedIdentityProvider provider, String key, String value) {
    return isLimitedTo(customers, provider, key, value, Map.of(key, value));
  }

  private static boolean isLimitedTo(
      Set<String> customers,
      SharedIdentityProvider provider,
      String key,
      String value,
      Map<String, String> condition) {
    return alternatives(value)
        .noneMatch(one -> Collections.disjoint(customers, provider.names(key, one, condition)));
  }

  /** Who all have open access, such as "any repository on GitHub"; nothing where it is not open. */
  public static Optional<String> customers(Finding finding) {
    if (!Boolean.TRUE.equals(isOpen(finding))) {
      return Optional.empty();
    }
    return Optional.of(
        provider(finding).map(provider -> provider.customers(condition(finding))).orElse("anyone"));
  }

  /**
   * The condition key that would name some of those customers, such as {@code
   * token.actions.githubusercontent.com:sub}; nothing where the access is not open, or not to a
   * provider's customers.
   */
  public static Optional<String> tenantKey(Finding finding) {
    return Boolean.TRUE.equals(isOpen(finding))
        ? provider(finding).map(SharedIdentityProvider::tenantKey)
        : Optional.empty();
  }

  /**
   * A value of that key, such as {@code repo:YOURS/*}, in which YOURS stands for one's own name.
   */
  public static Optional<String> tenantExample(Finding finding) {
    return Boolean.TRUE.equals(isOpen(finding))
        ? provider(finding).map(SharedIdentityProvider::tenantExample)
        : Optional.empty();
  }

  /**
   * A service acts for any of its customers.
   *
   * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html">The
   *     confused deputy problem</a>
   */
  private static boolean isAnyone(Principal principal) {
    return principal.kind() == PrincipalKind.ANYONE || principal.kind() == PrincipalKind.SERVICE;
  }

  private static boolean isAnyoneYetNotPublic(Principal principal, Finding finding) {
    return principal.kind() == PrincipalKind.ANYONE && Boolean.FALSE.equals(finding.isPublic());
  }

  private static boolean isConditional(Finding finding) {
    Map<String, String> condition = condition(finding);
    return condition != null && !condition.isEmpty();
  }

  private static @Nullable Map<String, String> condition(Finding finding) {
    return finding.access() == null ? null : finding.access().condition();
  }

  private static Optional<SharedIdentityProvider> provider(Finding finding) {
    return Optional.ofNullable(finding.principal()).flatMap(SharedIdentityProvider::of);
  }
}
