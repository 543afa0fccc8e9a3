package io.accesstriage.snapstart;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import javax.security.auth.x500.X500Principal;

/**
 * Makes certificates, which the JDK can read but has no public class to write. Valid from 2020 to
 * 2049, the last year that their short form of time can tell.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5280#section-4.1">RFC 5280, 4.1</a>
 */
final class SelfMadeCertificate {
  private static final int INTEGER = 0x02;
  private static final int BIT_STRING = 0x03;
  private static final int UTC_TIME = 0x17;
  private static final int SEQUENCE = 0x30;
  private static final int VERSION = 0xa0;
  private static final int EXTENSIONS = 0xa3;

  /** SEQUENCE {sha256WithRSAEncryption, NULL}. */
  private static final byte[] ALGORITHM = hex("300d06092a864886f70d01010b0500");

  /** Critical basicConstraints: an authority. */
  private static final byte[] IS_AUTHORITY = hex("300f0603551d130101ff040530030101ff");

  /** subjectAltName: 127.0.0.1. */
  private static final byte[] IS_LOOPBACK = hex("300f0603551d1104083006" + "87047f000001");

  private SelfMadeCertificate() {}

  /** The certificate of an authority, signed by itself. */
  static X509Certificate authority(KeyPair pair, String name) throws GeneralSecurityException {
    X500Principal itself = new X500Principal(name);
    return certificate(pair, itself, itself, IS_AUTHORITY);
  }

  /** The certificate of a server at 127.0.0.1, which has the authority's own key. */
  static X509Certificate loopback(KeyPair pair, X509Certificate authority, String name)
      throws GeneralSecurityException {
    return certificate(
        pair, authority.getSubjectX500Principal(), new X500Principal(name), IS_LOOPBACK);
  }

  private static X509Certificate certificate(
      KeyPair pair, X500Principal issuer, X500Principal subject, byte[] extension)
      throws GeneralSecurityException {
    byte[] content =
        der(
            SEQUENCE,
            der(VERSION, der(INTEGER, new byte[] {2})),
            der(INTEGER, BigInteger.valueOf(subject.hashCode()).abs().toByteArray()),
            ALGORITHM,
            issuer.getEncoded(),
            der(
                SEQUENCE,
                der(UTC_TIME, ascii("200101000000Z")),
                der(UTC_TIME, ascii("491231000000Z"))),
            subject.getEncoded(),
            pair.getPublic().getEncoded(),
            der(EXTENSIONS, der(SEQUENCE, extension)));
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(pair.getPrivate());
    signature.update(content);
    byte[] certificate =
        der(SEQUENCE, content, ALGORITHM, der(BIT_STRING, new byte[] {0}, signature.sign()));
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(certificate));
  }

  private static byte[] der(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.write(tag);
    int length = content.size();
    if (length < 0x80) {
      whole.write(length);
    } else {
      byte[] bytes = BigInteger.valueOf(length).toByteArray();
      int zeros = bytes[0] == 0 ? 1 : 0;
      whole.write(0x80 | (bytes.length - zeros));
      whole.write(bytes, zeros, bytes.length - zeros);
    }
    whole.writeBytes(content.toByteArray());
    return whole.toByteArray();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
