package io.accesstriage.enrich;

import io.accesstriage.aws.AwsCallException;
import io.accesstriage.finding.Resource;
import io.accesstriage.json.MalformedInput;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.AliasListEntry;
import software.amazon.awssdk.services.kms.model.ListAliasesRequest;
import software.amazon.awssdk.services.kms.model.ListAliasesResponse;

/**
 * Reads the aliases of KMS keys, which KMS tells only inside the key's own account.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/kms/latest/APIReference/API_ListAliases.html">ListAliases</a>
 */
final class KmsAliasReader implements KeyAliasReader {
  private final RegionalClients<KmsClient> clients;

  KmsAliasReader(RegionalClients<KmsClient> clients) {
    this.clients = clients;
  }

  @Override
  public List<String> aliases(Resource key) {
    String arn = KmsTagReader.KEY.parts(key).toString();
    KmsClient client = clients.of(key);
    Set<String> aliases = new LinkedHashSet<>();
    try {
      String marker = null;
      do {
        ListAliasesResponse page =
            client.listAliases(
                ListAliasesRequest.builder().keyId(arn).marker(marker).build());
        for (AliasListEntry alias : page.aliases()) {
          if (alias.aliasName() == null) {
            throw new MalformedInput(operation() + " answered an alias without a name");
          }
          aliases.add(alias.aliasName());
        }
        marker = page.nextMarker();
      } while (marker != null);
    } catch (SdkException e) {
      throw AwsCallException.of(operation(), e);
    }
    return List.copyOf(aliases);
  }
}
