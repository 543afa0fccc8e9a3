package io.accesstriage.cli.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.accesstriage.enrich.TagReaders;
import io.accesstriage.finding.AwsNames;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ProofTest {
  @Test
  void hasReadableTags_everyKnownType_isAsTheReadersAre() {
    Set<String> readable =
        AwsNames.RESOURCE_TYPES.stream()
            .filter(Proof.hasReadableTags())
            .collect(Collectors.toSet());
    assertEquals(TagReaders.ofAws().operations().keySet(), readable);
  }
}
