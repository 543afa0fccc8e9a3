package io.accesstriage.snapstart;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * A request as the SDK sends it: with a length, never in chunks.
 *
 * @param target of the request line
 * @param headers by their names, which know no case
 */
record HttpMessage(String method, String target, Map<String, String> headers, String body) {
  private static final String TARGET = "X-Amz-Target";

  static HttpMessage read(InputStream in) throws IOException {
    String[] first = line(in).split(" ", -1);
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      int colon = header.indexOf(':');
      headers.put(header.substring(0, colon), header.substring(colon + 1).strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("Content-Length", "0"));
    String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    return new HttpMessage(first[0], first[1], headers, body);
  }

  /**
   * The call's name: the X-Amz-Target where the service has them ({@code
   * DynamoDB_20120810.GetItem}), the action of a form ({@code Publish}), else the method and the
   * first part of the path ({@code GET /findingv2}).
   */
  String call() {
    if (headers.containsKey(TARGET)) {
      return headers.get(TARGET);
    }
    if (body.startsWith("Action=")) {
      return body.substring("Action=".length(), body.indexOf('&'));
    }
    return method + " /" + target.split("[/?]", -1)[1];
  }

  /** Sends the response and closes the connection. */
  void answer(OutputStream out, int status, byte[] answer) throws IOException {
    CRC32 checksum = new CRC32();
    checksum.update(answer);
    // DynamoDB tells a checksum, which its client looks at.
    String crc = headers.containsKey(TARGET) ? "x-amz-crc32: " + checksum.getValue() + "\r\n" : "";
    String type = answer.length > 0 && answer[0] == '<' ? "text/xml" : "application/json";
    out.write(
        "HTTP/1.1 %d Answer\r\nContent-Type: %s\r\nContent-Length: %d\r\n%sConnection: close\r\n\r\n"
            .formatted(status, type, answer.length, crc)
            .getBytes(StandardCharsets.US_ASCII));
    out.write(answer);
    out.flush();
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("the connection ended within a line");
      }
      line.write(b);
    }
    return line.toString(StandardCharsets.US_ASCII).stripTrailing();
  }
}
