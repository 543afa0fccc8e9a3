package io.accesstriage.snapstart;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * Both ends of TLS connections that never leave this process: an authority and a server's
 * certificate as AWS has them, with a key that is made, used and forgotten within it.
 */
final class TlsOfOneProcess {
  private static final String NAME = "priming";
  private static final char[] PASSWORD = NAME.toCharArray();
  private static final int KEY_BITS = 2048;

  private final SSLContext server;
  private final TrustManager[] trustManagers;

  private TlsOfOneProcess(SSLContext server, TrustManager[] trustManagers) {
    this.server = server;
    this.trustManagers = trustManagers;
  }

  static TlsOfOneProcess make() throws IOException, GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(KEY_BITS);
    KeyPair pair = generator.generateKeyPair();
    X509Certificate authority = SelfMadeCertificate.authority(pair, "CN=" + NAME + " authority");
    X509Certificate certificate = SelfMadeCertificate.loopback(pair, authority, "CN=" + NAME);

    KeyStore keys = empty();
    keys.setKeyEntry(
        NAME, pair.getPrivate(), PASSWORD, new X509Certificate[] {certificate, authority});
    KeyManagerFactory keyManagers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keyManagers.init(keys, PASSWORD);
    SSLContext server = SSLContext.getInstance("TLS");
    server.init(keyManagers.getKeyManagers(), null, null);

    KeyStore trusted = empty();
    trusted.setCertificateEntry(NAME, authority);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    return new TlsOfOneProcess(server, trust.getTrustManagers());
  }

  private static KeyStore empty() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, PASSWORD);
    return store;
  }

  ServerSocketFactory serverSockets() {
    return server.getServerSocketFactory();
  }

  /** They trust the authority and nobody else. */
  TrustManager[] trustManagers() {
    return trustManagers.clone();
  }
}
