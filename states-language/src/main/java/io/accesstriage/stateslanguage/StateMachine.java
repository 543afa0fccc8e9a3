package io.accesstriage.stateslanguage;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A state machine whose definition was read and found to be valid and supported. Immutable. */
public final class StateMachine {
  private final String startAt;
  private final Map<String, State> states;
  private final @Nullable Duration timeout;

  StateMachine(String startAt, Map<String, State> states, @Nullable Duration timeout) {
    this.startAt = startAt;
    this.states = Map.copyOf(states);
    this.timeout = timeout;
  }

  /**
   * Reads a definition in the Amazon States Language.
   *
   * @param json the definition's text
   * @param substitutions what each {@code ${Name}} inside the definition's strings stands for, as
   *     the DefinitionSubstitutions of a deployment; those that the definition does not use are
   *     ignored
   * @throws UnsupportedStateMachineException the first mistake, or the first thing that is not
   *     supported
   */
  public static StateMachine parse(String json, Map<String, String> substitutions)
      throws UnsupportedStateMachineException {
    return new StateMachineParser(Place.read(json, substitutions)).parse();
  }

  String startAt() {
    return startAt;
  }

  State state(String name) {
    return states.get(name);
  }

  @Nullable Duration timeout() {
    return timeout;
  }

  /** The resources that the machine's tasks call. */
  Set<String> resources() {
    Set<String> resources = new TreeSet<>();
    for (State state : states.values()) {
      if (state instanceof TaskState task) {
        resources.add(task.resource());
      }
    }
    return resources;
  }
}
