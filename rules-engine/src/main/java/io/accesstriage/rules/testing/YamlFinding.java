package io.accesstriage.rules.testing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.Principal;
import io.accesstriage.json.Fields;
import io.accesstriage.json.RecordJson;
import io.accesstriage.yaml.YamlMap;
import io.accesstriage.yaml.YamlRecord;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Some fields of a finding in a YAML file, by the names of its JSON between states; the rest is
 * that of another finding. {@code null} stands for what was not read.
 *
 * @param fields of a principal all, of which a value that names an account or an ARN says most
 */
public record YamlFinding(ObjectNode fields) {
  /** Of these only the fields that are named differ. */
  private static final Set<String> PARTLY = Set.of("resource", "access", "restrictions", "unused");

  private static final YamlRecord RECORD =
      new YamlRecord(
          Finding.class,
          List.of("status", "contentHash", "readFrom", "readFailure"),
          Map.of(
              "principal.value",
              "an account's id, an ARN, \"*\" or a name",
              "sources.type",
              "such as S3_ACCESS_POINT"),
          List.of("updatedAt", "resource.arn", "resource.type"));

  /**
   * Reads them, and notes mistakes in the file.
   *
   * @param others fields of the mapping that are none of these
   */
  public static YamlFinding read(YamlMap map, Collection<String> others) {
    ObjectNode fields = RECORD.read(map, others);
    if (fields.get("principal") instanceof ObjectNode said) {
      fields.set("principal", principal(said));
    }
    return new YamlFinding(fields);
  }

  /** What is not said follows from the value, as on the wire. */
  private static ObjectNode principal(ObjectNode said) {
    Principal derived = Principal.of(Map.of("AWS", said.path("value").asText()));
    return RecordJson.STATE
        .write(Objects.requireNonNull(derived, "a principal of one entry is never empty"))
        .setAll(said);
  }

  /**
   * The other finding with these fields.
   *
   * @param path names the fields in error messages
   */
  public Finding over(Finding other, String path) {
    ObjectNode json = RecordJson.STATE.write(other);
    fields
        .properties()
        .forEach(
            field -> {
              if (PARTLY.contains(field.getKey())
                  && field.getValue() instanceof ObjectNode some
                  && json.get(field.getKey()) instanceof ObjectNode part) {
                part.setAll(some);
              } else {
                json.set(field.getKey(), field.getValue());
              }
            });
    return RecordJson.STATE.read(Finding.class, Fields.of(json, path));
  }
}
