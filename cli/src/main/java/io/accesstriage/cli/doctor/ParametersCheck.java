package io.accesstriage.cli.doctor;

import io.accesstriage.text.SafeText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The parameters that samconfig.toml sets are those of the stack. */
final class ParametersCheck implements Check {
  private static final int LONGEST = 200;
  private static final String WHY =
      "The next \"sam deploy\" sets what the file says, Mode and analyzers included, and until then something else runs.";

  private final DeployedStack stack;
  private final SamSettings settings;

  ParametersCheck(DeployedStack stack, SamSettings settings) {
    this.stack = stack;
    this.settings = settings;
  }

  @Override
  public String subject() {
    return "parameters";
  }

  @Override
  public List<Outcome> look() {
    boolean isOfAnother =
        settings.stackName().filter(name -> !name.equals(stack.name())).isPresent()
            || settings.region().filter(region -> !region.equals(stack.region())).isPresent();
    if (isOfAnother) {
      return List.of(
          new Outcome.Unknown(
              "not compared: %s is of another stack or region".formatted(settings.file()),
              "Name the settings that this stack was deployed with: --samconfig FILE."));
    }
    Optional<Map<String, String>> wanted = settings.parameters();
    if (wanted.isEmpty()) {
      return List.of(
          new Outcome.Unknown(
              "parameter_overrides in %s could not be understood".formatted(settings.file()),
              "Write it as sam does: parameter_overrides = \"Mode=\\\"observe\\\" SweepHours=\\\"6\\\"\"."));
    }
    if (wanted.get().isEmpty()) {
      return List.of(new Outcome.Ok("%s sets none, so none differs".formatted(settings.file())));
    }
    List<Outcome> outcomes = new ArrayList<>();
    new TreeMap<>(wanted.get())
        .forEach(
            (name, value) -> {
              String deployed = stack.parameters().get(name);
              if (!value.equals(deployed)) {
                outcomes.add(differs(name, value, deployed));
              }
            });
    if (outcomes.isEmpty()) {
      outcomes.add(
          new Outcome.Ok(
              "the %d that %s sets are deployed".formatted(wanted.get().size(), settings.file())));
    }
    return outcomes;
  }

  private Outcome differs(String name, String wanted, @Nullable String deployed) {
    String found =
        deployed == null
            ? "the stack has no such parameter"
            : "deployed is " + SafeText.quoted(deployed, LONGEST);
    return new Outcome.Wrong(
        "%s is %s in %s, and %s"
            .formatted(name, SafeText.quoted(wanted, LONGEST), settings.file(), found),
        WHY,
        "Correct the file, or deploy it: sam build && sam deploy");
  }
}
