package io.accesstriage.rules;

import io.accesstriage.facts.Fact;
import io.accesstriage.facts.Facts;
import io.accesstriage.finding.Arn;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.OpenAccess;
import io.accesstriage.finding.Principal;
import io.accesstriage.finding.PrincipalKind;
import io.accesstriage.finding.SharedIdentityProvider;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The principals that texts name.
 *
 * @param accounts that are in them, also inside of ARNs
 * @param values of principals without an account: the texts, and the canonical users in them
 * @param customers of a shared identity provider: the texts, and each word in them
 * @param areOwners whether the accounts may be those that own resources, too
 */
public record NamedPrincipals(
    Set<String> accounts, Set<String> values, Set<String> customers, boolean areOwners) {
  private static final Pattern ACCOUNT = Pattern.compile("(?<![0-9])[0-9]{12}(?![0-9])");

  /**
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/finding-canonical-user-id.html">Find
   *     the canonical user ID for your AWS account</a>
   */
  private static final Pattern CANONICAL_USER =
      Pattern.compile("(?<![0-9A-Fa-f])[0-9A-Fa-f]{64}(?![0-9A-Fa-f])");

  /** Names of organizations, projects and the like; a pattern has backslashes before dots. */
  private static final Pattern WORD = Pattern.compile("(?:[A-Za-z0-9_-]|\\\\?\\.)+");

  /** The end of a text, or of a pattern, that is a provider's whole URL: its host has a dot. */
  private static final Pattern PROVIDER =
      Pattern.compile(
          "(?:.*oidc-provider)?[/:]?([a-z0-9][a-z0-9_-]*[.][a-z0-9._/-]*[a-z0-9])/*\\$?");

  private static final Pattern ISSUER = Pattern.compile("oidc|cognito-idp");

  public NamedPrincipals {
    accounts = Set.copyOf(accounts);
    values = Set.copyOf(values);
    customers = Set.copyOf(customers);
  }

  /**
   * Those that a condition names.
   *
   * @param texts in it, and in the lists that it reads
   * @param reads the names of the vocabulary in it
   */
  public static NamedPrincipals in(Collection<String> texts, Collection<String> reads) {
    Set<String> accounts = new TreeSet<>();
    Set<String> values = new TreeSet<>(texts);
    Set<String> customers = new TreeSet<>(texts);
    for (String text : texts) {
      WORD.matcher(text).results().forEach(word -> customers.add(word.group().replace("\\", "")));
      addAll(ACCOUNT.matcher(text), accounts);
      addAll(CANONICAL_USER.matcher(text), values);
    }
    return new NamedPrincipals(
        accounts, values, customers, reads.contains(Vocabulary.RESOURCE_ACCOUNT));
  }

  private static void addAll(Matcher matcher, Set<String> found) {
    while (matcher.find()) {
      found.add(matcher.group());
    }
  }

  /**
   * Whether a finding's principal is somebody whom they do not name: of an account that is neither
   * the resource's own nor surely the organization's, or of none that a customer has, as canonical
   * users, services and CloudFront's origin access identities are. Anyone is not somebody, and
   * nobody can be who was deleted. Of an identity provider that its customers share, in the
   * resource's own account or in none, the customers have to be named, and any other one of OpenID
   * Connect in the resource's own account by its whole URL, since that says whose tokens it takes:
   * a cluster or a user pool of any AWS account may be registered there. Only of an account that is
   * surely a partner's, since the condition says nothing of whose resources, is it enough that it
   * is named.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/eks/latest/userguide/cross-account-access.html">Authenticate
   *     to another account with IRSA</a>: a provider for another account's cluster
   * @see <a
   *     href="https://docs.aws.amazon.com/verifiedpermissions/latest/apireference/API_CognitoUserPoolConfigurationDetail.html">CognitoUserPoolConfigurationDetail</a>:
   *     each user pool's issuer is {@code cognito-idp.REGION.amazonaws.com/POOL}
   */
  public boolean areWithout(Finding finding, Facts facts) {
    Principal principal = finding.principal();
    if (principal == null || principal.kind() == PrincipalKind.ANYONE) {
      return false;
    }
    String account = principal.account();
    Optional<SharedIdentityProvider> provider = SharedIdentityProvider.of(principal);
    boolean isOfAccount = account != null && Arn.isAccountId(account);
    if (provider.isPresent() && (!isOfAccount || account.equals(finding.resource().account()))) {
      return !OpenAccess.isLimitedTo(customers, finding)
          && !(isOfAccount && accounts.contains(account) && !areOwners && !mean(provider.get()));
    }
    boolean isOfOrganization = facts.principalInOrganization().equals(Fact.known(true));
    if (!isOfAccount) {
      return !values.contains(principal.value()) && !principal.isDeleted() && !isOfOrganization;
    }
    if (account.equals(finding.resource().account())) {
      return !areNamed(principal) && (!accounts.contains(account) || areOwners || meanProviders());
    }
    return !accounts.contains(account) && !isOfOrganization;
  }

  /** Whether a provider of an account of one's own is named, or whoever else is in that account. */
  private boolean areNamed(Principal principal) {
    return SharedIdentityProvider.url(principal).filter(url -> !providers().contains(url)).isEmpty()
        || values.contains(principal.value());
  }

  /** The whole URLs of identity providers that are named, in lower case and without the scheme. */
  public Set<String> providers() {
    return values.stream()
        .map(text -> PROVIDER.matcher(text.toLowerCase(Locale.ROOT).replace("\\", "")))
        .filter(Matcher::matches)
        .map(matcher -> matcher.group(1))
        .collect(Collectors.toSet());
  }

  /** Whether they are about identity providers, and not just about whatever is in an account. */
  public boolean meanProviders() {
    return values.stream()
        .map(text -> text.toLowerCase(Locale.ROOT))
        .anyMatch(text -> text.equals("federated") || ISSUER.matcher(text).find());
  }

  /** Whether they are about an identity provider, and not just about whatever is in an account. */
  public boolean mean(SharedIdentityProvider provider) {
    return meanProviders()
        || values.stream()
            .map(text -> text.toLowerCase(Locale.ROOT))
            .anyMatch(text -> provider.urls().stream().anyMatch(text::contains));
  }
}
