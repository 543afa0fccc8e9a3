package io.accesstriage.enrich;

import io.accesstriage.aws.AwsCallException;
import io.accesstriage.aws.AwsClients;
import io.accesstriage.json.MalformedInput;
import io.accesstriage.text.SafeText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.organizations.OrganizationsClient;
import software.amazon.awssdk.services.organizations.model.Account;
import software.amazon.awssdk.services.organizations.model.ListParentsResponse;
import software.amazon.awssdk.services.organizations.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.organizations.model.Parent;

/**
 * AWS Organizations, which answers in one region of each partition, and only in the management
 * account or a delegated administrator's, of whichever service.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeAccount.html">DescribeAccount</a>
 * @see <a href="https://docs.aws.amazon.com/general/latest/gr/ao.html">Endpoints of AWS
 *     Organizations</a>
 */
final class AwsOrganization implements Organization {
  private final String partition;
  private final Function<String, OrganizationsClient> clientOfRegion;
  private volatile @Nullable OrganizationsClient client;

  /** Makes its client on first use. */
  AwsOrganization(String partition, AwsClients aws) {
    this(partition, region -> aws.client(OrganizationsClient::builder, region));
  }

  AwsOrganization(String partition, Function<String, OrganizationsClient> clientOfRegion) {
    this.partition = partition;
    this.clientOfRegion = clientOfRegion;
  }

  @Override
  public Optional<String> accountName(String accountId) {
    try {
      Account account = client().describeAccount(r -> r.accountId(accountId)).account();
      if (account == null || account.name() == null) {
        throw new MalformedInput(DESCRIBE_ACCOUNT + " answered an account without a name");
      }
      return Optional.of(account.name());
    } catch (SdkException e) {
      AwsCallException failure = AwsCallException.of(DESCRIBE_ACCOUNT, e);
      if (failure.code().equals("AccountNotFoundException")) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  @Override
  public Map<String, String> accountTags(String accountId) {
    Tags tags = new Tags(LIST_TAGS);
    try {
      String token = null;
      do {
        String pageToken = token;
        ListTagsForResourceResponse page =
            client().listTagsForResource(r -> r.resourceId(accountId).nextToken(pageToken));
        page.tags().forEach(tag -> tags.add(tag.key(), tag.value()));
        token = page.nextToken();
      } while (token != null);
    } catch (SdkException e) {
      throw AwsCallException.of(LIST_TAGS, e);
    }
    return tags.asMap();
  }

  @Override
  public String parent(String childId) {
    List<Parent> parents = new ArrayList<>();
    try {
      String token = null;
      do {
        String pageToken = token;
        ListParentsResponse page =
            client().listParents(r -> r.childId(childId).nextToken(pageToken));
        parents.addAll(page.parents());
        token = page.nextToken();
      } while (token != null);
    } catch (SdkException e) {
      throw AwsCallException.of(LIST_PARENTS, e);
    }
    if (parents.size() != 1 || parents.get(0).id() == null) {
      throw new MalformedInput(
          "%s answered %d parents of %s, expected one"
              .formatted(
                  LIST_PARENTS,
                  parents.size(),
                  childId.startsWith("ou-") ? "a unit" : "an account"));
    }
    return parents.get(0).id();
  }

  private OrganizationsClient client() {
    OrganizationsClient made = client;
    if (made == null) {
      synchronized (this) {
        made = client;
        if (made == null) {
          made = clientOfRegion.apply(region());
          client = made;
        }
      }
    }
    return made;
  }

  private String region() {
    return switch (partition) {
      case "aws" -> "us-east-1";
      case "aws-cn" -> "cn-northwest-1";
      case "aws-us-gov" -> "us-gov-west-1";
      // The only region of that partition.
      case "aws-eusc" -> "eusc-de-east-1";
      default ->
          throw new MalformedInput(
              "this version does not know where AWS Organizations is in the partition "
                  + SafeText.quoted(partition, 60));
    };
  }
}
