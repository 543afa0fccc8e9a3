package io.accesstriage.cli.doctor;

import io.accesstriage.rules.RulesFolder;
import io.accesstriage.rules.RulesText;
import io.accesstriage.text.InputText;
import io.accesstriage.text.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * The package that Lambda runs, from the address that it gives for ten minutes.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/api/API_GetFunction.html">GetFunction</a>
 */
final class FunctionPackage {
  /** The evaluate function's has 15 MB; Lambda takes 250 MB unpacked. */
  private static final int MOST_BYTES = 100_000_000;

  private static final int MOST_RULES = 5_000_000;
  private final Download download;

  /** Opens what is at an address. */
  interface Download {
    InputStream open(URI address) throws IOException;
  }

  FunctionPackage(Download download) {
    this.download = download;
  }

  /** By HTTPS only: the address is what an answer says. */
  static InputStream overHttps(URI address) throws IOException {
    if (!"https".equals(address.getScheme())) {
      throw new IOException("its address is not one of HTTPS");
    }
    URLConnection connection = address.toURL().openConnection();
    connection.setConnectTimeout((int) Duration.ofSeconds(5).toMillis());
    connection.setReadTimeout((int) Duration.ofSeconds(20).toMillis());
    return connection.getInputStream();
  }

  /**
   * The files of rules in it, in the order in which the function reads them.
   *
   * @param sha256 of the package, as Lambda says it
   * @throws IOException where it could not be had as Lambda has it, with a reason that has nothing
   *     of the address, which is a secret for ten minutes
   */
  List<RulesText> rules(String address, String sha256) throws IOException {
    byte[] zip = bytes(address);
    if (!Base64.getEncoder().encodeToString(Sha256.of(zip)).equals(sha256)) {
      throw new IOException("it is not what Lambda's hash of it says");
    }
    Map<String, String> texts = new HashMap<>();
    try (ZipInputStream entries = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
        if (!entry.getName().contains("/") && RulesFolder.isRules(entry.getName())) {
          texts.put(entry.getName(), InputText.of(entries.readNBytes(MOST_RULES)));
        }
      }
    }
    return RulesFolder.inOrder(texts.keySet().stream()).stream()
        .map(name -> new RulesText(name, texts.getOrDefault(name, "")))
        .toList();
  }

  private byte[] bytes(String address) throws IOException {
    try (InputStream in = opened(URI.create(address))) {
      byte[] bytes = in.readNBytes(MOST_BYTES);
      if (bytes.length == MOST_BYTES) {
        throw new IOException("it is larger than any of this product");
      }
      return bytes;
    } catch (IllegalArgumentException e) {
      throw new IOException("its address is none", e);
    }
  }

  private InputStream opened(URI address) throws IOException {
    try {
      return download.open(address);
    } catch (IOException e) {
      // Many messages of the JDK are the whole address.
      throw new IOException("the download failed (%s)".formatted(e.getClass().getSimpleName()), e);
    }
  }
}
