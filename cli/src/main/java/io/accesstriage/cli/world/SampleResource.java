package io.accesstriage.cli.world;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A resource of the sample account.
 *
 * @param account its owner where the ARN has none; null for the analyzer's account
 * @param denied whether every read of it answers AccessDenied
 */
record SampleResource(
    String arn,
    @Nullable String account,
    Map<String, String> tags,
    List<String> keyAliases,
    boolean denied) {}
