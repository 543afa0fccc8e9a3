package io.accesstriage.facts;

import io.accesstriage.json.MayBeEmpty;
import java.util.Map;

/**
 * What AWS Organizations says of an account.
 *
 * @param name of the account
 * @param tags of the account, key to value
 * @param ou id of what it is directly in: an organizational unit such as ou-ab12-cdefghij, or the
 *     root such as r-ab12
 */
public record Account(@MayBeEmpty String name, Map<String, String> tags, String ou) {
  public Account {
    tags = Map.copyOf(tags);
  }
}
