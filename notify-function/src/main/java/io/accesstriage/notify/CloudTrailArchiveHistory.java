package io.accesstriage.notify;

import io.accesstriage.aws.AwsCallException;
import io.accesstriage.aws.AwsClients;
import io.accesstriage.finding.Arn;
import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.cloudtrail.model.Event;
import software.amazon.awssdk.services.cloudtrail.model.LookupAttribute;
import software.amazon.awssdk.services.cloudtrail.model.LookupAttributeKey;
import software.amazon.awssdk.services.cloudtrail.model.LookupEventsResponse;

/**
 * AWS CloudTrail's event history of UpdateFindings, which goes back 90 days, with or without a
 * trail.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html">LookupEvents</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html">userIdentity</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_UpdateFindings.html">UpdateFindings</a>
 */
final class CloudTrailArchiveHistory implements ArchiveHistory {
  private static final String CALL = "cloudtrail:LookupEvents";
  private static final LookupAttribute UPDATES =
      LookupAttribute.builder()
          .attributeKey(LookupAttributeKey.EVENT_NAME)
          .attributeValue("UpdateFindings")
          .build();
  private static final Optional<String> SOURCE = Optional.of("access-analyzer.amazonaws.com");
  private static final String SESSION = "assumed-role/";
  private static final String UNNAMED = "somebody unnamed";

  private final Function<String, CloudTrailClient> newClient;
  private final Map<String, CloudTrailClient> clients = new ConcurrentHashMap<>();

  CloudTrailArchiveHistory(AwsClients aws) {
    this(region -> aws.client(CloudTrailClient::builder, region));
  }

  /**
   * @param newClient makes the client of a region, once each
   */
  CloudTrailArchiveHistory(Function<String, CloudTrailClient> newClient) {
    this.newClient = newClient;
  }

  @Override
  public Page page(Request request) {
    LookupEventsResponse answer;
    try {
      answer =
          clients
              .computeIfAbsent(request.region(), newClient)
              .lookupEvents(
                  r ->
                      r.lookupAttributes(UPDATES)
                          .startTime(request.from())
                          .endTime(request.until())
                          .nextToken(request.token()));
    } catch (SdkException e) {
      throw AwsCallException.of(CALL, e);
    }
    return new Page(
        answer.events().stream().flatMap(event -> archival(event).stream()).toList(),
        answer.nextToken());
  }

  /** Nothing where the call failed, or was another service's of that name. */
  private static Optional<Archival> archival(Event event) {
    Fields record =
        Fields.of(
            Json.read(Objects.requireNonNullElse(event.cloudTrailEvent(), ""), CALL), "event");
    Fields request = record.optionalObject("requestParameters").orElse(null);
    if (request == null
        || record.has("errorCode")
        || !record.optionalText("eventSource").equals(SOURCE)) {
      return Optional.empty();
    }
    if (event.eventTime() == null) {
      throw record.missing("eventTime");
    }
    return Optional.of(
        new Archival(
            event.eventTime(),
            request.text("status").equals("ARCHIVED")
                ? record
                    .optionalObject("userIdentity")
                    .map(CloudTrailArchiveHistory::who)
                    .orElse(UNNAMED)
                : "",
            request.optionalText("analyzerArn").orElse(""),
            new HashSet<>(request.texts("ids")),
            request.optionalText("resourceArn").orElse("")));
  }

  /** A role and its session, a user, the root user, or the AWS service. */
  private static String who(Fields identity) {
    Optional<Arn> arn = identity.optionalText("arn").flatMap(Arn::parse);
    if (arn.isEmpty()) {
      return identity
          .optionalText("invokedBy")
          .or(() -> identity.optionalText("principalId"))
          .orElse(UNNAMED);
    }
    String name = arn.get().resource();
    return name.startsWith(SESSION) ? name.substring(SESSION.length()) : name;
  }
}
