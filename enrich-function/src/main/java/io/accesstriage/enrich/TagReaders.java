package io.accesstriage.enrich;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Who reads the tags of which type of resource. A further type is a line in {@link #ofAws} and a
 * {@link TagReader} of its own. Thread-safe.
 */
public final class TagReaders {
  private final Map<String, TagReader> byType;

  /**
   * @param byType the reader for each resource type, such as AWS::S3::Bucket
   */
  public TagReaders(Map<String, ? extends TagReader> byType) {
    this.byType = Collections.unmodifiableMap(new LinkedHashMap<>(byType));
  }

  /**
   * The readers that ask AWS; each makes its clients on first use.
   *
   * @param kms shared with the reader of key aliases
   */
  static TagReaders ofAws(AccountAccess access, RegionalClients<KmsClient> kms) {
    Map<String, TagReader> byType = new LinkedHashMap<>();
    byType.put("AWS::S3::Bucket", new S3TagReader(access.clients(S3Client::builder)));
    byType.put(KeyAliasReader.RESOURCE_TYPE, new KmsTagReader(kms));
    return new TagReaders(byType);
  }

  /** The calls of the readers that ask AWS: resource type to call, as IAM names it. */
  public static Map<String, String> operationsOfAws() {
    AccountAccess access =
        AccountAccess.ofAws(new EnrichConfig("aws", "000000000000", null, null, false));
    return ofAws(access, access.clients(KmsClient::builder)).operations();
  }

  /** The reader for a type, or nothing where this version does not read its tags. */
  public Optional<TagReader> forType(String resourceType) {
    return Optional.ofNullable(byType.get(resourceType));
  }

  /** Resource type to the call that reads its tags, as IAM names it. */
  public Map<String, String> operations() {
    Map<String, String> operations = new LinkedHashMap<>();
    byType.forEach((type, reader) -> operations.put(type, reader.operation()));
    return Collections.unmodifiableMap(operations);
  }
}
