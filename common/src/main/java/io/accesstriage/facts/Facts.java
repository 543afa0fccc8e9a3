package io.accesstriage.facts;

import java.util.List;
import java.util.Map;

/**
 * What was read about a finding's resource.
 *
 * @param tags tag key to value
 * @param keyAliases such as alias/DevelopmentKey, of a KMS key; of what is no key they are known to
 *     be none
 */
public record Facts(Fact<Map<String, String>> tags, Fact<List<String>> keyAliases) {}
