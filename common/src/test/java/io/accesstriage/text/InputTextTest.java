package io.accesstriage.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class InputTextTest {
  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
  void of_anyEncodingWithAndWithoutMark_isTheText(String encoding) throws Exception {
    for (String text : List.of("{\"a\": \"é€𝄞\"}", "rules: []\n", "{", "7", "")) {
      assertEquals(text, InputText.of(text.getBytes(encoding)), encoding);
      assertEquals(text, InputText.of(("\ufeff" + text).getBytes(encoding)), encoding);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "22e922", // ISO 8859-1
        "c0af", // an overlong slash
        "eda080", // half of a pair, in UTF-8
        "fffe00d8", // half of a pair, in UTF-16
        "7b007d", // an odd number of bytes
        "0001ffc0"
      })
  void of_noText_isAnError(String hex) {
    assertThrows(
        CharacterCodingException.class, () -> InputText.of(HexFormat.of().parseHex(hex)), hex);
  }

  @Test
  void of_secondMark_isText() throws Exception {
    assertEquals("\ufeff{}", InputText.of("\ufeff\ufeff{}".getBytes(StandardCharsets.UTF_16LE)));
  }
}
