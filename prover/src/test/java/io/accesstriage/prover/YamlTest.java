package io.accesstriage.prover;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.json.Json;
import org.junit.jupiter.api.Test;

class YamlTest {
  @Test
  void of_textsThatLookLikeSomethingElse_stayTexts() {
    ObjectNode json =
        (ObjectNode)
            Json.read(
                """
                {"resources": [{"arn": "arn:aws:s3:::b", "tags": {"a": "true", "b": "123456789012", "c": "",
                  "d": "x: y # z", "e": "\\u202e\\n", "f": "~", "g": "no"}, "keyAliases": ["alias/a"]}]}
                """,
                "json");
    assertEquals(
        """
        resources:
          - arn: arn:aws:s3:::b
            tags: {a: 'true', b: '123456789012', c: '', d: 'x: y # z', e: "\\u202e\\n", f: ~, g: no}
            keyAliases: [alias/a]
        """,
        Yaml.of(json));
  }
}
