package io.accesstriage.reliability;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpResponse;

/** The network below a client of Access Analyzer: bodies of GetFindingV2, by finding id. */
final class StoredAnswers implements SdkHttpClient {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The ids of all findings that were updated. */
  final List<String> updates = new ArrayList<>();

  private final Map<String, ObjectNode> answers = new HashMap<>();

  void put(ObjectNode answer) {
    answers.put(answer.path("id").asText(), answer);
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    String path = request.httpRequest().encodedPath();
    if (request.httpRequest().method() == SdkHttpMethod.PUT) {
      update(request);
      return answer(200, "{}");
    }
    JsonNode body = answers.get(path.substring(path.lastIndexOf('/') + 1));
    return body == null ? answer(403, "{\"message\": \"denied\"}") : answer(200, body.toString());
  }

  private void update(HttpExecuteRequest request) {
    try (InputStream body = request.contentStreamProvider().orElseThrow().newStream()) {
      JsonNode update = JSON.readTree(body);
      String id = update.at("/ids/0").asText();
      updates.add(id);
      answers.get(id).put("status", update.path("status").asText());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ExecutableHttpRequest answer(int status, String body) {
    SdkHttpResponse.Builder response = SdkHttpResponse.builder().statusCode(status);
    if (status == 403) {
      response.putHeader("x-amzn-ErrorType", "AccessDeniedException");
    }
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() {
        return HttpExecuteResponse.builder()
            .response(response.build())
            .responseBody(
                AbortableInputStream.create(
                    new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8))))
            .build();
      }

      @Override
      public void abort() {}
    };
  }

  @Override
  public void close() {}
}
