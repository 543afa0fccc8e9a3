package io.accesstriage.enrich;

import io.accesstriage.finding.Arn;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.ListRoleTagsRequest;
import software.amazon.awssdk.services.iam.model.ListRoleTagsResponse;

/**
 * Reads the tags of IAM roles. IAM is asked by name, so the client must be one of the role's account.
 * A client of any region finds IAM's one endpoint in its partition, and signs for it.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoleTags.html">ListRoleTags</a>
 */
final class IamRoleTagReader extends ServiceTagReader<IamClient> {
  private static final ArnForm ROLE =
      new ArnForm(
          "a role's ARN",
          "arn:aws:iam::ACCOUNT:role/NAME",
          "role/(?!.*\\.\\./)(?:[!-~]{1,510}/)?[\\w+=,.@-]{1,64}");

  IamRoleTagReader(RegionalClients<IamClient> clients) {
    super("iam:ListRoleTags", ROLE, clients);
  }

  @Override
  @Nullable String read(IamClient client, Arn role, @Nullable String page, Tags tags) {
    // What is before the last slash is the path, which IAM does not ask for.
    String name = role.resource().substring(role.resource().lastIndexOf('/') + 1);
    ListRoleTagsResponse answer =
        client.listRoleTags(ListRoleTagsRequest.builder().roleName(name).marker(page).build());
    answer.tags().forEach(tag -> tags.add(tag.key(), tag.value()));
    return answer.marker();
  }
}
