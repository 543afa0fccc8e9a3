package io.accesstriage.prover;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.rules.Subject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A finding that the rules archive.
 *
 * @param event as EventBridge delivers it
 * @param sample the account in which it is so
 * @param readsOrganization whether it is so only where AWS Organizations is asked
 * @param from when it is so at the earliest, where that is later than now
 * @param subject the same as rules see it
 */
public record Example(
    ObjectNode event,
    ObjectNode sample,
    boolean readsOrganization,
    @Nullable Instant from,
    Subject subject) {

  /** The sample account as YAML; most examples are never shown. */
  public String account() {
    return Yaml.of(sample);
  }
}
