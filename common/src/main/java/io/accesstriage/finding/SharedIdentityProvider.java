package io.accesstriage.finding;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Identity providers that sign tokens of all their customers under one URL. A role that trusts one
 * is open to every customer unless a condition names some. Those that AWS lists as shared are here
 * with the claim that AWS requires, and the web identity providers that IAM knows by name.
 *
 * <p>Not here, because their URL names one customer: Bitbucket ({@code
 * api.bitbucket.org/2.0/workspaces/WORKSPACE/...}), CircleCI ({@code
 * oidc.circleci.com/org/ORGANIZATION}), Spacelift, a GitHub enterprise's own issuer ({@code
 * token.actions.githubusercontent.com/ENTERPRISE}), a Vercel team's ({@code oidc.vercel.com/TEAM}),
 * a cluster of Amazon EKS, self-managed GitLab.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html">Identity-provider
 *     controls for shared OIDC providers</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html">Keys
 *     for AWS OIDC federation</a>
 */
@SuppressWarnings("ImmutableEnumChecker") // Its collections are copies that cannot be changed.
public enum SharedIdentityProvider {
  /**
   * Others may use the same names of branches, workflows and environments.
   *
   * @see <a href="https://docs.github.com/en/actions/reference/security/oidc">OpenID Connect
   *     reference</a>
   */
  GITHUB_ACTIONS(
      "any repository on GitHub",
      List.of("token.actions.githubusercontent.com", "vstoken.actions.githubusercontent.com"),
      Set.of("aud", "environment", "ref", "workflow"),
      claim(
          "sub",
          new TenantName("repo:", "/"),
          new TenantName("repository:", "/"),
          new TenantName("repository_id:", ":"),
          new TenantName("repository_owner:", ":"),
          new TenantName("repository_owner_id:", ":"),
          new TenantName("job_workflow_ref:", "/")),
      claim("repository", new TenantName("", "/")),
      claim("job_workflow_ref", new TenantName("", "/"))) {
    @Override
    boolean limits(String key, String value, Map<String, String> condition) {
      String claim = claimOf(key);
      return super.limits(key, value, condition)
          && !(claim.equals("sub") && namesNobody(value))
          && !(claim.equals("actor") && mayBeBot(value));
    }
  },

  /**
   * @see <a
   *     href="https://docs.github.com/en/enterprise-cloud@latest/admin/monitoring-activity-in-your-enterprise/reviewing-audit-logs-for-your-enterprise/streaming-the-audit-log-for-your-enterprise">Streaming
   *     the audit log</a>
   */
  GITHUB_AUDIT_LOG(
      "the audit log of any enterprise on GitHub",
      List.of("oidc-configuration.audit-log.githubusercontent.com"),
      Set.of("aud"),
      claim("sub", new TenantName("https://github.com/", ""))),

  /**
   * @see <a href="https://docs.gitlab.com/ci/cloud_services/aws/">Configure OpenID Connect in AWS
   *     to retrieve temporary credentials</a>
   */
  GITLAB(
      "any project on GitLab",
      List.of("gitlab.com"),
      Set.of("aud"),
      claim("sub", new TenantName("project_path:", "/"))),

  /**
   * @see <a
   *     href="https://developer.hashicorp.com/terraform/cloud-docs/workspaces/dynamic-provider-credentials/aws-configuration">Use
   *     dynamic credentials with the AWS provider</a>
   */
  TERRAFORM(
      "any organization in HCP Terraform",
      List.of("app.terraform.io"),
      Set.of("aud"),
      claim("sub", new TenantName("organization:", ":"))),

  /**
   * @see <a href="https://buildkite.com/docs/pipelines/security/oidc/aws">OIDC with AWS</a>
   */
  BUILDKITE(
      "any organization on Buildkite",
      List.of("agent.buildkite.com"),
      Set.of("aud"),
      claim("sub", new TenantName("organization:", ":"))),

  /**
   * @see <a href="https://codefresh.io/docs/docs/integrations/oidc-pipelines/">OIDC in
   *     pipelines</a>
   */
  CODEFRESH(
      "any account on Codefresh",
      List.of("oidc.codefresh.io"),
      Set.of("aud"),
      claim("sub", new TenantName("account:", ":"))),

  /**
   * @see <a href="https://docs.scalr.io/docs/aws">AWS</a>
   */
  SCALR(
      "any account on Scalr",
      List.of("scalr.io"),
      Set.of("aud"),
      claim("sub", new TenantName("account:", ":"))),

  /**
   * @see <a href="https://www.pulumi.com/docs/pulumi-cloud/oidc/">OpenID Connect integration</a>
   */
  PULUMI(
      "any organization in Pulumi Cloud",
      List.of("api.pulumi.com/oidc"),
      Set.of(),
      claim("aud"),
      claim(
          "sub",
          new TenantName("pulumi:deploy:org:", ":"),
          new TenantName("pulumi:environments:org:", ":"))),

  /**
   * @see <a href="https://vercel.com/docs/oidc/reference">OIDC Federation Reference</a>
   */
  VERCEL(
      "any team on Vercel",
      List.of("oidc.vercel.com"),
      Set.of(),
      claim("aud"),
      claim("sub", new TenantName("owner:", ":"))),

  /**
   * @see <a href="https://docs.upbound.io/providers/provider-aws/authentication">Authentication</a>
   */
  UPBOUND(
      "any organization on Upbound",
      List.of("proidc.upbound.io"),
      Set.of("aud"),
      claim("sub", new TenantName("mcp:", "/"))),

  /**
   * @see <a href="https://dvc.org/doc/studio/user-guide/openid-connect">OpenID Connect</a>
   */
  DVC_STUDIO(
      "any team in DVC Studio",
      List.of("studio.datachain.ai/api"),
      Set.of("aud"),
      claim("sub", new TenantName("credentials:", "/"))),

  /** How its subjects are made is not documented publicly. */
  SHISHO_CLOUD(
      "any organization in Shisho Cloud",
      List.of("tokens.cloud.shisho.dev"),
      Set.of("aud"),
      claim("sub")),

  SANDBOXES_CLOUD("any customer of Sandboxes", List.of("sandboxes.cloud"), Set.of(), claim("aud")),

  /** How its subjects are made is not documented publicly. */
  TURBONOMIC(
      "any customer of IBM Turbonomic",
      List.of(
          "rh-oidc.s3.us-east-1.amazonaws.com/22ejnvnnturfmt6km08idd0nt4hekbn7",
          "rh-oidc.s3.us-east-1.amazonaws.com/23e3sd27sju1hoou6ohfs68vbno607tr",
          "rh-oidc.s3.us-east-1.amazonaws.com/23ne21h005qjl3n33d8dui5dlrmv2tmg",
          "rh-oidc.s3.us-east-1.amazonaws.com/24jrf12m5dj7ljlfb4ta2frhrcoadm26",
          "oidc.op1.openshiftapps.com/2f785sojlpb85i7402pk3qogugim5nfb",
          "oidc.op1.openshiftapps.com/2c51blsaqa9gkjt0o9rt11mle8mmropu"),
      Set.of("aud"),
      claim("sub")),

  /** Sentinel, not its customer, chooses the session's name. */
  AZURE_SENTINEL(
      "any workspace of Microsoft Sentinel",
      List.of("sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d"),
      Set.of("aud", "sub"),
      claim("sts:RoleSessionName")),

  /**
   * Guests do not sign in, so whose pool they are guests of limits nobody.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/cognito/latest/developerguide/role-trust-and-permissions.html">Role
   *     trust and permissions</a>
   */
  COGNITO_IDENTITY(
      "any Cognito identity pool of any AWS account",
      List.of("cognito-identity.amazonaws.com"),
      Set.of("amr"),
      claim("aud"),
      claim("sub")) {
    @Override
    boolean limits(String key, String value, Map<String, String> condition) {
      return super.limits(key, value, condition)
          && !(key.equalsIgnoreCase(AUDIENCE) && areGuestsAllowed(condition));
    }

    @Override
    String customers(Map<String, String> condition) {
      return areGuestsAllowed(condition)
          ? "anyone, as a guest of a Cognito identity pool"
          : super.customers(condition);
    }
  },

  /**
   * Whoever has a service account chooses the audience of its tokens; then IAM calls that audience
   * oaud, and the account aud.
   *
   * @see <a
   *     href="https://cloud.google.com/iam/credentials/reference/rest/v1/projects.serviceAccounts/generateIdToken">generateIdToken</a>
   */
  GOOGLE(
      "any application that signs people in with Google",
      List.of("accounts.google.com"),
      Set.of("oaud"),
      claim("aud"),
      claim("sub")),

  FACEBOOK(
      "any application that signs people in with Facebook",
      List.of("graph.facebook.com"),
      Set.of(),
      claim("app_id")),

  AMAZON(
      "any application that signs people in with Amazon",
      List.of("www.amazon.com"),
      Set.of(),
      claim("app_id"));

  /**
   * Parts of a subject that name somebody; of a subject that was made without them, such as {@code
   * environment:production}, any repository can have the same.
   *
   * @see <a href="https://docs.github.com/en/actions/reference/security/oidc">OpenID Connect
   *     reference, customizing the subject claims</a>
   */
  private static final Set<String> GITHUB_NAMES =
      Set.of(
          "actor",
          "actor_id",
          "enterprise",
          "enterprise_id",
          "job_workflow_ref",
          "repo",
          "repository",
          "repository_id",
          "repository_owner",
          "repository_owner_id");

  /** Such as repository_owner and project_id; not a branch, an event or a workspace's name. */
  private static final Pattern OF_ONE =
      Pattern.compile(
          ".*(account|actor|enterprise|namespace|organization|owner|repository|team|tenant|user).*"
              + "|.*_id|project_path|.*workflow_ref");

  private static final String RESOURCE_KIND = "oidc-provider";
  private static final String AUDIENCE = "cognito-identity.amazonaws.com:aud";
  private static final String SIGNED_IN = "cognito-identity.amazonaws.com:amr";
  private static final String GUEST = "unauthenticated";

  private final String customers;
  private final List<String> urls;
  private final Set<String> namingNobody;
  private final List<Claim> tenants;

  /**
   * @param customers all of them, as a sentence calls them
   * @param urls without the scheme
   * @param namingNobody claims that tokens of any customer may have
   * @param tenants what names a customer; the first is the one to use. Claims in neither limit
   */
  SharedIdentityProvider(
      String customers, List<String> urls, Set<String> namingNobody, Claim... tenants) {
    this.customers = customers;
    this.urls = List.copyOf(urls);
    this.namingNobody = Set.copyOf(namingNobody);
    this.tenants = List.of(tenants);
  }

  /** The provider of a federated principal; nothing where it is not a shared one. */
  public static Optional<SharedIdentityProvider> of(Principal principal) {
    String url = url(principal).orElse(principal.value().toLowerCase(Locale.ROOT));
    return principal.kind() == PrincipalKind.FEDERATED
        ? Arrays.stream(values())
            .filter(provider -> provider.urls.contains(withoutSlashes(url)))
            .findFirst()
        : Optional.empty();
  }

  /**
   * The URL of an identity provider of OpenID Connect that an account has, in lower case and
   * without the scheme; nothing where the principal is none.
   */
  public static Optional<String> url(Principal principal) {
    return Arn.parse(principal.value())
        .filter(arn -> principal.kind() == PrincipalKind.FEDERATED)
        .filter(arn -> arn.resourceKind().equals(RESOURCE_KIND))
        .map(arn -> arn.resource().substring(RESOURCE_KIND.length() + 1).toLowerCase(Locale.ROOT))
        .map(SharedIdentityProvider::withoutSlashes);
  }

  /** Looks from a run's first slash only: else many slashes take time by their square. */
  private static String withoutSlashes(String url) {
    return url.replaceAll("(?<!/)/+$", "");
  }

  /**
   * Whether a condition keeps any customer out.
   *
   * @param condition all keys and values under which the access holds
   */
  boolean limits(String key, String value, Map<String, String> condition) {
    String name = claimOf(key);
    if (namingNobody.contains(name)) {
      return false;
    }
    List<TenantName> forms = forms(key);
    return forms.isEmpty()
        ? OpenCondition.limits(key, value)
        : forms.stream().noneMatch(tenant -> tenant.isLeftOpenBy(value));
  }

  /** Whom a condition names that keeps the others out: customers, or all that it asks for. */
  Set<String> names(String key, String value, Map<String, String> condition) {
    Set<String> names = new TreeSet<>();
    for (TenantName form : forms(key)) {
      form.in(value).ifPresent(names::add);
    }
    boolean mayName = claimOf(key).equals(key.toLowerCase(Locale.ROOT)) || isOfOne(claimOf(key));
    return names.isEmpty() && mayName && limits(key, value, condition) ? Set.of(value) : names;
  }

  /** Whether a claim names a customer, or something that only one has, whatever its form is. */
  private boolean isOfOne(String claim) {
    return !forms(claim).isEmpty() || OF_ONE.matcher(claim).matches();
  }

  /** Where values of a condition key name a customer; nothing where they name none. */
  public List<TenantName> forms(String key) {
    String name = claimOf(key);
    return tenants.stream()
        .filter(claim -> claim.name().equalsIgnoreCase(name))
        .findFirst()
        .map(Claim::names)
        .orElse(List.of());
  }

  /** Without the scheme. */
  public List<String> urls() {
    return urls;
  }

  /** Who all may have the access, such as "any repository on GitHub". */
  String customers(Map<String, String> condition) {
    return customers;
  }

  /** All of them, such as "any repository on GitHub". */
  public String customers() {
    return customers;
  }

  /** The condition key that names customers. */
  public String tenantKey() {
    String first = tenants.get(0).name();
    return first.contains(":") ? first : urls.get(0) + ":" + first;
  }

  /** A value of that key that names one customer, whose name it leaves to the reader. */
  String tenantExample() {
    return tenants.get(0).names().get(0).example();
  }

  /** The claim that a condition key is about, in lower case; other keys as they are. */
  String claimOf(String key) {
    String name = key.toLowerCase(Locale.ROOT);
    return urls.stream()
        .flatMap(url -> Stream.of(url + ":", url + "/:"))
        .filter(name::startsWith)
        .findFirst()
        .map(prefix -> name.substring(prefix.length()))
        .orElse(name);
  }

  private static boolean namesNobody(String subject) {
    return (subject.contains(":") || subject.equals("pull_request"))
        && Stream.of(subject.split(":")).noneMatch(GITHUB_NAMES::contains);
  }

  /** Bots act in anyone's repositories; a pattern may match one. */
  private static boolean mayBeBot(String actor) {
    return actor.endsWith("[bot]") || TenantName.WHOLE_VALUE.isLeftOpenBy(actor);
  }

  private static boolean areGuestsAllowed(Map<String, String> condition) {
    return condition.entrySet().stream()
        .filter(entry -> entry.getKey().equalsIgnoreCase(SIGNED_IN))
        .map(Map.Entry::getValue)
        .anyMatch(value -> value.equals(GUEST) || new TenantName(GUEST, "").isLeftOpenBy(value));
  }

  /** Without names its whole value is one. */
  private static Claim claim(String name, TenantName... names) {
    return new Claim(name, names.length == 0 ? List.of(TenantName.WHOLE_VALUE) : List.of(names));
  }

  /**
   * A claim, or a condition key, whose values name a customer.
   *
   * @param names where in the value, in each of its forms
   */
  private record Claim(String name, List<TenantName> names) {}
}
