package io.accesstriage.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import io.accesstriage.failure.TransientFailure;
import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;
import io.accesstriage.json.MalformedInput;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StepHandlerTest {
  private final List<String> log = new ArrayList<>();

  @Test
  void handleRequest_answer_isWrittenAndLoggedOnce() throws IOException {
    assertEquals("{\"echo\":\"é\"}", handle("{\"say\": \"é\"}"));
    assertEquals(List.of("{\"step\":\"echo\"}\n"), log);
  }

  @Test
  void handleRequest_malformedRequest_isTheCallersToReport() {
    assertEquals(
        "request.say is missing",
        assertThrows(MalformedInput.class, () -> handle("{}")).getMessage());
    assertEquals(
        "request: expected a JSON object, found a list",
        assertThrows(MalformedInput.class, () -> handle("[]")).getMessage());
    assertEquals(List.of(), log);
  }

  @Test
  void handleRequest_transientFailure_isThrownAsItIs() {
    assertThrows(TransientFailure.class, () -> handle("{\"say\": \"later\"}"));
  }

  private String handle(String request) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Context context = mock(Context.class);
    LambdaLogger logger = mock(LambdaLogger.class);
    when(context.getLogger()).thenReturn(logger);
    doAnswer(call -> log.add(call.getArgument(0))).when(logger).log(anyString());
    new Echo()
        .handleRequest(
            new ByteArrayInputStream(request.getBytes(StandardCharsets.UTF_8)), out, context);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static final class Echo extends StepHandler {
    @Override
    protected Result handle(Fields request) {
      String say = request.text("say");
      if (say.equals("later")) {
        throw new TransientFailure("later");
      }
      return new Result(Json.object().put("echo", say), Json.object().put("step", "echo"));
    }
  }
}
