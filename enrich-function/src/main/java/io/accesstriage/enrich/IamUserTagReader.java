package io.accesstriage.enrich;

import io.accesstriage.finding.Arn;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.ListUserTagsRequest;
import software.amazon.awssdk.services.iam.model.ListUserTagsResponse;

/**
 * Reads the tags of IAM users. IAM is asked by name, so the client must be one of the user's account.
 * A client of any region finds IAM's one endpoint in its partition, and signs for it.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUserTags.html">ListUserTags</a>
 */
final class IamUserTagReader extends ServiceTagReader<IamClient> {
  private static final ArnForm USER =
      new ArnForm(
          "a user's ARN",
          "arn:aws:iam::ACCOUNT:user/NAME",
          "user/(?!.*\\.\\./)(?:[!-~]{1,510}/)?[\\w+=,.@-]{1,128}");

  IamUserTagReader(RegionalClients<IamClient> clients) {
    super("iam:ListUserTags", USER, clients);
  }

  @Override
  @Nullable String read(IamClient client, Arn user, @Nullable String page, Tags tags) {
    // What is before the last slash is the path, which IAM does not ask for.
    String name = user.resource().substring(user.resource().lastIndexOf('/') + 1);
    ListUserTagsResponse answer =
        client.listUserTags(ListUserTagsRequest.builder().userName(name).marker(page).build());
    answer.tags().forEach(tag -> tags.add(tag.key(), tag.value()));
    return answer.marker();
  }
}
