package io.accesstriage.cli.preview.report;

import io.accesstriage.text.PackagedFile;
import io.accesstriage.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * What is the same in every page: its HTML, style and script, which nobody else has written.
 *
 * @param beforeData up to where the data begins
 * @param afterData from where it ends
 */
record PageTemplate(String beforeData, String afterData) {
  private static final String DATA = "@data@";

  static PageTemplate load() {
    String style = PackagedFile.text(PageTemplate.class, "page.css");
    String script = PackagedFile.text(PageTemplate.class, "page.js");
    String page =
        PackagedFile.text(PageTemplate.class, "page.html")
            .replace("@policy@", policy(style, script))
            .replace("@style@", style)
            .replace("@script@", script);
    int data = page.indexOf(DATA);
    return new PageTemplate(page.substring(0, data), page.substring(data + DATA.length()));
  }

  /**
   * Lets this style and this script be used, and nothing else be run, loaded or sent. Trusted Types
   * make the browser refuse to read any text as HTML.
   */
  private static String policy(String style, String script) {
    return "default-src 'none'; style-src '%s'; script-src '%s'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
        .formatted(hash(style), hash(script));
  }

  private static String hash(String text) {
    byte[] hash = Sha256.of(text.getBytes(StandardCharsets.UTF_8));
    return "sha256-" + Base64.getEncoder().encodeToString(hash);
  }
}
