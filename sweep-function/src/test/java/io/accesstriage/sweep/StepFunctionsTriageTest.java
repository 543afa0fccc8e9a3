package io.accesstriage.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.CALLS_REAL_METHODS;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

import io.accesstriage.aws.AwsCallException;
import io.accesstriage.json.Json;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.SfnException;
import software.amazon.awssdk.services.sfn.model.StartExecutionRequest;
import software.amazon.awssdk.services.sfn.model.StartExecutionResponse;

final class StepFunctionsTriageTest {
  private final SfnClient client = mock(SfnClient.class, CALLS_REAL_METHODS);
  private final TriageMachine triage = new StepFunctionsTriage(() -> client);

  private TriageStart start() {
    return triage.start("machine", "id-1-sweep-1", Json.object().put("a", 1));
  }

  @Test
  void start_newName_isStarted() {
    doReturn(StartExecutionResponse.builder().build())
        .when(client)
        .startExecution(any(StartExecutionRequest.class));

    assertEquals(TriageStart.STARTED, start());

    verify(client)
        .startExecution(
            StartExecutionRequest.builder()
                .stateMachineArn("machine")
                .name("id-1-sweep-1")
                .input("{\"a\":1}")
                .build());
  }

  @Test
  void start_nameThatExists_wasStartedBefore() {
    doThrow(ExecutionAlreadyExistsException.builder().message("there").build())
        .when(client)
        .startExecution(any(StartExecutionRequest.class));

    assertEquals(TriageStart.STARTED_BEFORE, start());
  }

  @Test
  void start_throttled_isTransientAndNamesTheCall() {
    doThrow(
            SfnException.builder()
                .statusCode(400)
                .awsErrorDetails(
                    AwsErrorDetails.builder()
                        .errorCode("ThrottlingException")
                        .errorMessage("Rate exceeded")
                        .build())
                .build())
        .when(client)
        .startExecution(any(StartExecutionRequest.class));

    AwsCallException failure = assertThrows(AwsCallException.class, this::start);

    assertEquals("states:StartExecution: ThrottlingException: Rate exceeded", failure.getMessage());
    assertEquals(AwsCallException.Kind.TRANSIENT, failure.kind());
  }
}
