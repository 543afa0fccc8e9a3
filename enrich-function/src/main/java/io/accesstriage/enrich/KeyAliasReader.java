package io.accesstriage.enrich;

import io.accesstriage.finding.Resource;
import java.util.List;

/** Reads the aliases of KMS keys. Implementations are thread-safe. */
public interface KeyAliasReader {
  /** The only type of resource that has key aliases. */
  String RESOURCE_TYPE = "AWS::KMS::Key";

  /** The call that it makes, as IAM names it. */
  default String operation() {
    return "kms:ListAliases";
  }

  /**
   * @return all aliases, such as alias/DevelopmentKey; empty where the key definitely has none
   * @throws io.accesstriage.aws.AwsCallException where the call failed
   * @throws io.accesstriage.json.MalformedInput where the resource's ARN or the answer cannot be
   *     understood
   */
  List<String> aliases(Resource key);
}
