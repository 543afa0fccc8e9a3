package io.accesstriage.finding;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the principal may do.
 *
 * @param actions such as kms:Decrypt, in the order of the source; null where they were not read
 * @param condition condition key to value under which the access holds; empty where it always does,
 *     null where that was not read
 * @param type INTRA_ACCOUNT or INTRA_ORG for internal access; empty for other families
 */
public record Access(
    @Nullable List<String> actions, @Nullable Map<String, String> condition, String type) {
  public Access {
    actions = actions == null ? null : List.copyOf(actions);
    condition = condition == null ? null : Collections.unmodifiableMap(new TreeMap<>(condition));
  }
}
