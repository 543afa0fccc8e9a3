package io.accesstriage.finding;

import java.util.Optional;

/**
 * An Amazon Resource Name, {@code arn:partition:service:region:account:resource}.
 *
 * @param partition such as aws, aws-cn, aws-us-gov
 * @param service such as s3
 * @param region empty where the resource is global or the ARN leaves it out
 * @param account empty where the ARN leaves it out, as S3 bucket ARNs do
 * @param resource the rest, which may contain colons and slashes
 */
public record Arn(
    String partition, String service, String region, String account, String resource) {

  /** The parts of the text, or nothing where it is no ARN. */
  public static Optional<Arn> parse(String text) {
    String[] parts = text.split(":", 6);
    if (parts.length < 6
        || !parts[0].equals("arn")
        || parts[1].isEmpty()
        || parts[2].isEmpty()
        || parts[5].isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new Arn(parts[1], parts[2], parts[3], parts[4], parts[5]));
  }

  /** The part of {@link #resource} before the first slash or colon, such as key, role, user. */
  public String resourceKind() {
    int end = 0;
    while (end < resource.length() && resource.charAt(end) != '/' && resource.charAt(end) != ':') {
      end++;
    }
    return resource.substring(0, end);
  }

  @Override
  public String toString() {
    return String.join(":", "arn", partition, service, region, account, resource);
  }
}
