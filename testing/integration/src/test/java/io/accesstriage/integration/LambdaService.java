package io.accesstriage.integration;

import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.json.Json;
import io.accesstriage.stateslanguage.LambdaFunction;
import io.accesstriage.stateslanguage.StreamHandlerFunction;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lambda's Invoke API over the handlers that the template names, made as Lambda makes them.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html">Invoke</a>
 */
final class LambdaService implements Gateway.Service {
  private static final Pattern INVOKE =
      Pattern.compile("/2015-03-31/functions/([^/]+)/invocations");

  private static final LambdaLogger NO_LOG =
      new LambdaLogger() {
        @Override
        public void log(String message) {}

        @Override
        public void log(byte[] message) {}
      };

  private final Map<String, LambdaFunction> functions = new LinkedHashMap<>();

  /**
   * @param handlers class names by function name
   */
  LambdaService(Map<String, String> handlers) {
    handlers.forEach((name, handler) -> functions.put(name, function(name, handler)));
  }

  /** Adds a function of another name, so that a stack has its own. */
  void add(String name, String handler) {
    functions.put(name, function(name, handler));
  }

  /** A function of this JVM, its handler made as Lambda makes it. */
  static LambdaFunction function(String name, String handler) {
    return new StreamHandlerFunction(name, made(handler), NO_LOG);
  }

  static String arn(String function) {
    return "arn:aws:lambda:%s:%s:function:%s:live".formatted(Local.REGION, Local.ACCOUNT, function);
  }

  /** Calls a function as its schedule does. */
  JsonNode call(String name, JsonNode payload) {
    try {
      return SdkCalls.of(name, () -> functions.get(name).invoke(payload));
    } catch (Exception e) {
      throw new IllegalStateException(name + " failed", e);
    }
  }

  @Override
  public Optional<Gateway.Answer> answer(Gateway.Request request) {
    Matcher path = INVOKE.matcher(request.uri().getRawPath());
    if (!path.matches()) {
      return Optional.empty();
    }
    String arn = URLDecoder.decode(path.group(1), StandardCharsets.UTF_8);
    return Optional.of(
        functions.keySet().stream()
            .filter(name -> arn.equals(arn(name)))
            .findFirst()
            .map(name -> invoke(name, Json.read(request.body(), "payload")))
            .orElseGet(() -> notFound(arn)));
  }

  private Gateway.Answer invoke(String name, JsonNode payload) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("x-amzn-RequestId", UUID.randomUUID().toString());
    headers.put("Content-Type", "application/json");
    headers.put("X-Amz-Executed-Version", "1");
    JsonNode answer;
    try {
      answer = SdkCalls.of(name, () -> functions.get(name).invoke(payload));
    } catch (Throwable e) {
      headers.put("X-Amz-Function-Error", "Unhandled");
      answer = error(e);
    }
    return new Gateway.Answer(200, headers, Json.text(answer));
  }

  /** As Lambda's Java runtime reports it. */
  private static ObjectNode error(Throwable e) {
    String type = e.getClass().getName();
    ObjectNode error = Json.object();
    error.put("errorMessage", e.getLocalizedMessage() == null ? type : e.getLocalizedMessage());
    error.put("errorType", type);
    ArrayNode stackTrace = error.putArray("stackTrace");
    Arrays.stream(e.getStackTrace()).map(String::valueOf).forEach(stackTrace::add);
    return error;
  }

  private static Gateway.Answer notFound(String arn) {
    return new Gateway.Answer(
        404,
        Map.of(
            "x-amzn-RequestId",
            UUID.randomUUID().toString(),
            "x-amzn-ErrorType",
            "ResourceNotFoundException",
            "Content-Type",
            "application/json"),
        Json.text(Json.object().put("Type", "User").put("Message", "Function not found: " + arn)));
  }

  private static RequestStreamHandler made(String handler) {
    try {
      return Class.forName(handler)
          .asSubclass(RequestStreamHandler.class)
          .getConstructor()
          .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the template's handler " + handler + " cannot be made", e);
    }
  }
}
