package io.accesstriage.cli;

import io.accesstriage.cli.io.Home;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;

/**
 * What the launcher runs to make its archive of loaded classes: the commands that are called most.
 */
final class ClassArchive {
  private static final List<List<String>> COMMANDS =
      List.of(
          List.of("--help"),
          List.of("fly"),
          List.of("test", "--coverage"),
          List.of("explain", "events/external/kms-key-shared-with-account.json"),
          List.of("diff", "rules/rules.yaml", "rules/rules.yaml"),
          List.of("run"),
          List.of("run", "--json"));

  private ClassArchive() {}

  public static void main(String[] args) {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    for (List<String> command : COMMANDS) {
      String[] words =
          command.stream()
              .map(word -> word.contains("/") ? Home.resolve(word).toString() : word)
              .toArray(String[]::new);
      Triage.execute(nowhere, nowhere, words);
    }
  }
}
