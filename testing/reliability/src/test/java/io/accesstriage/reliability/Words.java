package io.accesstriage.reliability;

import com.fasterxml.jackson.databind.JsonNode;
import io.accesstriage.reliability.SimulatedFinding.Kind;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/** Whether what a message says of a finding is that finding's, and not another one's. */
final class Words {
  private Words() {}

  /** Looks at an alert about a finding that was read. */
  static void check(World world, JsonNode body) {
    Activity activity = Activity.current();
    SimulatedFinding finding = world.analyzer().findings().get(activity.subject);
    if (finding == null || !activity.isRead || activity.judged.answer().isEmpty()) {
      return;
    }
    Content content = activity.judged.answer().get().content();
    JsonNode told = body.path("finding");
    same(world, finding, "owner", content.owner(), told.at("/resource/account").asText());
    same(world, finding, "error", content.error(), told.path("error").asText());
    boolean isShared = finding.kind == Kind.EXTERNAL || finding.kind == Kind.INTERNAL;
    if (isShared && content.hasDetails() && content.isBelievable() && !body.has("cut")) {
      if (!content.partner().startsWith("arn:")) {
        String partner = finding.kind == Kind.INTERNAL ? Wire.reader(content) : content.partner();
        same(world, finding, "principal", partner, told.at("/principal/value").asText());
      }
      List<String> actions =
          StreamSupport.stream(told.at("/access/actions").spliterator(), false)
              .map(JsonNode::asText)
              .toList();
      same(
          world,
          finding,
          "actions",
          content.grant().actions(),
          List.copyOf(new TreeSet<>(actions)));
    }
  }

  /** Looks at the resources that a digest names beside findings. */
  static void checkDigest(World world, JsonNode body) {
    for (JsonNode named : body.findParents("findingId")) {
      SimulatedFinding finding = world.analyzer().findings().get(named.path("findingId").asText());
      String resource = named.path("resource").asText("");
      if (finding != null && !resource.isEmpty() && isPlain(finding.resource.arn)) {
        same(world, finding, "resource", finding.resource.arn, resource);
      }
    }
  }

  /** Whether messages show it as it is. */
  private static boolean isPlain(String text) {
    return text.matches("[a-zA-Z0-9:/-]+") && text.length() < 100;
  }

  private static void same(
      World world, SimulatedFinding finding, String what, Object expected, Object found) {
    if (!expected.equals(found)) {
      world
          .journal()
          .wrongWords
          .add(
              "%s at %s by %s: the %s is %s, but told was %s"
                  .formatted(
                      finding.id, world.now(), Activity.current().name, what, expected, found));
    }
  }
}
