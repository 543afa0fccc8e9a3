package io.accesstriage.finding;

import io.accesstriage.json.IfAbsent;
import io.accesstriage.json.JsonName;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the principal may do.
 *
 * @param actions such as kms:Decrypt, sorted, each once: AWS gives them in any order, which means
 *     nothing; null where they were not read
 * @param condition condition key to value under which the access holds; empty where it always does,
 *     null where that was not read
 * @param type INTRA_ACCOUNT or INTRA_ORG for internal access; empty for other families
 */
public record Access(
    @Nullable List<String> actions,
    @Nullable Map<String, String> condition,
    @IfAbsent("") String type) {
  public Access {
    actions = actions == null ? null : Sorted.once(actions);
    condition = condition == null ? null : Collections.unmodifiableMap(new TreeMap<>(condition));
  }

  /**
   * What the actions let the principal do, lowest first; empty for no actions, null where they were
   * not read. It says nothing that the actions do not say, so it is made from them when it is asked
   * for.
   */
  public @Nullable Set<AccessLevel> levels() {
    return actions == null ? null : ActionLevels.of(actions);
  }

  /** {@link #levels} by the names that rules compare with. */
  @JsonName("levels")
  public @Nullable List<String> levelLabels() {
    Set<AccessLevel> levels = levels();
    return levels == null ? null : levels.stream().map(AccessLevel::label).toList();
  }
}
