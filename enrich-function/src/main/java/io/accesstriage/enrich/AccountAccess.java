package io.accesstriage.enrich;

import io.accesstriage.aws.AwsCallException;
import io.accesstriage.aws.AwsClients;
import io.accesstriage.facts.Fact;
import io.accesstriage.facts.Facts;
import io.accesstriage.finding.Arn;
import io.accesstriage.finding.Resource;
import io.accesstriage.json.MalformedInput;
import io.accesstriage.text.SafeText;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;

/**
 * Whose credentials a resource is read with: the function's own in its own account, a read-only
 * role's in any other. Another account's resources are never read with the function's own
 * credentials: services that know resources by name would answer for the namesake in this account.
 * Thread-safe.
 */
public final class AccountAccess {
  private static final Pattern PARTITION = Pattern.compile("aws(-[a-z]+)*");

  /** Longer than a step takes with all its calls. */
  private static final Duration BEFORE_EXPIRY = Duration.ofMinutes(5);

  /**
   * A finding asks more than once, and many findings may come of an account that has no role; one
   * that is deployed meanwhile is found a minute later.
   */
  private static final Duration REFUSAL = Duration.ofMinutes(1);

  private static final int MOST_ACCOUNTS = 1_000;

  private final EnrichConfig config;
  private final Caller caller;
  private final AwsClients aws;
  private final RoleAssumer roles;
  private final Clock clock;
  private final ExpiringCache<String, Answer> answers;

  public AccountAccess(EnrichConfig config, RoleAssumer roles, Clock clock) {
    this(config, AwsClients.ofAws(), roles, clock, Caller.FUNCTION);
  }

  AccountAccess(
      EnrichConfig config, AwsClients aws, RoleAssumer roles, Clock clock, Caller caller) {
    this.config = config;
    this.caller = caller;
    this.aws = aws;
    this.roles = roles;
    this.clock = clock;
    this.answers = new ExpiringCache<>(clock, MOST_ACCOUNTS);
  }

  /** With roles of AWS STS. */
  static AccountAccess ofAws(EnrichConfig config, AwsClients aws, Clock clock, Caller caller) {
    return new AccountAccess(config, aws, new StsRoleAssumer(aws), clock, caller);
  }

  /** What STS answered for a role. */
  private sealed interface Answer {
    record Granted(AwsCredentials credentials) implements Answer {}

    record Refused(String why) implements Answer {}
  }

  /**
   * The clients of one service, each with the credentials of its resource's account.
   *
   * @param builder of the service, such as {@code S3Client::builder}
   */
  <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> RegionalClients<C> clients(
      Supplier<B> builder) {
    return new RegionalClients<>(
        this,
        (region, credentials) ->
            credentials
                .map(c -> aws.client(builder, region, c))
                .orElseGet(() -> aws.client(builder, region)));
  }

  /**
   * The credentials to read the resource with, which are there now and stay valid for the calls
   * that follow; nothing for the function's own.
   *
   * @throws NotReadable where there is no role, or AWS refuses it
   * @throws AwsCallException where AWS could not be asked for it
   * @throws MalformedInput where the account or the ARN cannot be one
   */
  public Optional<AwsCredentialsProvider> credentials(Resource resource) {
    String account = resource.account();
    if (account == null || account.equals(config.account())) {
      return Optional.empty();
    }
    if (!Arn.isAccountId(account)) {
      throw new MalformedInput(
          "resource.account: expected 12 digits, found " + SafeText.quoted(account, 60));
    }
    if (config.memberAccountRole() == null) {
      throw new NotReadable(Fact.Cause.NO_ROLE, caller.lacksRole(account));
    }
    String roleArn =
        new Arn(partition(resource), "iam", "", account, "role/" + config.memberAccountRole())
            .toString();
    AwsCredentialsProvider provider = () -> assumed(roleArn, account);
    provider.resolveCredentials();
    return Optional.of(provider);
  }

  private AwsCredentials assumed(String roleArn, String account) {
    Answer answer = answers.get(roleArn, () -> ask(roleArn, account));
    if (answer instanceof Answer.Granted granted) {
      return granted.credentials();
    }
    if (answer instanceof Answer.Refused refused) {
      throw new NotReadable(Fact.Cause.NO_ROLE, refused.why());
    }
    throw new IllegalStateException("sealed: " + answer);
  }

  private ExpiringCache.Kept<Answer> ask(String roleArn, String account) {
    try {
      RoleAssumer.Session session = roles.assume(roleArn, sessionName(), config.externalId());
      return new ExpiringCache.Kept<>(
          new Answer.Granted(session.credentials()), session.expiresAt().minus(BEFORE_EXPIRY));
    } catch (AwsCallException e) {
      if (e.kind() != AwsCallException.Kind.DENIED) {
        throw e;
      }
      return new ExpiringCache.Kept<>(
          new Answer.Refused(refused(e, roleArn, account)), clock.instant().plus(REFUSAL));
    }
  }

  /**
   * Who reads, and which account to ask about it. No finding's id: the session serves all findings
   * of its hour.
   */
  private String sessionName() {
    return "access-analyzer-triage@" + config.account();
  }

  private String refused(AwsCallException e, String roleArn, String account) {
    return "%s Deploy %s as a StackSet to account %s (role %s); if it is there, %s, that the account is active and in this organization, and that no policy denies it."
        .formatted(
            Reading.sentence(e.getMessage()),
            Facts.MEMBER_ACCOUNT_ROLE,
            account,
            roleArn,
            caller.trust());
  }

  private static String partition(Resource resource) {
    return Arn.parse(resource.arn())
        .map(Arn::partition)
        .filter(partition -> PARTITION.matcher(partition).matches())
        .orElseThrow(
            () ->
                new MalformedInput(
                    "resource.arn: expected an ARN of AWS such as arn:aws:s3:::NAME, found "
                        + SafeText.quoted(resource.arn(), 120)));
  }
}
