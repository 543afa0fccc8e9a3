package io.accesstriage.messages.containment;

import io.accesstriage.finding.Finding;
import io.accesstriage.messages.words.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What to do first about a finding: the commands that take this access away, and what they do
 * besides. A person runs them, or nobody does. Values are as they are: a message for people shows
 * them defanged, or not at all.
 *
 * @param account whose credentials the commands need; null where it was not read, or nothing is to
 *     be run
 * @param region where they run; null where they have none, as in IAM, or nothing is to be run
 * @param steps in their order, at least one; a single sentence where no command is known
 * @param whoDidIt the commands that look up who changed the resource; none where none is known
 * @param link to the resource in the console; null where none is known
 */
public record Containment(
    @Nullable String account,
    @Nullable String region,
    List<Step> steps,
    List<String> whoDidIt,
    @Nullable String link) {
  public Containment {
    steps = List.copyOf(steps);
    whoDidIt = List.copyOf(whoDidIt);
  }

  /** That AWS has drawn, so that no other account has such a resource. */
  private static final Pattern DRAWN_ID =
      Pattern.compile("--key-id [0-9a-f]{8}-[0-9a-f-]{27}|\\b(?:snap|fs)-[0-9a-f]{8,}");

  private static final Pattern REGION = Pattern.compile("--region ([a-z0-9-]+)");

  public static Containment of(Finding finding) {
    return Removals.of(finding);
  }

  static Containment without(String sentence) {
    return new Containment(null, null, List.of(Step.of(sentence)), List.of(), null);
  }

  /** Everything that can be run, in its order. */
  public List<String> commands() {
    return Stream.concat(stepCommands(), whoDidIt.stream()).toList();
  }

  /** Those that take the access away. */
  public Stream<String> stepCommands() {
    return steps.stream().map(Step::command).flatMap(Stream::ofNullable);
  }

  /**
   * What tells whether the shell's credentials are those of the account; nothing where nothing is
   * to be run, the account was not read, or no command works in another account.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/cli/latest/reference/sts/get-caller-identity.html">get-caller-identity</a>
   */
  public Optional<Step> accountCheck() {
    return Optional.ofNullable(account)
        .filter(known -> stepCommands().findAny().isPresent())
        .filter(known -> stepCommands().noneMatch(command -> isOfOneAccount(command, known)))
        .map(
            known ->
                Step.of(
                    "this must print %s:".formatted(known),
                    AwsCommand.of("sts", "get-caller-identity").asText("Account")));
  }

  /** The steps, with that check before the first that has a command. */
  public List<Step> checkedSteps() {
    List<Step> checked = new ArrayList<>(steps);
    accountCheck()
        .ifPresent(
            check -> {
              int first = 0;
              while (steps.get(first).command() == null) {
                first++;
              }
              checked.add(first, check);
            });
    return List.copyOf(checked);
  }

  private static boolean isOfOneAccount(String command, String account) {
    return command.contains(account) || DRAWN_ID.matcher(command).find();
  }

  /**
   * Where, and with whose credentials, the steps' commands run; empty where they have none. Those
   * for an access point may be of another region than the resource.
   */
  public String place() {
    return stepCommands().findAny().isEmpty() ? "" : placeIn(regionOfSteps());
  }

  /** Null where they have none or several; that of the resource where nothing is to be run. */
  public @Nullable String regionOfSteps() {
    List<String> regions = stepCommands().flatMap(Containment::region).distinct().toList();
    return stepCommands().findAny().isEmpty()
        ? region
        : regions.size() == 1 ? regions.get(0) : null;
  }

  /** Where it is looked up who changed the resource; empty where the steps run there too. */
  public String placeOfLookups() {
    return whoDidIt.isEmpty() || stepCommands().findAny().isPresent() ? "" : placeIn(region);
  }

  private String placeIn(@Nullable String where) {
    return "in %s%s"
        .formatted(
            account == null ? "the resource's account" : "account " + account,
            region == null || where == null ? "" : " (%s)".formatted(where));
  }

  private static Stream<String> region(String command) {
    return REGION.matcher(command).results().map(found -> found.group(1));
  }

  /** The first step that changes something; where none does, the first. */
  private Step closing() {
    return steps.stream().filter(Step::isChange).findFirst().orElse(steps.get(0));
  }

  /** What that step does, with where to do it. */
  public String inBrief() {
    String brief = Words.capitalized(closing().brief());
    return closing().command() == null
        ? brief
        : "%s: %s".formatted(Words.capitalized(place()), brief);
  }

  /** What that step does besides; nothing where it does nothing else. */
  public Optional<String> effectInBrief() {
    int next = steps.indexOf(closing()) + 1;
    return closing().command() == null || next == steps.size() || steps.get(next).command() != null
        ? Optional.empty()
        : Optional.of(Words.capitalized(steps.get(next).brief()))
            .filter(effect -> !effect.isEmpty());
  }

  /**
   * Its command, where that call alone closes it, in the right account or in none; what it does
   * besides, and how to undo it, the alert says.
   */
  public Optional<String> inOneCall() {
    return Optional.ofNullable(closing().command())
        .filter(command -> closing().isChange() && accountCheck().isEmpty())
        .filter(command -> !command.contains("$("));
  }

  /** What saves the state of the resource before that; nothing where nothing is saved. */
  public Optional<String> savedBefore() {
    return Optional.ofNullable(steps.get(0).command())
        .filter(command -> !steps.get(0).isChange() && command.contains("before.json"));
  }

  /** Its command, where nothing has to be looked at, saved or edited before it is run. */
  public Optional<String> firstCommand() {
    return Optional.ofNullable(steps.get(0).command())
        .filter(command -> steps.get(0).isChange() && accountCheck().isEmpty());
  }
}
