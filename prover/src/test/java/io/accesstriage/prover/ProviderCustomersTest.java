package io.accesstriage.prover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.accesstriage.finding.OpenAccess;
import io.accesstriage.finding.Principal;
import io.accesstriage.finding.SharedIdentityProvider;
import io.accesstriage.rules.NamedPrincipals;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProviderCustomersTest {
  /** The prover and the engine take the same principals for shared providers. */
  @Test
  void all_anyWayToWriteAProvider_isWhatTheEngineTakesForOne() {
    Language all = new ProviderCustomers(new Languages(), Formula.TRUE).all();
    for (String url : OpenAccess.identityProviders()) {
      for (String form :
          List.of(
              "%s",
              "%s/",
              "%s///",
              "%s/x",
              "x%s",
              "https://%s",
              "arn:aws:iam::111122223333:oidc-provider/%s",
              "arn:aws:iam::111122223333:oidc-provider:%s/",
              "arn:aws:iam:::oidc-provider/%s",
              "arn::iam::111122223333:oidc-provider/%s",
              "arn:aws:iam::111122223333:saml-provider/%s")) {
        for (String value :
            List.of(form.formatted(url), form.formatted(url.toUpperCase(Locale.ROOT)))) {
          Principal principal = Principal.of(Map.of("Federated", value));
          assertEquals(SharedIdentityProvider.of(principal).isPresent(), all.has(value), value);
        }
      }
    }
  }

  /**
   * Of several values each has to name somebody. Where they stand in brackets or quotes, proofs
   * take them for values that do not.
   */
  @Test
  void names_anyValueOfACondition_isWhatTheEngineTakesForOneThatNamesSomebody() {
    NamedPrincipals named =
        NamedPrincipals.in(
            List.of("repo:octo-org/", "repo:example/x:ref:refs/heads/main"), Set.of());
    ProviderCustomers customers = new ProviderCustomers(new Languages(), Formula.TRUE);
    Random random = new Random(20261130);
    int limited = 0;
    for (SharedIdentityProvider provider : SharedIdentityProvider.values()) {
      for (String claim : List.of("sub", "repository", "repository_owner", "aud")) {
        String key = provider.urls().get(0) + ":" + claim;
        Language names = customers.names(provider, key, named);
        for (int i = 0; i < 300; i++) {
          String value = value(random);
          boolean isLimited = OpenAccess.isLimitedTo(named.customers(), provider, key, value);
          boolean isPlain = value.matches("[^\"\\[]*");
          assertTrue(
              names.has(value) == isLimited || (isLimited && !isPlain), () -> key + " " + value);
          limited += isLimited ? 1 : 0;
        }
      }
    }
    assertTrue(limited > 1_000, limited + " values");
  }

  private static String value(Random random) {
    List<String> parts = new ArrayList<>();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      String part =
          PARTS.get(random.nextInt(PARTS.size())).replace("?", random.nextInt(9) == 0 ? "*" : "x");
      parts.add(random.nextInt(3) == 0 ? "\"" + part + "\"" : part);
    }
    String list = String.join(random.nextBoolean() ? "," : ", ", parts);
    return random.nextInt(3) == 0 ? "[" + list + "]" : list;
  }

  private static final List<String> PARTS =
      List.of(
          "repo:octo-org/?",
          "repo:octo-org/",
          "repo:octo-org",
          "octo-org/?",
          "octo-org",
          "organization:octo-org:?",
          "repo:example/x:ref:refs/heads/main",
          "repo:evil/?",
          "repository_owner:octo-org:?",
          "main");
}
