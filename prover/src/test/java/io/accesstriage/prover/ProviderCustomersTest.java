package io.accesstriage.prover;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.accesstriage.finding.OpenAccess;
import io.accesstriage.finding.Principal;
import io.accesstriage.finding.SharedIdentityProvider;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
}
