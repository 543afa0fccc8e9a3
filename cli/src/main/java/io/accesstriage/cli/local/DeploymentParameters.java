package io.accesstriage.cli.local;

import io.accesstriage.yaml.YamlFile;
import io.accesstriage.yaml.YamlMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The parameters of template.yaml.
 *
 * @param ofTriage those that the state machine gets, by name, in the template's order
 * @param others the names of all others
 */
record DeploymentParameters(Map<String, DeploymentParameter> ofTriage, Set<String> others) {

  /**
   * @param name the file, for messages
   * @throws io.accesstriage.yaml.InvalidFileException where it is no such template
   */
  static DeploymentParameters parse(String name, String text) {
    YamlFile file = YamlFile.of(name, text);
    YamlMap root = file.root();
    Optional<YamlMap> declared = root.map("Parameters");
    Set<String> substitutions =
        root.map("Resources")
            .flatMap(resources -> resources.map("TriageStateMachine"))
            .flatMap(machine -> machine.map("Properties"))
            .flatMap(properties -> properties.map("DefinitionSubstitutions"))
            .map(YamlMap::names)
            .orElse(Set.of());
    if (declared.isEmpty() || substitutions.isEmpty()) {
      root.problem(
          "Parameters",
          "expected this product's template: Parameters, and the resource TriageStateMachine with DefinitionSubstitutions");
    }
    Map<String, DeploymentParameter> ofTriage = new LinkedHashMap<>();
    Set<String> others = new TreeSet<>();
    for (String parameter : declared.map(YamlMap::names).orElse(Set.of())) {
      if (substitutions.contains(parameter)) {
        declared
            .flatMap(all -> all.map(parameter))
            .ifPresent(one -> ofTriage.put(parameter, DeploymentParameter.read(one)));
      } else {
        others.add(parameter);
      }
    }
    file.failIfAnyProblem();
    return new DeploymentParameters(ofTriage, others);
  }
}
