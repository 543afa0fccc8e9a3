package io.accesstriage.cli.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.accesstriage.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the pages say about deploying: commands that do what the text around them promises. */
class DeploymentPagesTest {
  /** A command in a block, its continuation lines included. */
  private static final Pattern COMMAND =
      Pattern.compile("(?m)^ *\\$ (?:[^\\n\\\\]|\\\\(?:\\n|.))*$");

  private static List<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.walk(CommandRun.HOME.resolve("docs"))) {
      List<Path> pages =
          new ArrayList<>(docs.filter(path -> path.toString().endsWith(".md")).toList());
      pages.add(CommandRun.HOME.resolve("README.md"));
      return pages;
    }
  }

  private static List<String> commands(Path page, String beginning) throws IOException {
    return COMMAND
        .matcher(Files.readString(page))
        .results()
        .map(match -> match.group().strip().substring(2))
        .filter(command -> command.startsWith(beginning))
        .toList();
  }

  /** Where answers are saved, an option of the command line lasts for one deployment. */
  @Test
  void parameters_areChangedWhereTheyAreSaved() throws IOException {
    List<String> passing = new ArrayList<>();
    for (Path page : pages()) {
      for (String command : commands(page, "sam deploy")) {
        if (command.contains("--parameter-overrides")) {
          passing.add(page + ": " + command);
        }
      }
      if (Files.readString(page).contains("`sam deploy --parameter-overrides")) {
        passing.add(page.toString());
      }
    }
    assertEquals(List.of(), passing);
    String operations = Files.readString(CommandRun.HOME.resolve("docs/operations.md"));
    assertTrue(
        operations.replaceAll("\\s+", " ").contains("lasts for one deployment only"), operations);
  }

  /** Trusted access, and what a delegated administrator adds, stand where the README leads. */
  @Test
  void serviceManagedStackSets_sayWhatTheyNeed() throws IOException {
    String readme = Files.readString(CommandRun.HOME.resolve("README.md"));
    assertTrue(readme.contains("docs/operations.md#other-accounts-and-regions"), "README.md");
    Path operations = CommandRun.HOME.resolve("docs/operations.md");
    assertEquals(
        List.of(true, false),
        commands(operations, "aws cloudformation create-stack-").stream()
            .filter(command -> command.contains("access-analyzer-triage-read"))
            .map(command -> command.contains("--permission-model SERVICE_MANAGED"))
            .toList());
    String page = Files.readString(operations);
    for (String needed :
        List.of(
            "aws cloudformation activate-organizations-access",
            "--service-principal member.org.stacksets.cloudformation.amazonaws.com",
            "`--call-as DELEGATED_ADMIN`")) {
      assertTrue(page.contains(needed), needed);
    }
  }

  /** A StackSet that says nothing else has self-managed permissions, which need two roles first. */
  @Test
  void selfManagedStackSet_comesAfterTheRolesThatItNeeds() throws IOException {
    String operations = Files.readString(CommandRun.HOME.resolve("docs/operations.md"));
    int stackSet =
        operations.indexOf("create-stack-set --stack-set-name access-analyzer-triage-forwarding");
    for (String role :
        List.of(
            "AWSCloudFormationStackSetAdministrationRole",
            "AWSCloudFormationStackSetExecutionRole")) {
      int named = operations.indexOf(role);
      assertTrue(named > 0 && named < stackSet, role);
    }
    String loop = "aws cloudformation deploy --region \"$region\"";
    assertTrue(operations.indexOf(loop) > 0 && operations.indexOf(loop) < stackSet, loop);
  }
}
