package io.accesstriage.cli.world;

import io.accesstriage.yaml.YamlFile;
import io.accesstriage.yaml.YamlMap;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What an account file describes: accounts of the organization, resources with their tags and
 * aliases, findings that differ from their events, and calls that fail. A resource that is not
 * listed does not exist.
 */
public final class SampleAccount {
  private final Map<String, SampleMember> members;
  private final Map<String, SampleResource> resources;
  private final Map<String, FindingOverride> findings;
  private final List<Fault> faults;

  private SampleAccount(
      Map<String, SampleMember> members,
      Map<String, SampleResource> resources,
      Map<String, FindingOverride> findings,
      List<Fault> faults) {
    this.members = members;
    this.resources = resources;
    this.findings = findings;
    this.faults = faults;
  }

  /** An account in which nothing exists. */
  public static SampleAccount empty() {
    return new SampleAccount(Map.of(), Map.of(), Map.of(), List.of());
  }

  /**
   * Reads an account file.
   *
   * @param name of the file, for error messages
   * @throws io.accesstriage.yaml.InvalidFileException with all mistakes of the file
   */
  public static SampleAccount parse(String name, String text) {
    YamlFile file = YamlFile.of(name, text);
    YamlMap root = file.root();
    root.allowOnly(List.of("accounts", "resources", "findings", "faults"));
    SampleAccount account =
        new SampleAccount(
            byName(root.maps("accounts"), "id", SampleMember::read, SampleMember::id),
            byName(root.maps("resources"), "arn", SampleResource::read, SampleResource::arn),
            byName(root.maps("findings"), "id", FindingOverride::read, FindingOverride::id),
            root.maps("faults").stream().map(Fault::read).flatMap(Optional::stream).toList());
    file.failIfAnyProblem();
    return account;
  }

  Collection<SampleMember> members() {
    return members.values();
  }

  Optional<SampleMember> member(String accountId) {
    return Optional.ofNullable(members.get(accountId));
  }

  Optional<SampleResource> resource(String arn) {
    return Optional.ofNullable(resources.get(arn));
  }

  Optional<FindingOverride> finding(String id) {
    return Optional.ofNullable(findings.get(id));
  }

  List<Fault> faults() {
    return faults;
  }

  private static <T> Map<String, T> byName(
      List<YamlMap> maps,
      String field,
      Function<YamlMap, Optional<T>> read,
      Function<T, String> name) {
    Map<String, T> byName = new LinkedHashMap<>();
    for (YamlMap map : maps) {
      read.apply(map)
          .filter(element -> byName.put(name.apply(element), element) != null)
          .ifPresent(
              twice ->
                  map.problem(
                      field, "the %s \"%s\" is there twice".formatted(field, name.apply(twice))));
    }
    return byName;
  }
}
