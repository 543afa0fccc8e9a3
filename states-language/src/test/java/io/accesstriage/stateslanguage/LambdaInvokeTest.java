package io.accesstriage.stateslanguage;

import static io.accesstriage.stateslanguage.Workflow.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class LambdaInvokeTest {
  private static final String PARAMETERS = "{\"FunctionName\": \"f\", \"Payload\": {\"a\": 1}}";

  /** Named inside another class, as its binary name shows. */
  static final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static void assertFails(String error, String cause, LambdaFunction function) {
    LambdaInvoke invoke = new LambdaInvoke(Map.of("f", function));
    TaskFailedException failed =
        assertThrows(TaskFailedException.class, () -> invoke.call(json(PARAMETERS)));
    assertEquals(error, failed.error());
    assertEquals(cause, failed.cause());
  }

  @Test
  void call_function_givesItsAnswerInPayload() throws Exception {
    assertEquals(
        json("{\"ExecutedVersion\": \"$LATEST\", \"Payload\": [{\"a\": 1}], \"StatusCode\": 200}"),
        new LambdaInvoke(Map.of("f", payload -> json("[" + payload + "]"))).call(json(PARAMETERS)));
  }

  @Test
  void call_withoutPayload_givesTheFunctionAnEmptyObject() throws Exception {
    assertEquals(
        json("{}"),
        new LambdaInvoke(Map.of("f", payload -> payload))
            .call(json("{\"FunctionName\": \"f\"}"))
            .get("Payload"));
  }

  @Test
  void call_exception_isReportedAsTheRuntimeDoes() {
    assertFails(
        "java.io.IOException",
        "{\"errorMessage\":\"no \\\"disk\\\"\",\"errorType\":\"java.io.IOException\"}",
        payload -> {
          throw new java.io.IOException("no \"disk\"");
        });
  }

  @Test
  void call_exceptionWithoutMessage_isNamedByItsClass() {
    String name = "io.accesstriage.stateslanguage.LambdaInvokeTest$Broken";
    assertFails(
        name,
        "{\"errorMessage\":\"" + name + "\",\"errorType\":\"" + name + "\"}",
        payload -> {
          throw new Broken();
        });
  }

  @Test
  void call_error_isReportedLikeAnException() {
    assertFails(
        "java.lang.StackOverflowError",
        "{\"errorMessage\":\"deep\",\"errorType\":\"java.lang.StackOverflowError\"}",
        payload -> {
          throw new StackOverflowError("deep");
        });
  }

  @Test
  void call_serviceError_isPassedOn() {
    assertFails(
        "Lambda.TooManyRequestsException",
        "Rate exceeded",
        payload -> {
          throw new TaskFailedException("Lambda.TooManyRequestsException", "Rate exceeded");
        });
  }

  @Test
  void call_unknownFunction_isNotFound() {
    LambdaInvoke invoke = new LambdaInvoke(Map.of());
    TaskFailedException failed =
        assertThrows(TaskFailedException.class, () -> invoke.call(json(PARAMETERS)));
    assertEquals("Lambda.ResourceNotFoundException: Function not found: f", failed.getMessage());
  }
}
