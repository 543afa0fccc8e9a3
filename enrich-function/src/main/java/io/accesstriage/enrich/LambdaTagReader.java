package io.accesstriage.enrich;

import io.accesstriage.finding.Arn;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.ListTagsRequest;

/**
 * Reads the tags of Lambda functions. Versions and aliases have none of their own: a finding about
 * one of them is judged by the function's.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/api/API_ListTags.html">ListTags</a>
 */
final class LambdaTagReader extends ServiceTagReader<LambdaClient> {
  private static final ArnForm FUNCTION =
      new ArnForm(
          "a function's ARN",
          "arn:aws:lambda:REGION:ACCOUNT:function:NAME",
          "function:[A-Za-z0-9_-]{1,140}(?::(?:\\$LATEST|[A-Za-z0-9_-]{1,128}))?");

  LambdaTagReader(RegionalClients<LambdaClient> clients) {
    super("lambda:ListTags", FUNCTION, clients);
  }

  @Override
  @Nullable String read(LambdaClient client, Arn function, @Nullable String page, Tags tags) {
    client
        .listTags(ListTagsRequest.builder().resource(withoutQualifier(function).toString()).build())
        .tags()
        .forEach(tags::add);
    return null;
  }

  private static Arn withoutQualifier(Arn function) {
    String[] parts = function.resource().split(":", -1);
    return function.withResource(parts[0] + ":" + parts[1]);
  }
}
