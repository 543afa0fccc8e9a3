package io.accesstriage.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import io.accesstriage.aws.AwsCallException;
import io.accesstriage.aws.AwsClients;
import io.accesstriage.json.Json;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;

/**
 * The triage state machine in AWS Step Functions. A name that is running already with the same
 * input is answered like a new one; one that has ended, or has another input, is refused.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html">StartExecution</a>
 */
final class StepFunctionsTriage implements TriageMachine {
  private final Supplier<SfnClient> newClient;
  private @Nullable SfnClient client;

  StepFunctionsTriage(AwsClients aws) {
    this(() -> aws.client(SfnClient::builder));
  }

  /**
   * @param newClient makes the client, on first use
   */
  StepFunctionsTriage(Supplier<SfnClient> newClient) {
    this.newClient = newClient;
  }

  @Override
  public TriageStart start(String stateMachineArn, String name, JsonNode input) {
    try {
      client()
          .startExecution(
              r -> r.stateMachineArn(stateMachineArn).name(name).input(Json.text(input)));
      return TriageStart.STARTED;
    } catch (ExecutionAlreadyExistsException e) {
      return TriageStart.STARTED_BEFORE;
    } catch (SdkException e) {
      throw AwsCallException.of("states:StartExecution", e);
    }
  }

  private synchronized SfnClient client() {
    if (client == null) {
      client = newClient.get();
    }
    return client;
  }
}
