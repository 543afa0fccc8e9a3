package io.accesstriage.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.accesstriage.finding.Finding;
import io.accesstriage.fixtures.Findings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamedPrincipalsTest {
  /** Of a shared identity provider, also where an account was not read. */
  @ParameterizedTest
  @CsvSource({
    "none, 111122223333, true",
    "/principal/account, 111122223333, true",
    "/resource/account, 111122223333, false",
    "/resource/account, 444455556666, true",
  })
  void areWithout_aSharedProviderOfWhichNotAllWasRead_isNotNamed(
      String unread, String named, boolean areWithout) {
    Finding whole =
        Findings.with(
            Findings.with(Findings.external(), "/resource/account", "111122223333"),
            "/principal",
            Map.of(
                "kind", "Federated",
                "account", "111122223333",
                "arn", "",
                "value",
                    "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"));
    Finding finding = unread.equals("none") ? whole : Findings.without(whole, unread);

    assertEquals(
        areWithout,
        NamedPrincipals.in(List.of(named), List.of("resource.account"))
            .areWithout(finding, Findings.noFacts()));
  }
}
