package io.accesstriage.snapstart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

final class DivertedHttpClientTest {
  private final List<URI> sent = new ArrayList<>();

  /** Such as where the environment has AWS_ENDPOINT_URL. */
  @Test
  void prepareRequest_ofAnEndpointWithoutTls_isSentOverTls() {
    SdkHttpRequest request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.GET)
            .uri(URI.create("http://aws.example:4566/findingv2?a=b"))
            .build();

    assertThrows(
        UnsupportedOperationException.class,
        () ->
            new DivertedHttpClient(noting(), 4_433)
                .prepareRequest(HttpExecuteRequest.builder().request(request).build()));

    assertEquals(List.of(URI.create("https://127.0.0.1:4433/findingv2?a=b")), sent);
  }

  private SdkHttpClient noting() {
    return new SdkHttpClient() {
      @Override
      public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        sent.add(request.httpRequest().getUri());
        throw new UnsupportedOperationException("nothing is sent");
      }

      @Override
      public void close() {}
    };
  }
}
