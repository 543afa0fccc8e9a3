package io.accesstriage.snapstart;

import java.net.InetAddress;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * Sends what is meant for AWS to a port of this machine, over TLS whatever the environment says.
 * Unlike with a client's own setting for its endpoint, the SDK works out regions and endpoints as
 * for AWS itself.
 */
final class DivertedHttpClient implements SdkHttpClient {
  private final SdkHttpClient http;
  private final int port;

  /**
   * @param http which is closed with this
   */
  DivertedHttpClient(SdkHttpClient http, int port) {
    this.http = http;
    this.port = port;
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    HttpExecuteRequest.Builder diverted =
        HttpExecuteRequest.builder()
            .request(
                request.httpRequest().toBuilder()
                    .protocol("https")
                    .host(InetAddress.getLoopbackAddress().getHostAddress())
                    .port(port)
                    .build());
    request.contentStreamProvider().ifPresent(diverted::contentStreamProvider);
    request.metricCollector().ifPresent(diverted::metricCollector);
    return http.prepareRequest(diverted.build());
  }

  @Override
  public String clientName() {
    return http.clientName();
  }

  @Override
  public void close() {
    http.close();
  }
}
