package io.accesstriage.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.CALLS_REAL_METHODS;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

import io.accesstriage.aws.AwsCallException;
import io.accesstriage.json.MalformedInput;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.cloudtrail.model.CloudTrailException;
import software.amazon.awssdk.services.cloudtrail.model.Event;
import software.amazon.awssdk.services.cloudtrail.model.LookupAttribute;
import software.amazon.awssdk.services.cloudtrail.model.LookupEventsRequest;
import software.amazon.awssdk.services.cloudtrail.model.LookupEventsResponse;

final class CloudTrailArchiveHistoryTest {
  private static final Instant AT = Instant.parse("2026-11-24T02:00:00Z");
  private static final String ANALYZER =
      "arn:aws:access-analyzer:eu-west-1:111122223333:analyzer/organization";
  private static final ArchiveHistory.Request REQUEST =
      new ArchiveHistory.Request("eu-west-1", AT.minusSeconds(60), AT.plusSeconds(60), "before");

  private final CloudTrailClient client = mock(CloudTrailClient.class, CALLS_REAL_METHODS);
  private final List<String> regions = new ArrayList<>();
  private final CloudTrailArchiveHistory history =
      new CloudTrailArchiveHistory(
          region -> {
            regions.add(region);
            return client;
          });

  /** As CloudTrail records it; {@code identity} and {@code more} are JSON. */
  private static Event event(String identity, String request, String more) {
    return Event.builder()
        .eventName("UpdateFindings")
        .eventTime(AT)
        .cloudTrailEvent(
            """
            {"eventVersion": "1.09", "eventSource": "access-analyzer.amazonaws.com",
             "eventName": "UpdateFindings", "userIdentity": %s, "requestParameters": %s%s}"""
                .formatted(identity, request, more))
        .build();
  }

  private static String archives(String what) {
    return "{\"analyzerArn\": \"%s\", \"status\": \"ARCHIVED\", %s}".formatted(ANALYZER, what);
  }

  private List<String> who(String... identities) {
    answer(
        Stream.of(identities)
            .map(identity -> event(identity, archives("\"ids\": [\"f-1\"]"), ""))
            .toArray(Event[]::new));
    return history.page(REQUEST).archivals().stream().map(ArchiveHistory.Archival::who).toList();
  }

  private void answer(Event... events) {
    doReturn(LookupEventsResponse.builder().events(events).nextToken("next").build())
        .when(client)
        .lookupEvents(any(LookupEventsRequest.class));
  }

  @Test
  void page_ofEvents_isWhatArchivedSomething() {
    String user = "{\"arn\": \"arn:aws:iam::111122223333:user/bob\"}";
    answer(
        event(user, archives("\"ids\": [\"f-1\", \"f-2\"]"), ""),
        event(user, archives("\"resourceArn\": \"arn:aws:s3:::b\""), ""),
        event(user, archives("\"ids\": [\"f-3\"]"), ", \"errorCode\": \"AccessDenied\""),
        event(user, archives("\"ids\": [\"f-4\"]").replace("ARCHIVED", "ACTIVE"), ""),
        event(user, "null", ""),
        Event.builder()
            .eventTime(AT)
            .cloudTrailEvent(
                """
                {"eventSource": "securityhub.amazonaws.com", "requestParameters":
                 {"status": ["x"], "Filters": {}, "RecordState": "ARCHIVED"}}""")
            .build());

    ArchiveHistory.Page page = history.page(REQUEST);

    assertEquals(
        new ArchiveHistory.Page(
            List.of(
                new ArchiveHistory.Archival(AT, "user/bob", ANALYZER, Set.of("f-1", "f-2"), ""),
                new ArchiveHistory.Archival(AT, "user/bob", ANALYZER, Set.of(), "arn:aws:s3:::b"),
                new ArchiveHistory.Archival(AT, "", ANALYZER, Set.of("f-4"), "")),
            "next"),
        page);
    ArgumentCaptor<LookupEventsRequest> sent = ArgumentCaptor.forClass(LookupEventsRequest.class);
    verify(client).lookupEvents(sent.capture());
    assertEquals(
        LookupEventsRequest.builder()
            .lookupAttributes(
                LookupAttribute.builder()
                    .attributeKey("EventName")
                    .attributeValue("UpdateFindings")
                    .build())
            .startTime(REQUEST.from())
            .endTime(REQUEST.until())
            .nextToken("before")
            .build(),
        sent.getValue());
    assertEquals(List.of("eu-west-1"), regions);
  }

  @Test
  void page_ofEvents_namesRoleAndSessionUserRootOrService() {
    assertEquals(
        List.of(
            "AWSReservedSSO_Security_1a2b/alice",
            "user/team/bob",
            "root",
            "x.amazonaws.com",
            "AIDA1",
            "somebody unnamed"),
        who(
            "{\"arn\": \"arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Security_1a2b/alice\"}",
            "{\"arn\": \"arn:aws:iam::111122223333:user/team/bob\"}",
            "{\"arn\": \"arn:aws:iam::111122223333:root\"}",
            "{\"type\": \"AWSService\", \"invokedBy\": \"x.amazonaws.com\"}",
            "{\"principalId\": \"AIDA1\"}",
            "{}"));
  }

  /** The digest reports it as unread, and is still sent. */
  @Test
  void page_ofEventsWithoutTheirFields_isMalformed() {
    for (Event event :
        List.of(
            Event.builder().eventTime(AT).build(),
            event("{}", archives("\"ids\": []"), "").toBuilder().eventTime(null).build())) {
      answer(event);
      assertThrows(MalformedInput.class, () -> history.page(REQUEST));
    }
  }

  @Test
  void page_thatFails_namesTheCall() {
    doThrow(CloudTrailException.builder().statusCode(400).message("no").build())
        .when(client)
        .lookupEvents(any(LookupEventsRequest.class));

    AwsCallException e = assertThrows(AwsCallException.class, () -> history.page(REQUEST));
    assertEquals("cloudtrail:LookupEvents", e.operation());
  }
}
