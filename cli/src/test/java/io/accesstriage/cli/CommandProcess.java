package io.accesstriage.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The triage command as a process of its own: for what signals, terminals and full disks do. */
public final class CommandProcess {
  private static final List<String> COLOUR_VARIABLES =
      List.of("NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLORTERM", "FORCE_COLOR");

  private CommandProcess() {}

  /** Not yet started, with the words of a command line; its environment says nothing of colours. */
  public static ProcessBuilder of(Object... args) {
    return process(command(List.of(), args));
  }

  /** A process that runs {@link CommandLines} one after the other. */
  public static ProcessBuilder inTurn() {
    return process(java(List.of(), CommandLines.class));
  }

  /** The same with system properties. */
  public static ProcessBuilder with(List<String> properties, Object... args) {
    return process(command(properties, args));
  }

  /** The same in a terminal, which takes what it prints on either stream, and what is typed. */
  public static ProcessBuilder inTerminal(Path script, Object... args) {
    String line =
        command(List.of("-Dtriage.terminal=true", "-Dtriage.terminal.input=true"), args).stream()
            .map(word -> "'" + word.replace("'", "'\\''") + "'")
            .collect(Collectors.joining(" "));
    // What is started in the background ignores Ctrl-C, and so would the command.
    ProcessBuilder process =
        process(
            List.of("env", "--default-signal=INT", script.toString(), "-qec", line, "/dev/null"));
    process.environment().put("TERM", "xterm-256color");
    return process;
  }

  private static ProcessBuilder process(List<String> command) {
    ProcessBuilder process = new ProcessBuilder(command);
    process.environment().keySet().removeAll(COLOUR_VARIABLES);
    return process;
  }

  private static List<String> command(List<String> properties, Object... args) {
    List<String> command = java(properties, Triage.class);
    Arrays.stream(args).map(String::valueOf).forEach(command::add);
    return command;
  }

  private static List<String> java(List<String> properties, Class<?> main) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dtriage.home=" + CommandRun.HOME));
    if (Runtime.version().feature() >= 24) {
      // As the launcher does; else they print four lines about a library.
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    command.addAll(properties);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    return command;
  }
}
