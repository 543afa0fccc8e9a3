package io.accesstriage.text;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Decodes every file that a person has written or exported: UTF-8 or UTF-16, with or without a byte
 * order mark. Windows PowerShell's {@code >} writes UTF-16. Bytes that are no such text are an
 * error, never replaced.
 *
 * @see <a
 *     href="https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_character_encoding">PowerShell's
 *     encodings</a>
 */
public final class InputText {
  private static final int LONGEST_MARK = 3;

  private InputText() {}

  /**
   * The text of bytes in memory.
   *
   * @throws CharacterCodingException where they are neither UTF-8 nor UTF-16
   */
  public static String of(byte[] bytes) throws CharacterCodingException {
    StringWriter text = new StringWriter();
    try (Reader reader = reader(new ByteArrayInputStream(bytes))) {
      reader.transferTo(text);
    } catch (CharacterCodingException e) {
      throw e;
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory could not be read", e);
    }
    return text.toString();
  }

  /** The text of a stream, without its byte order mark. Closing it closes the stream. */
  public static Reader reader(InputStream in) throws IOException {
    PushbackInputStream bytes = new PushbackInputStream(in, LONGEST_MARK);
    byte[] start = bytes.readNBytes(LONGEST_MARK);
    Charset charset = charset(start);
    int mark = lengthOfMark(start);
    bytes.unread(start, mark, start.length - mark);
    return new InputStreamReader(
        bytes,
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT));
  }

  /** Without a mark by the first character, which is ASCII in JSON and YAML. */
  private static Charset charset(byte[] start) {
    if (begins(start, 0xff, 0xfe) || (start.length > 1 && isAscii(start[0]) && start[1] == 0)) {
      return StandardCharsets.UTF_16LE;
    }
    if (begins(start, 0xfe, 0xff) || (start.length > 1 && start[0] == 0 && isAscii(start[1]))) {
      return StandardCharsets.UTF_16BE;
    }
    return StandardCharsets.UTF_8;
  }

  private static int lengthOfMark(byte[] start) {
    if (begins(start, 0xef, 0xbb, 0xbf)) {
      return 3;
    }
    return begins(start, 0xff, 0xfe) || begins(start, 0xfe, 0xff) ? 2 : 0;
  }

  private static boolean begins(byte[] start, int... mark) {
    if (start.length < mark.length) {
      return false;
    }
    for (int i = 0; i < mark.length; i++) {
      if (Byte.toUnsignedInt(start[i]) != mark[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean isAscii(byte b) {
    return b == '\t' || b == '\n' || b == '\r' || (b >= ' ' && b <= '~');
  }
}
