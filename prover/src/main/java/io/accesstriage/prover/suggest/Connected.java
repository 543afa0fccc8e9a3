package io.accesstriage.prover.suggest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Findings whose principals have resources in common, directly or by way of others. */
final class Connected {
  private final Map<String, String> parents = new HashMap<>();

  private Connected() {}

  /** The parts that have nothing in common. */
  static List<List<Seen>> parts(List<Seen> group) {
    Connected connected = new Connected();
    for (Seen seen : group) {
      String resource = connected.root("resource " + seen.resource());
      connected.parents.put(resource, connected.root("principal " + seen.principal()));
    }
    Map<String, List<Seen>> parts = new LinkedHashMap<>();
    for (Seen seen : group) {
      parts
          .computeIfAbsent(connected.root("resource " + seen.resource()), r -> new ArrayList<>())
          .add(seen);
    }
    return List.copyOf(parts.values());
  }

  private String root(String name) {
    String root = name;
    while (!parents.getOrDefault(root, root).equals(root)) {
      root = parents.getOrDefault(root, root);
    }
    parents.put(name, root);
    return root;
  }
}
