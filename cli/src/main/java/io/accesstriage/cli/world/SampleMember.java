package io.accesstriage.cli.world;

import io.accesstriage.finding.Arn;
import io.accesstriage.yaml.YamlMap;
import io.accesstriage.yaml.YamlText;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An account of the organization.
 *
 * @param ou id of the organizational unit or root that it is in
 * @param path the root and the units from there to {@code ou}, each followed by a slash
 * @param denied whether AWS Organizations refuses to tell about it
 * @param noRole whether it refuses the role that its resources are read with
 */
record SampleMember(
    String id,
    String name,
    Map<String, String> tags,
    String ou,
    String path,
    boolean denied,
    boolean noRole) {
  private static final String ROOT = "r-root";

  /** Reads an element of the account file's accounts, and notes its mistakes in the file. */
  static Optional<SampleMember> read(YamlMap map) {
    map.allowOnly(List.of("id", "name", "tags", "ou", "path", "denied", "noRole"));
    Optional<YamlText> id = FilledText.required(map, "id", "the account's 12 digits");
    id.filter(text -> !Arn.isAccountId(text.value()))
        .ifPresent(
            text ->
                text.problem(
                    "expected an account id of 12 digits, found \"%s\"".formatted(text.value())));
    String name = FilledText.optional(map, "name").map(YamlText::value).orElse("");
    Map<String, String> tags = map.map("tags").map(YamlMap::textMap).orElse(Map.of());
    Optional<String> path = FilledText.optional(map, "path").map(YamlText::value);
    String ou =
        FilledText.optional(map, "ou")
            .map(YamlText::value)
            .or(() -> path.map(SampleMember::last))
            .orElse(ROOT);
    boolean denied = map.flag("denied").orElse(false);
    boolean noRole = map.flag("noRole").orElse(false);
    return id.map(
        text ->
            new SampleMember(
                text.value(), name, tags, ou, path.orElseGet(() -> pathTo(ou)), denied, noRole));
  }

  private static String pathTo(String ou) {
    return (ou.startsWith("ou-") ? ROOT + "/" : "") + ou + "/";
  }

  private static String last(String path) {
    String whole = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return whole.substring(whole.lastIndexOf('/') + 1);
  }
}
