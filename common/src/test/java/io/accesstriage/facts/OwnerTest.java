package io.accesstriage.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class OwnerTest {
  private static final List<String> KEYS = List.of("Owner", "Team");

  private static Owner of(Map<String, String> tags) {
    return Owner.of(KEYS, Fact.known(tags));
  }

  @Test
  void of_severalTags_isTheFirstThatTheResourceHas() {
    assertEquals(Owner.named("Payments"), of(Map.of("Team", "ledger", "Owner", "Payments")));
    assertEquals(Owner.named("ledger"), of(Map.of("Team", "ledger", "owner", "Payments")));
    assertEquals(Owner.named("ledger"), of(Map.of("Team", "ledger", "Owner", " ")));
    // Spaces that Java calls none, and letters that show nothing.
    assertEquals(
        Owner.named("ledger"),
        of(Map.of("Team", "ledger", "Owner", "\u00a0\u2007\u202f\u2800\u3164")));
    assertEquals(Optional.of("ledger"), of(Map.of("Team", "ledger")).told());
  }

  @Test
  void of_noneOfTheTags_isNobody() {
    assertEquals(Owner.NOBODY, of(Map.of("Environment", "production", "Team", "")));
    assertEquals(Optional.empty(), Owner.NOBODY.told());
  }

  @Test
  void of_tagsNotRead_isUnknown() {
    assertEquals(Owner.UNKNOWN, Owner.of(KEYS, Fact.unread(Fact.Cause.DENIED, "denied")));
    assertEquals(Owner.UNKNOWN, Owner.of(List.of(), Fact.known(Map.of("Owner", "Payments"))));
  }

  @Test
  void owner_nameAndKindThatContradict_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> Owner.named(" "));
    assertThrows(IllegalArgumentException.class, () -> new Owner(Owner.Kind.NOBODY, "Payments"));
  }
}
