package io.accesstriage.enrich;

import io.accesstriage.finding.Arn;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.efs.EfsClient;
import software.amazon.awssdk.services.efs.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.efs.model.ListTagsForResourceResponse;

/**
 * Reads the tags of EFS file systems.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/efs/latest/ug/API_ListTagsForResource.html">ListTagsForResource</a>
 */
final class EfsTagReader extends ServiceTagReader<EfsClient> {
  private static final String KIND = "file-system/";
  private static final ArnForm FILE_SYSTEM =
      new ArnForm(
          "a file system's ARN",
          "arn:aws:elasticfilesystem:REGION:ACCOUNT:file-system/ID",
          KIND + "fs-[0-9a-f]{8,40}");

  EfsTagReader(RegionalClients<EfsClient> clients) {
    super("elasticfilesystem:ListTagsForResource", FILE_SYSTEM, clients);
  }

  @Override
  @Nullable String read(EfsClient client, Arn fileSystem, @Nullable String page, Tags tags) {
    ListTagsForResourceResponse answer =
        client.listTagsForResource(
            ListTagsForResourceRequest.builder()
                .resourceId(fileSystem.resource().substring(KIND.length()))
                .nextToken(page)
                .build());
    answer.tags().forEach(tag -> tags.add(tag.key(), tag.value()));
    return answer.nextToken();
  }
}
