package io.accesstriage.enrich;

import java.util.Map;
import java.util.Optional;

/**
 * The organization that this account belongs to, one call a method. Implementations are
 * thread-safe.
 */
public interface Organization {
  String DESCRIBE_ACCOUNT = "organizations:DescribeAccount";
  String LIST_TAGS = "organizations:ListTagsForResource";
  String LIST_PARENTS = "organizations:ListParents";

  /**
   * An account's name, or nothing where AWS does not find the account in the organization. It finds
   * none either where the caller is in no organization.
   *
   * @throws io.accesstriage.aws.AwsCallException where the call failed
   * @throws io.accesstriage.json.MalformedInput where the answer cannot be understood
   */
  Optional<String> accountName(String accountId);

  /**
   * An account's tags, all pages.
   *
   * @throws io.accesstriage.aws.AwsCallException where the call failed
   * @throws io.accesstriage.json.MalformedInput where the answer cannot be understood
   */
  Map<String, String> accountTags(String accountId);

  /**
   * The id of the organizational unit or root that an account, or a unit, is directly in.
   *
   * @throws io.accesstriage.aws.AwsCallException where the call failed
   * @throws io.accesstriage.json.MalformedInput where the answer cannot be understood
   */
  String parent(String childId);
}
