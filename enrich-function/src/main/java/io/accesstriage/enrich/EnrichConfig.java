package io.accesstriage.enrich;

import io.accesstriage.finding.Arn;
import io.accesstriage.json.Fields;
import io.accesstriage.json.MalformedInput;
import io.accesstriage.state.Settings;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The deployment's parameters for enrich.
 *
 * @param partition where it is deployed, such as aws or aws-cn
 * @param account where it is deployed; resources of other accounts are read with a role there
 * @param memberAccountRole that role's name; null where none is to be assumed
 * @param externalId that the role asks for; null for none
 * @param readsAccounts whether AWS Organizations is asked about accounts
 */
public record EnrichConfig(
    String partition,
    String account,
    @Nullable String memberAccountRole,
    @Nullable String externalId,
    boolean readsAccounts) {
  /** Ends a role's ARN, so nothing that could be read as another path may be in it. */
  private static final Pattern ROLE_NAME = Pattern.compile("[\\w+=,.@-]{1,64}");

  private static final Pattern EXTERNAL_ID = Pattern.compile("[\\w+=,.@:/-]{2,1224}");

  /**
   * Reads the state machine's {@code config}. An event by itself, as {@code sam local invoke} gives
   * it, has none: then no role is assumed, and the function's account is the analyzer's.
   *
   * @param analyzerArn of the finding
   * @throws MalformedInput where a parameter is missing or cannot be what it should be
   */
  static EnrichConfig read(Fields request, String analyzerArn) {
    Arn analyzer =
        Arn.parse(analyzerArn)
            .orElseThrow(() -> new IllegalArgumentException("no ARN: " + analyzerArn));
    return Settings.optional(request)
        .map(config -> read(config, analyzer))
        .orElseGet(
            () -> new EnrichConfig(analyzer.partition(), analyzer.account(), null, null, false));
  }

  /** Whether a role may be called so; its name becomes the end of an ARN. */
  public static boolean isRoleName(String text) {
    return ROLE_NAME.matcher(text).matches();
  }

  private static boolean isExternalId(String text) {
    return EXTERNAL_ID.matcher(text).matches();
  }

  private static EnrichConfig read(Settings config, Arn analyzer) {
    return new EnrichConfig(
        analyzer.partition(),
        config.text("account", Arn::isAccountId, "an account id of 12 digits"),
        config
            .orNone(
                "memberAccountRole",
                EnrichConfig::isRoleName,
                "a role's name without its path, or none")
            .orElse(null),
        config
            .orNone("externalId", EnrichConfig::isExternalId, "an external id of a role, or none")
            .orElse(null),
        config
            .orNone("accountFacts", "organizations"::equals, "none or organizations")
            .isPresent());
  }
}
