package io.accesstriage.finding;

import io.accesstriage.json.IfAbsent;
import io.accesstriage.json.Json;
import io.accesstriage.json.MalformedInput;
import io.accesstriage.json.MayBeEmpty;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who has the access.
 *
 * @param kind what the value names
 * @param account the principal's account id; empty where there is none (anyone, a service, a web
 *     identity provider); null where there is one that the finding does not tell
 * @param arn empty where the value is no ARN
 * @param value as Access Analyzer gave it: an id, an ARN, "*", a name
 */
public record Principal(
    PrincipalKind kind,
    @Nullable String account,
    @IfAbsent("") String arn,
    @MayBeEmpty String value) {
  /**
   * IAM keeps the unique id of a role or user in a policy, and shows it once the role or user is
   * deleted.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids">Unique
   *     identifiers</a>
   * @see <a
   *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-roles">Role
   *     principals</a>
   */
  public static final String UNIQUE_ID = "^A(?:ROA|IDA)[A-Z0-9]{12,124}$";

  private static final Pattern IS_UNIQUE_ID = Pattern.compile(UNIQUE_ID);

  /**
   * Reads the wire's map of principal type to value, such as {@code {"AWS": "111122223333"}}. Names
   * of condition keys occur as types too; then, as for several entries, the kind is unknown.
   * Several entries are a JSON object as text: joined by commas, they could be those of another
   * map.
   *
   * @return null where the map is empty: nothing is said of the principal
   * @see <a
   *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html">Principal
   *     elements</a>
   */
  public static @Nullable Principal of(Map<String, String> wire) {
    if (wire.isEmpty()) {
      return null;
    }
    if (wire.size() > 1) {
      return new Principal(
          PrincipalKind.UNKNOWN, null, "", Json.text(Json.object(new TreeMap<>(wire))));
    }
    Map.Entry<String, String> only = wire.entrySet().iterator().next();
    String value = only.getValue();
    return switch (only.getKey()) {
      case "AWS" -> ofAws(value);
      case "Federated" -> of(PrincipalKind.FEDERATED, value, "");
      case "CanonicalUser" -> new Principal(PrincipalKind.CANONICAL_USER, null, "", value);
      case "Service" -> of(PrincipalKind.SERVICE, value, "");
      default -> new Principal(PrincipalKind.UNKNOWN, null, "", only.getKey() + "=" + value);
    };
  }

  /**
   * The same principal of this account, where its value does not say it.
   *
   * @param owner null or empty where it is not told
   */
  public Principal ownedBy(@Nullable String owner) {
    boolean isTold = owner != null && !owner.isEmpty();
    boolean isOpen = account == null || (account.isEmpty() && kind == PrincipalKind.UNKNOWN);
    return isTold && isOpen ? new Principal(kind, owner, arn, value) : this;
  }

  /** Each of several principals by its type; empty where there is only one. */
  Map<String, String> several() {
    if (kind != PrincipalKind.UNKNOWN || !value.startsWith("{")) {
      return Map.of();
    }
    Map<String, String> all = new TreeMap<>();
    try {
      Json.read(value, "principal")
          .properties()
          .forEach(only -> all.put(only.getKey(), only.getValue().asText()));
    } catch (MalformedInput e) {
      // One of an odd type, which the text happens to begin with.
      return Map.of();
    }
    return all;
  }

  /** Whether the finding names more than one. */
  public boolean isSeveral() {
    return several().size() > 1;
  }

  /** Whether only its unique id is left, so that nobody can be it any more. */
  public boolean isDeleted() {
    return kind == PrincipalKind.UNKNOWN && IS_UNIQUE_ID.matcher(value).matches();
  }

  private static Principal ofAws(String value) {
    if (value.equals("*")) {
      return new Principal(PrincipalKind.ANYONE, "", "", value);
    }
    if (Arn.isAccountId(value)) {
      return new Principal(PrincipalKind.ACCOUNT, value, "", value);
    }
    PrincipalKind kind =
        Arn.parse(value)
            .map(
                arn ->
                    switch (arn.service() + ":" + arn.resourceKind()) {
                      case "iam:root" -> PrincipalKind.ACCOUNT;
                      case "iam:role" -> PrincipalKind.ROLE;
                      case "iam:user" -> PrincipalKind.USER;
                      case "sts:assumed-role" -> PrincipalKind.ASSUMED_ROLE;
                      case "sts:federated-user" -> PrincipalKind.FEDERATED_USER;
                      default -> PrincipalKind.UNKNOWN;
                    })
            .orElse(PrincipalKind.UNKNOWN);
    return of(kind, value, null);
  }

  private static Principal of(PrincipalKind kind, String value, @Nullable String withoutArn) {
    return Arn.parse(value)
        .map(
            arn ->
                new Principal(kind, arn.account().isEmpty() ? null : arn.account(), value, value))
        .orElseGet(() -> new Principal(kind, withoutArn, "", value));
  }
}
