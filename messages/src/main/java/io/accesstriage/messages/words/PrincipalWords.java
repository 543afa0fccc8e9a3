package io.accesstriage.messages.words;

import io.accesstriage.finding.Arn;
import io.accesstriage.finding.Principal;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A principal as people call it. */
public final class PrincipalWords {
  private static final int LONGEST_NAME = 120;
  private static final int LONGEST_ACCOUNT_NAME = 60;

  /**
   * CloudFront's own users, by which a distribution reads a private bucket.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html">Restricting
   *     access to an Amazon S3 origin</a>
   */
  private static final Pattern ORIGIN_ACCESS_IDENTITY =
      Pattern.compile("arn:[a-z-]+:iam::cloudfront:user/CloudFront Origin Access Identity \\w+");

  private PrincipalWords() {}

  /** In a few words, for a subject. */
  public static String brief(@Nullable Principal principal) {
    return brief(principal, null);
  }

  /**
   * The same, and whose the principal's account is.
   *
   * @param accountName null where nobody names it
   */
  public static String brief(@Nullable Principal principal, @Nullable String accountName) {
    if (principal == null) {
      return "someone the finding doesn't name";
    }
    return switch (principal.kind()) {
      case ANYONE -> "anyone";
      case ACCOUNT -> "account " + account(principal) + named(accountName);
      case ROLE -> "IAM role " + name(principal) + ofAccount(principal, accountName);
      case USER ->
          isOriginAccessIdentity(principal)
              ? originAccessIdentity(principal)
              : "IAM user " + name(principal) + ofAccount(principal, accountName);
      case ASSUMED_ROLE ->
          "a session of IAM role " + role(principal) + ofAccount(principal, accountName);
      case FEDERATED_USER ->
          "federated user " + name(principal) + ofAccount(principal, accountName);
      case FEDERATED -> "users signed in by " + name(principal);
      case CANONICAL_USER -> "the account with canonical id " + value(principal, 20);
      case SERVICE -> "AWS service " + value(principal, LONGEST_NAME);
      case UNKNOWN ->
          principal.isDeleted()
              ? "a deleted %s (%s)".formatted(deleted(principal), value(principal, LONGEST_NAME))
              : value(principal, LONGEST_NAME);
    };
  }

  /**
   * With what a reader has to know of such a principal.
   *
   * @param accountName null where nobody names it
   */
  public static String full(@Nullable Principal principal, @Nullable String accountName) {
    if (principal == null) {
      return "unknown: the finding doesn't say";
    }
    String brief = brief(principal, accountName);
    return switch (principal.kind()) {
      case ANYONE -> "anyone, in any AWS account or without one";
      case ACCOUNT, ROLE, FEDERATED_USER -> brief;
      case USER ->
          isOriginAccessIdentity(principal)
              ? brief + " (CloudFront serves it to anyone its distribution lets in)"
              : brief;
      case ASSUMED_ROLE -> brief + ", session " + quotedName(principal);
      case FEDERATED -> brief;
      case CANONICAL_USER ->
          "the AWS account with canonical user id " + value(principal, LONGEST_NAME);
      case SERVICE -> brief + " (on behalf of anyone who may use it)";
      case UNKNOWN ->
          principal.isDeleted()
              ? "a deleted %s, unique id %s; a new one of the same name doesn't get the access"
                  .formatted(deleted(principal), value(principal, LONGEST_NAME))
              : brief + " (an unknown kind of principal)";
    };
  }

  /**
   * @see <a
   *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-prefixes">Prefixes
   *     of unique ids</a>
   */
  private static String deleted(Principal principal) {
    if (principal.value().startsWith("AROA")) {
      return "role";
    }
    return principal.value().startsWith("AIDA") ? "user" : "role or user";
  }

  private static boolean isOriginAccessIdentity(Principal principal) {
    return ORIGIN_ACCESS_IDENTITY.matcher(principal.value()).matches();
  }

  private static String originAccessIdentity(Principal principal) {
    return "CloudFront origin access identity "
        + Defanged.text(
            principal.value().substring(principal.value().lastIndexOf(' ') + 1), LONGEST_NAME);
  }

  private static String account(Principal principal) {
    return principal.account() == null || principal.account().isEmpty()
        ? value(principal, LONGEST_NAME)
        : Defanged.text(principal.account(), 40);
  }

  private static String ofAccount(Principal principal, @Nullable String accountName) {
    return principal.account() == null || principal.account().isEmpty()
        ? ""
        : " (account %s%s)"
            .formatted(
                Defanged.text(principal.account(), 40),
                accountName == null ? "" : ", " + shortened(accountName));
  }

  private static String named(@Nullable String accountName) {
    return accountName == null ? "" : " (%s)".formatted(shortened(accountName));
  }

  private static String shortened(String accountName) {
    return Defanged.text(accountName, LONGEST_ACCOUNT_NAME);
  }

  /** What follows the last slash; of an identity provider all that follows the first. */
  private static String name(Principal principal) {
    String name =
        Arn.parse(principal.value())
            .map(
                arn ->
                    List.of("oidc-provider", "saml-provider").contains(arn.resourceKind())
                        ? arn.resource().substring(arn.resourceKind().length() + 1)
                        : ResourceWords.name(arn))
            .orElse(principal.value());
    return Defanged.text(name, LONGEST_NAME);
  }

  private static String quotedName(Principal principal) {
    return Defanged.quoted(
        principal.value().substring(principal.value().lastIndexOf('/') + 1), LONGEST_NAME);
  }

  /** The role of {@code assumed-role/ROLE/SESSION}. */
  private static String role(Principal principal) {
    String[] parts = principal.value().split("/", 3);
    return Defanged.text(parts.length > 1 ? parts[1] : principal.value(), LONGEST_NAME);
  }

  private static String value(Principal principal, int max) {
    return Defanged.text(principal.value(), max);
  }
}
