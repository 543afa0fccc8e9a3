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

  /** The readers that ask AWS; each makes its clients on first use. */
  public static TagReaders ofAws() {
    return ofAws(RegionalClients.of(S3Client::builder), RegionalClients.of(KmsClient::builder));
  }

  static TagReaders ofAws(RegionalClients<S3Client> s3, RegionalClients<KmsClient> kms) {
    Map<String, TagReader> byType = new LinkedHashMap<>();
    byType.put("AWS::S3::Bucket", new S3TagReader(s3));
    byType.put(KeyAliasReader.RESOURCE_TYPE, new KmsTagReader(kms));
    return new TagReaders(byType);
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
