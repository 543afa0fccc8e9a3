package io.accesstriage.cli.world;

import io.accesstriage.yaml.YamlMap;
import io.accesstriage.yaml.YamlText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    boolean denied) {

  /** Reads an element of the account file's resources, and notes its mistakes in the file. */
  static Optional<SampleResource> read(YamlMap map) {
    map.allowOnly(List.of("arn", "account", "tags", "keyAliases", "denied"));
    Optional<YamlText> arn = FilledText.required(map, "arn", "the resource's ARN");
    String account = FilledText.optional(map, "account").map(YamlText::value).orElse(null);
    Map<String, String> tags = map.map("tags").map(YamlMap::textMap).orElse(Map.of());
    List<String> keyAliases = map.texts("keyAliases");
    boolean denied = map.flag("denied").orElse(false);
    return arn.map(text -> new SampleResource(text.value(), account, tags, keyAliases, denied));
  }
}
