package io.accesstriage.enrich;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.regions.Region;

/**
 * The network below real SDK clients: notes what they send and answers what the test says, in
 * order.
 */
final class Wire implements SdkHttpClient {
  static final StaticCredentialsProvider CREDENTIALS =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret"));

  /** What was sent, as "METHOD https://host/path?query signed for service in region: body". */
  final List<String> sent = new ArrayList<>();

  private final Deque<Answer> answers = new ArrayDeque<>();
  private Consumer<String> sending = request -> {};

  /** An answer of a service. */
  record Answer(int status, Map<String, String> headers, String body) {
    Answer(int status, String body) {
      this(status, Map.of(), body);
    }
  }

  /** Is told each request before it is answered. */
  void onSent(Consumer<String> listener) {
    sending = listener;
  }

  void answer(Answer... next) {
    answers.addAll(List.of(next));
  }

  /** Clients of a service on this wire. */
  <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> RegionalClients<C> clients(
      Supplier<B> builder) {
    return new RegionalClients<>(
        region ->
            builder
                .get()
                .httpClient(this)
                .region(Region.of(region))
                .credentialsProvider(CREDENTIALS)
                .build());
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    Answer answer;
    synchronized (answers) {
      sent.add(described(request));
      sending.accept(sent.get(sent.size() - 1));
      answer = answers.removeFirst();
    }
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() {
        SdkHttpResponse.Builder response = SdkHttpResponse.builder().statusCode(answer.status());
        answer.headers().forEach(response::putHeader);
        return HttpExecuteResponse.builder()
            .response(response.build())
            .responseBody(
                AbortableInputStream.create(
                    new ByteArrayInputStream(answer.body().getBytes(StandardCharsets.UTF_8))))
            .build();
      }

      @Override
      public void abort() {}
    };
  }

  private static String described(HttpExecuteRequest request) {
    SdkHttpRequest http = request.httpRequest();
    String[] scope = http.firstMatchingHeader("Authorization").orElseThrow().split("/", -1);
    String query = http.encodedQueryParameters().map(q -> "?" + q).orElse("");
    return "%s %s://%s%s signed for %s in %s%s"
        .formatted(
            http.method(),
            http.protocol(),
            http.host(),
            (http.encodedPath().isEmpty() ? "/" : http.encodedPath()) + query,
            scope[3],
            scope[2],
            request.contentStreamProvider().map(Wire::body).orElse(""));
  }

  private static String body(ContentStreamProvider content) {
    try {
      return ": " + new String(content.newStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {}
}
