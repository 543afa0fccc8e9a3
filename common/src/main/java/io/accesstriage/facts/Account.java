package io.accesstriage.facts;

import io.accesstriage.json.MayBeEmpty;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What AWS Organizations says of an account.
 *
 * @param name of the account
 * @param tags of the account, key to value
 * @param ou id of what it is directly in: an organizational unit such as ou-ab12-cdefghij, or the
 *     root such as r-ab12
 * @param path the root and the units from there to {@code ou}, each followed by a slash; null where
 *     it is not known, as in what earlier versions kept
 */
public record Account(
    @MayBeEmpty String name, Map<String, String> tags, String ou, @Nullable String path) {
  public Account {
    tags = Map.copyOf(tags);
  }
}
