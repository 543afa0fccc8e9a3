package io.accesstriage.stateslanguage;

import static io.accesstriage.stateslanguage.Workflow.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StreamHandlerFunctionTest {
  private final List<String> log = new ArrayList<>();
  private final LambdaLogger logger =
      new LambdaLogger() {
        @Override
        public void log(String message) {
          log.add(message);
        }

        @Override
        public void log(byte[] message) {
          log.add(new String(message, StandardCharsets.UTF_8));
        }
      };

  private StreamHandlerFunction function(RequestStreamHandler handler) {
    return new StreamHandlerFunction("enrich", handler, logger);
  }

  private static RequestStreamHandler answering(String text) {
    return (input, output, context) -> output.write(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void invoke_handler_readsAndWritesJson() throws Exception {
    assertEquals(
        json("{\"a\": \"ü\", \"n\": 1.50}"),
        function((input, output, context) -> input.transferTo(output))
            .invoke(json("{\"a\": \"ü\", \"n\": 1.50}")));
  }

  @Test
  void invoke_decimals_stayAsTheyWereWritten() throws Exception {
    assertEquals(
        "[1.50,1.0,0.1]", function(answering("[1.50, 1.0, 0.1]")).invoke(json("{}")).toString());
  }

  @Test
  void invoke_context_tellsOfTheInvocation() throws Exception {
    List<Context> contexts = new ArrayList<>();
    StreamHandlerFunction function =
        function(
            (input, output, context) -> {
              contexts.add(context);
              context.getLogger().log("invoked");
              output.write('1');
            });
    function.invoke(json("{}"));
    function.invoke(json("{}"));
    Context first = contexts.get(0);
    assertNotEquals(first.getAwsRequestId(), contexts.get(1).getAwsRequestId());
    assertEquals("enrich", first.getFunctionName());
    assertEquals("$LATEST", first.getFunctionVersion());
    assertEquals(
        "arn:aws:lambda:us-east-1:111122223333:function:enrich", first.getInvokedFunctionArn());
    assertEquals("/aws/lambda/enrich", first.getLogGroupName());
    assertEquals("local", first.getLogStreamName());
    assertEquals(60_000, first.getRemainingTimeInMillis());
    assertEquals(512, first.getMemoryLimitInMB());
    assertNull(first.getIdentity());
    assertNull(first.getClientContext());
    assertEquals(List.of("invoked", "invoked"), log);
  }

  @Test
  void invoke_outputIsNotJson_failsForGood() {
    TaskFailedException failed =
        assertThrows(
            TaskFailedException.class, () -> function(answering("{} x")).invoke(json("{}")));
    assertEquals("States.Runtime", failed.error());
    assertEquals("The output of the function enrich is not JSON: it has 4 bytes", failed.cause());
  }

  @Test
  void invoke_outputIsEmpty_failsForGood() {
    TaskFailedException failed =
        assertThrows(TaskFailedException.class, () -> function(answering("")).invoke(json("{}")));
    assertEquals(
        "States.Runtime: The output of the function enrich is not JSON: it is empty",
        failed.getMessage());
  }

  @Test
  void invoke_handlerThrows_isThrown() {
    assertThrows(
        java.io.IOException.class,
        () ->
            function(
                    (input, output, context) -> {
                      throw new java.io.IOException("broken");
                    })
                .invoke(json("{}")));
  }
}
