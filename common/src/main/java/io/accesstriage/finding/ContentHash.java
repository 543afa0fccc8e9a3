package io.accesstriage.finding;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.json.Json;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A hash of what is shared with whom and how. It leaves out status, error text and times, so that
 * it stays the same until the access itself changes; order and the difference between absent and
 * empty do not matter. It leaves out the analyzer and its region too: two findings that report the
 * same access, by two analyzers or in two regions, have the same hash. The version before the colon
 * changes with the meaning of the hash.
 */
public final class ContentHash {
  private static final String VERSION = "1";

  private ContentHash() {}

  /**
   * @param unusedPermissions all unused actions by service namespace, which {@link UnusedAccess}
   *     only counts
   */
  public static String of(Finding finding, Map<String, List<String>> unusedPermissions) {
    ObjectNode content = Json.object();
    content.put("type", finding.type().name());
    content.put("resource", finding.resource().arn());
    content.put("resourceType", finding.resource().type());
    if (finding.isPublic() != null && finding.isPublic()) {
      content.put("isPublic", true);
    }
    if (finding.principal() != null) {
      content.put(
          "principal", finding.principal().kind().label() + " " + finding.principal().value());
    }
    if (finding.access() != null) {
      sorted(content, "actions", finding.access().actions());
      sorted(content, "condition", finding.access().condition());
      text(content, "accessType", finding.access().type());
    }
    if (finding.sources() != null) {
      sorted(
          content,
          "sources",
          finding.sources().stream().map(s -> s.type() + " " + s.accessPointArn()).toList());
    }
    if (finding.restrictions() != null) {
      text(content, "resourceControlPolicy", finding.restrictions().resourceControlPolicy());
      text(content, "serviceControlPolicy", finding.restrictions().serviceControlPolicy());
    }
    if (finding.unused() != null) {
      text(content, "accessKeyId", finding.unused().accessKeyId());
    }
    if (!unusedPermissions.isEmpty()) {
      ObjectNode permissions = content.putObject("unusedPermissions");
      new TreeMap<>(unusedPermissions)
          .forEach((service, actions) -> array(permissions, service, actions));
    }
    return VERSION + ":" + sha256(Json.bytes(content));
  }

  /**
   * Whether both are known to stand for the same content: the same hash, a hash of another version,
   * or one that an event-only read could not make.
   */
  public static boolean same(@Nullable String one, @Nullable String other) {
    return one == null
        || other == null
        || one.equals(other)
        || !version(one).equals(version(other));
  }

  private static String version(String hash) {
    return hash.substring(0, Math.max(0, hash.indexOf(':')));
  }

  private static void text(ObjectNode content, String name, String value) {
    if (!value.isEmpty()) {
      content.put(name, value);
    }
  }

  private static void sorted(ObjectNode content, String name, @Nullable List<String> values) {
    if (values != null && !values.isEmpty()) {
      array(content, name, values);
    }
  }

  private static void sorted(
      ObjectNode content, String name, @Nullable Map<String, String> values) {
    if (values != null && !values.isEmpty()) {
      content.set(name, Json.object(new TreeMap<>(values)));
    }
  }

  private static void array(ObjectNode content, String name, List<String> values) {
    ArrayNode array = content.putArray(name);
    values.stream().sorted().distinct().forEach(array::add);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
