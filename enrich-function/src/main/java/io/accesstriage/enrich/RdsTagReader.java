package io.accesstriage.enrich;

import io.accesstriage.finding.Arn;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.ListTagsForResourceRequest;

/**
 * Reads the tags of RDS snapshots, of databases or of database clusters.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ListTagsForResource.html">ListTagsForResource</a>
 */
final class RdsTagReader extends ServiceTagReader<RdsClient> {
  /** Names of automated snapshots have a prefix with a colon, such as rds: and awsbackup:. */
  private static final String NAME = "[A-Za-z0-9:._-]{1,255}";

  private RdsTagReader(ArnForm snapshot, RegionalClients<RdsClient> clients) {
    super("rds:ListTagsForResource", snapshot, clients);
  }

  static RdsTagReader ofSnapshots(RegionalClients<RdsClient> clients) {
    return new RdsTagReader(
        new ArnForm(
            "a database snapshot's ARN",
            "arn:aws:rds:REGION:ACCOUNT:snapshot:NAME",
            "snapshot:" + NAME),
        clients);
  }

  static RdsTagReader ofClusterSnapshots(RegionalClients<RdsClient> clients) {
    return new RdsTagReader(
        new ArnForm(
            "a database cluster snapshot's ARN",
            "arn:aws:rds:REGION:ACCOUNT:cluster-snapshot:NAME",
            "cluster-snapshot:" + NAME),
        clients);
  }

  @Override
  @Nullable String read(RdsClient client, Arn snapshot, @Nullable String page, Tags tags) {
    client
        .listTagsForResource(
            ListTagsForResourceRequest.builder().resourceName(snapshot.toString()).build())
        .tagList()
        .forEach(tag -> tags.add(tag.key(), tag.value()));
    return null;
  }
}
