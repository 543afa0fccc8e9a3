package io.accesstriage.enrich;

import io.accesstriage.finding.Arn;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ListTagsForResourceRequest;

/**
 * Reads the tags of ECR repositories (not those of their images).
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ListTagsForResource.html">ListTagsForResource</a>
 */
final class EcrTagReader extends ServiceTagReader<EcrClient> {
  private static final ArnForm REPOSITORY =
      new ArnForm(
          "a repository's ARN",
          "arn:aws:ecr:REGION:ACCOUNT:repository/NAME",
          "repository/(?!.*\\.\\./)[a-z0-9._/-]{2,256}");

  EcrTagReader(RegionalClients<EcrClient> clients) {
    super("ecr:ListTagsForResource", REPOSITORY, clients);
  }

  @Override
  @Nullable String read(EcrClient client, Arn repository, @Nullable String page, Tags tags) {
    client
        .listTagsForResource(
            ListTagsForResourceRequest.builder().resourceArn(repository.toString()).build())
        .tags()
        .forEach(tag -> tags.add(tag.key(), tag.value()));
    return null;
  }
}
