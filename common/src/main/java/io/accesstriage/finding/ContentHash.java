package io.accesstriage.finding;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.json.Json;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A hash of what is shared with whom and how: it answers whether an alert repeats what a person was
 * alerted about. Order and repetition do not matter; what was not read is a value of its own, equal
 * to nothing else. It leaves out status, times, and the analyzer with its region: two findings that
 * report the same access, by two analyzers or in two regions, have the same hash.
 *
 * <p>Its form is {@code 2:ACCESS:REST:ANNOUNCED}. ACCESS is what version 1 hashed, so that a ledger
 * that it wrote is still understood; REST is what that version left out. ANNOUNCED covers what an
 * event tells, so that an event can be compared with an event and with an answer of the API; a
 * finding of which only the event was read has this part alone: {@code 2:::ANNOUNCED}. That of an
 * error finding has the error's code as one more part, which is compared where both have it: it was
 * not always there.
 */
public final class ContentHash {
  private static final String VERSION_1 = "1";
  private static final String VERSION = "2";
  private static final String UNREAD = "unread";

  private ContentHash() {}

  /**
   * The hash of a finding as the API described it.
   *
   * @param unusedPermissions all unused actions by service namespace, which {@link UnusedAccess}
   *     only counts
   */
  public static String of(Finding finding, Map<String, List<String>> unusedPermissions) {
    return of(finding, unusedPermissions, List.of());
  }

  /**
   * The same for a finding with details that the model does not describe.
   *
   * @param undescribed those details as text; empty where the model has all of them
   */
  public static String of(
      Finding finding, Map<String, List<String>> unusedPermissions, List<String> undescribed) {
    ObjectNode rest = rest(finding);
    if (!undescribed.isEmpty()) {
      array(rest, "undescribed", undescribed);
    }
    return String.join(
        ":",
        VERSION,
        Json.sha256(access(finding, unusedPermissions)),
        Json.sha256(rest),
        Json.sha256(announced(finding)) + error(finding));
  }

  /** The hash of a finding of which only the event is known. */
  static String ofEvent(Finding finding) {
    return String.join(":", VERSION, "", "", Json.sha256(announced(finding)) + error(finding));
  }

  private static String error(Finding finding) {
    return finding.isError() ? ":" + Json.sha256(Json.object().put("error", finding.error())) : "";
  }

  /**
   * Whether both stand for the same content. An event is compared by what events tell, and a hash
   * of version 1 by what that version knew. What is not comparable is not the same.
   *
   * @param one null where version 1 had only read an event, or the finding is gone
   */
  public static boolean same(@Nullable String one, @Nullable String other) {
    if (!areComparable(one, other)) {
      return false;
    }
    Parts a = Parts.of(one);
    Parts b = Parts.of(other);
    if (!a.error.isEmpty() && !b.error.isEmpty() && !a.error.equals(b.error)) {
      return false;
    }
    if (a.isVersion1() || b.isVersion1()) {
      return a.access.equals(b.access);
    }
    if (a.access.isEmpty() || b.access.isEmpty()) {
      return a.announced.equals(b.announced);
    }
    return a.access.equals(b.access) && a.rest.equals(b.rest);
  }

  /**
   * Whether the hashes can say at all whether the content is the same. One of version 1 has nothing
   * in common with one of an event: what either knows, the other does not.
   */
  public static boolean areComparable(@Nullable String one, @Nullable String other) {
    if (one == null || other == null) {
      return false;
    }
    boolean isVersion1 = Parts.of(one).isVersion1() || Parts.of(other).isVersion1();
    return !isVersion1 || (isOfReading(one) && isOfReading(other));
  }

  /** Whether both stand for the same content, as far as they can say so. */
  public static boolean mayBeSame(@Nullable String one, @Nullable String other) {
    return !areComparable(one, other) || same(one, other);
  }

  /**
   * Whether it is of what was read from Access Analyzer, and not only announced by an event.
   *
   * @param hash null where version 1 had only read an event, or the finding is gone
   */
  public static boolean isOfReading(@Nullable String hash) {
    return hash != null && !Parts.of(hash).access.isEmpty();
  }

  /**
   * What version 1 would have hashed it to.
   *
   * @param hash of what was read from Access Analyzer
   */
  public static String asOfVersion1(String hash) {
    return VERSION_1 + ":" + Parts.of(hash).access;
  }

  /** The parts of a hash; those that it lacks are empty. */
  private record Parts(String version, String access, String rest, String announced, String error) {
    static Parts of(String hash) {
      String[] parts = hash.split(":", -1);
      return new Parts(parts[0], part(parts, 1), part(parts, 2), part(parts, 3), part(parts, 4));
    }

    private static String part(String[] parts, int index) {
      return index < parts.length ? parts[index] : "";
    }

    boolean isVersion1() {
      return version.equals(VERSION_1);
    }
  }

  /**
   * What version 1 hashed. It must not change, or every ledger's entries stand for other content.
   */
  private static ObjectNode access(Finding finding, Map<String, List<String>> unusedPermissions) {
    ObjectNode content = resource(finding);
    if (finding.isPublic() != null && finding.isPublic()) {
      content.put("isPublic", true);
    }
    if (finding.principal() != null) {
      content.put("principal", nameOfVersion1(finding.principal()));
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
      restrictions(content, finding.restrictions());
    }
    if (finding.unused() != null) {
      text(content, "accessKeyId", finding.unused().accessKeyId());
    }
    if (!unusedPermissions.isEmpty()) {
      ObjectNode permissions = content.putObject("unusedPermissions");
      new TreeMap<>(unusedPermissions)
          .forEach((service, actions) -> array(permissions, service, actions));
    }
    return content;
  }

  private static ObjectNode rest(Finding finding) {
    ObjectNode content = Json.object();
    content.put("isError", finding.isError());
    content.put("isPublic", orUnread(finding.isPublic()));
    content.put("owner", orUnread(finding.resource().account()));
    Principal principal = finding.principal();
    content.put("principalAccount", principal == null ? UNREAD : orUnread(principal.account()));
    if (principal != null && principal.isSeveral()) {
      content.put("principals", principal.value());
    }
    Access access = finding.access();
    content.put("hasActions", access != null && access.actions() != null);
    content.put("hasCondition", access != null && access.condition() != null);
    content.put("hasSources", finding.sources() != null);
    if (finding.sources() != null) {
      sorted(
          content,
          "accessPointAccounts",
          finding.sources().stream()
              .filter(source -> !source.accessPointAccount().isEmpty())
              .map(s -> s.type() + " " + s.accessPointArn() + " " + s.accessPointAccount())
              .toList());
    }
    content.put("hasRestrictions", finding.restrictions() != null);
    content.put("hasUnused", finding.unused() != null);
    return content;
  }

  /**
   * What an event tells and the API's answer says in the same words. Events have no sources; they
   * name the owner of an internal finding's resource only in its ARN, and restrictions only of
   * internal findings.
   */
  private static ObjectNode announced(Finding finding) {
    ObjectNode content = resource(finding);
    content.put("isError", finding.isError());
    content.put("isPublic", orUnread(finding.isPublic()));
    content.put("principal", finding.principal() == null ? UNREAD : name(finding.principal()));
    Access access = finding.access();
    if (access != null) {
      content.put("hasActions", access.actions() != null);
      sorted(content, "actions", access.actions());
      content.put("hasCondition", access.condition() != null);
      sorted(content, "condition", access.condition());
      text(content, "accessType", access.type());
    }
    boolean isInternal = finding.family() == FindingType.Family.INTERNAL;
    if (!isInternal) {
      content.put("owner", orUnread(finding.resource().account()));
    }
    if (isInternal && finding.restrictions() != null) {
      restrictions(content, finding.restrictions());
    }
    if (finding.type().equals(FindingType.UNUSED_PERMISSION)) {
      UnusedAccess unused = finding.unused();
      content.put("serviceCount", unused == null ? UNREAD : "" + unused.serviceCount());
      content.put("actionCount", unused == null ? UNREAD : "" + unused.actionCount());
    }
    return content;
  }

  private static ObjectNode resource(Finding finding) {
    return Json.object()
        .put("type", finding.type().name())
        .put("resource", finding.resource().arn())
        .put("resourceType", finding.resource().type());
  }

  private static String name(Principal principal) {
    return principal.kind().label() + " " + principal.value();
  }

  /** It joined several by commas, which leaves open whose commas they are. */
  private static String nameOfVersion1(Principal principal) {
    return principal.isSeveral()
        ? principal.kind().label()
            + " "
            + principal.several().entrySet().stream()
                .map(one -> one.getKey() + "=" + one.getValue())
                .collect(Collectors.joining(", "))
        : name(principal);
  }

  private static void restrictions(ObjectNode content, Restrictions restrictions) {
    text(content, "resourceControlPolicy", restrictions.resourceControlPolicy());
    text(content, "serviceControlPolicy", restrictions.serviceControlPolicy());
  }

  private static String orUnread(@Nullable Object value) {
    return value == null ? UNREAD : "read " + value;
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

  private static void array(ObjectNode content, String name, Collection<String> values) {
    ArrayNode array = content.putArray(name);
    values.stream().sorted().distinct().forEach(array::add);
  }
}
