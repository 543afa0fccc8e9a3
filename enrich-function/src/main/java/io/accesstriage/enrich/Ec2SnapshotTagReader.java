package io.accesstriage.enrich;

import io.accesstriage.aws.AwsCallException;
import io.accesstriage.finding.Arn;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.GetResourcesRequest;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.ResourceTagMapping;

/**
 * Reads the tags of EBS snapshots by the Resource Groups Tagging API, since the client of EC2 is
 * larger than all others together. That API leaves out what does not exist and what was never
 * tagged, so a snapshot that it does not return has unknown tags, not none.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html">GetResources</a>
 */
final class Ec2SnapshotTagReader extends ServiceTagReader<ResourceGroupsTaggingApiClient> {
  private static final String OPERATION = "tag:GetResources";
  private static final ArnForm SNAPSHOT =
      new ArnForm(
          "a snapshot's ARN", "arn:aws:ec2:REGION::snapshot/ID", "snapshot/snap-[0-9a-f]{8,17}");

  Ec2SnapshotTagReader(RegionalClients<ResourceGroupsTaggingApiClient> clients) {
    super(OPERATION, SNAPSHOT, clients);
  }

  @Override
  @Nullable String read(
      ResourceGroupsTaggingApiClient client, Arn snapshot, @Nullable String page, Tags tags) {
    Set<String> arns = bothForms(snapshot);
    // A request by ARNs is not paged.
    List<ResourceTagMapping> returned =
        client
            .getResources(GetResourcesRequest.builder().resourceARNList(arns).build())
            .resourceTagMappingList()
            .stream()
            .filter(mapping -> arns.contains(mapping.resourceARN()))
            .toList();
    if (returned.isEmpty()) {
      throw new AwsCallException(
          OPERATION,
          "NotReturned",
          200,
          "The Resource Groups Tagging API did not return "
              + snapshot.resource()
              + ": it was never tagged, was tagged a moment ago, or does not exist");
    }
    returned.forEach(
        mapping -> mapping.tags().forEach(tag -> tags.add(tag.key(), tag.value())));
    return null;
  }

  /** A snapshot's ARN is written with and without its account. */
  private static Set<String> bothForms(Arn snapshot) {
    Set<String> arns = new LinkedHashSet<>();
    arns.add(snapshot.toString());
    arns.add(
        new Arn(snapshot.partition(), snapshot.service(), snapshot.region(), "", snapshot.resource())
            .toString());
    return arns;
  }
}
