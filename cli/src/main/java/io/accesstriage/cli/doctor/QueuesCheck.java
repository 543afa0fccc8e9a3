package io.accesstriage.cli.doctor;

import io.accesstriage.aws.AwsCallException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** No dead letter waits. */
final class QueuesCheck implements Check {
  private static final List<QueueAttributeName> WAITING =
      List.of(
          QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
          QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE,
          QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED);

  private final DeployedStack stack;
  private final SqsClient sqs;
  private final Map<String, String> why = new LinkedHashMap<>();

  QueuesCheck(DeployedStack stack, SqsClient sqs) {
    this.stack = stack;
    this.sqs = sqs;
    why.put(
        "DeadLetterQueue",
        "Each is a finding whose failure could not be reported, or a digest that could not start.");
    why.put("EventDeadLetterQueue", "Each is an event that could not be delivered.");
    why.put("SweepDeadLetterQueue", "Each is a sweep that could not start.");
  }

  @Override
  public String subject() {
    return "dead letters";
  }

  @Override
  public List<Outcome> look() {
    List<Outcome> outcomes = new ArrayList<>();
    why.keySet().forEach(queue -> look(queue).ifPresent(outcomes::add));
    if (outcomes.isEmpty()) {
      outcomes.add(new Outcome.Ok("none, in %d queues".formatted(why.size())));
    }
    return outcomes;
  }

  private Optional<Outcome> look(String queue) {
    String reason = why.getOrDefault(queue, "");
    Optional<String> url = stack.physicalId(queue);
    if (url.isEmpty()) {
      return Optional.of(Outcome.Wrong.missing(queue, reason));
    }
    try {
      Map<QueueAttributeName, String> found =
          Reading.GET_QUEUE.of(
              () ->
                  sqs.getQueueAttributes(r -> r.queueUrl(url.get()).attributeNames(WAITING))
                      .attributes());
      long messages = 0;
      for (QueueAttributeName name : WAITING) {
        String number = found.get(name);
        if (number == null || !number.matches("\\d{1,18}")) {
          return Optional.of(
              new Outcome.Unknown(
                  "not known of %s: Amazon SQS did not say %s".formatted(queue, name),
                  "Run triage doctor again."));
        }
        messages += Long.parseLong(number);
      }
      return messages == 0
          ? Optional.empty()
          : Optional.of(
              new Outcome.Wrong(
                  "%d in %s".formatted(messages, queue),
                  reason,
                  "See one, and what to do with it in docs/operations.md, When something fails:\naws sqs receive-message --queue-url %s --attribute-names All --message-attribute-names All --region %s"
                      .formatted(ShellWord.of(url.get()), ShellWord.of(stack.region()))));
    } catch (AwsCallException e) {
      return Optional.of(
          e.kind() == AwsCallException.Kind.NOT_FOUND
              ? new Outcome.Wrong("%s is gone".formatted(queue), reason, Outcome.Wrong.DEPLOY)
              : Unreadable.because(e));
    }
  }
}
