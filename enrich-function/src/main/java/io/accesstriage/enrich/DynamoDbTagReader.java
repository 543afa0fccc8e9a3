package io.accesstriage.enrich;

import io.accesstriage.finding.Arn;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ListTagsOfResourceRequest;
import software.amazon.awssdk.services.dynamodb.model.ListTagsOfResourceResponse;

/**
 * Reads the tags of DynamoDB tables. A stream has none of its own: read are those of its table.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListTagsOfResource.html">ListTagsOfResource</a>
 */
final class DynamoDbTagReader extends ServiceTagReader<DynamoDbClient> {
  private static final String TABLE = "table/[A-Za-z0-9_.-]{3,255}";

  private DynamoDbTagReader(ArnForm form, RegionalClients<DynamoDbClient> clients) {
    super("dynamodb:ListTagsOfResource", form, clients);
  }

  static DynamoDbTagReader ofTables(RegionalClients<DynamoDbClient> clients) {
    return new DynamoDbTagReader(
        new ArnForm("a table's ARN", "arn:aws:dynamodb:REGION:ACCOUNT:table/NAME", TABLE), clients);
  }

  static DynamoDbTagReader ofStreams(RegionalClients<DynamoDbClient> clients) {
    return new DynamoDbTagReader(
        new ArnForm(
            "a stream's ARN",
            "arn:aws:dynamodb:REGION:ACCOUNT:table/NAME/stream/TIME",
            TABLE + "/stream/[0-9T:.-]{1,40}"),
        clients);
  }

  @Override
  @Nullable String read(DynamoDbClient client, Arn tableOrStream, @Nullable String page, Tags tags) {
    ListTagsOfResourceResponse answer =
        client.listTagsOfResource(
            ListTagsOfResourceRequest.builder()
                .resourceArn(table(tableOrStream).toString())
                .nextToken(page)
                .build());
    answer.tags().forEach(tag -> tags.add(tag.key(), tag.value()));
    return answer.nextToken();
  }

  private static Arn table(Arn arn) {
    String[] parts = arn.resource().split("/", -1);
    return new Arn(
        arn.partition(), arn.service(), arn.region(), arn.account(), parts[0] + "/" + parts[1]);
  }
}
