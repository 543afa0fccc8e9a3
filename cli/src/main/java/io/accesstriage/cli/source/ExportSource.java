package io.accesstriage.cli.source;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.analyzer.PrintedFinding;
import io.accesstriage.cli.io.CommandLineError;
import io.accesstriage.cli.io.InputKind;
import io.accesstriage.cli.io.JsonInput;
import io.accesstriage.finding.Finding;
import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;
import io.accesstriage.json.MalformedInput;
import io.accesstriage.text.SafeText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Findings of a file: what the AWS CLI prints for list-findings-v2, get-finding-v2, list-findings
 * and get-finding, or a program for the same calls; one output or several one after the other. A
 * finding that cannot be read is refused, the others are read. The file is read twice, so that a
 * wrong one is refused before anything of it is reported; neither time is it kept.
 */
final class ExportSource implements FindingSource {
  private static final String EXPECTED =
      "what \"aws accessanalyzer list-findings\", \"list-findings-v2\", \"get-finding\" or"
          + " \"get-finding-v2\" prints as JSON";

  private static final String READ_IT_ALONE =
      "Append what \"aws accessanalyzer get-finding-v2 --analyzer-arn ARN --id ID\" prints of it to"
          + " the file.";

  /** Of more the number is enough. */
  private static final int MOST_REFUSALS = 20;

  private final JsonInput input;
  private final String analyzerArn;
  private final ExportedFacts facts;
  private final Clock clock;
  private final List<String> notes = new ArrayList<>();
  private final List<String> refusals = new ArrayList<>();

  /**
   * @param analyzerArn whose findings they are, which no export says
   */
  ExportSource(Path file, Optional<String> analyzerArn, ExportedFacts facts, Clock clock) {
    this.input = new JsonInput(file, "file of findings", EXPECTED);
    this.analyzerArn = analyzerArn.orElse("");
    this.facts = facts;
    this.clock = clock;
  }

  @Override
  public String name() {
    return input.file().toString();
  }

  @Override
  public void read(Consumer<SourcedFinding> each) {
    Path file = input.file();
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new CommandLineError(
          "%s: expected a file; write the output of a command to one first".formatted(file));
    }
    Pass check = new Pass(finding -> {});
    input.read(check::output);
    check.tell();
    Instant readAt = clock.instant();
    input.read(new Pass(finding -> each.accept(facts.of(finding, readAt)))::output);
  }

  @Override
  public List<String> notes() {
    return List.copyOf(notes);
  }

  @Override
  public List<String> refusals() {
    return List.copyOf(refusals);
  }

  /** One way through the file. */
  private final class Pass {
    private final Consumer<Finding> each;
    private final Set<String> ids = new HashSet<>();
    private final List<String> firstRefused = new ArrayList<>();
    private int refused;
    private int repeated;
    private boolean hasNextPage;

    Pass(Consumer<Finding> each) {
      this.each = each;
    }

    void tell() {
      if (refused > 0) {
        if (ids.isEmpty()) {
          throw new CommandLineError(
              firstRefused.get(0)
                  + (refused == 1 ? "" : " So are %,d more.".formatted(refused - 1)));
        }
        refusals.addAll(firstRefused);
        if (refused > MOST_REFUSALS) {
          refusals.add("… and %,d more.".formatted(refused - MOST_REFUSALS));
        }
        notes.add(
            "Findings of the file that could not be read, and that nothing here counts: %,d. The first: %s"
                .formatted(refused, firstRefused.get(0)));
      }
      if (repeated > 0) {
        notes.add(
            "%d findings are in the file more than once; the first of each counts."
                .formatted(repeated));
      }
      if (hasNextPage) {
        notes.add(
            "The file has a NextToken, so it is not the last page: there are more findings. Export"
                + " without --max-items and --no-paginate to have all.");
      }
    }

    void output(JsonParser json) throws IOException {
      if (json.currentToken() == JsonToken.START_ARRAY) {
        elements(json, "");
      } else if (json.currentToken() == JsonToken.START_OBJECT) {
        object(json);
      } else {
        throw input.wrong(json.currentTokenLocation(), input.another(json.readValueAsTree()));
      }
    }

    /** The output of a list, or of one finding: its fields may come in any order. */
    private void object(JsonParser json) throws IOException {
      JsonLocation start = json.currentTokenLocation();
      ObjectNode single = Json.object();
      boolean isList = false;
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        JsonToken value = json.nextToken();
        if (value == JsonToken.START_ARRAY && name.equalsIgnoreCase("findings")) {
          isList = true;
          elements(json, name);
        } else if (value == JsonToken.START_OBJECT && name.equals("finding")) {
          isList = true;
          JsonLocation at = json.currentTokenLocation();
          element(json.readValueAsTree(), name, at);
        } else {
          hasNextPage |= name.equalsIgnoreCase("nextToken") && value != JsonToken.VALUE_NULL;
          single.set(name, json.readValueAsTree());
        }
      }
      if (!isList) {
        if (InputKind.of(single).filter(kind -> kind == InputKind.FINDINGS).isEmpty()) {
          throw input.wrong(start, input.another(single));
        }
        add(single, "the finding", start);
      }
    }

    private void elements(JsonParser json, String list) throws IOException {
      boolean isCut = false;
      for (int i = 0; json.nextToken() != JsonToken.END_ARRAY; i++) {
        JsonLocation start = json.currentTokenLocation();
        JsonNode node = json.readValueAsTree();
        isCut = node.hasNonNull("nextToken") || node.hasNonNull("NextToken");
        element(node, "%s[%d]".formatted(list, i), start);
      }
      // Of pages that a program has collected, only the last one says whether there are more.
      hasNextPage |= isCut;
    }

    /** A finding, or a program's list of outputs has one of them here. */
    private void element(JsonNode node, String at, JsonLocation start) {
      if (node.path("finding").isObject()) {
        element(node.get("finding"), at + ".finding", start);
        return;
      }
      JsonNode page = node.path("findings");
      if (page.isArray()) {
        for (int i = 0; i < page.size(); i++) {
          element(page.get(i), "%s.findings[%d]".formatted(at, i), start);
        }
        return;
      }
      Optional<InputKind> kind = InputKind.of(node);
      if (kind.isPresent() && kind.get() != InputKind.FINDINGS) {
        throw input.wrong(start, input.another(node));
      }
      if (kind.isPresent() && node.isObject()) {
        add(node, at, start);
      } else {
        refuse(start, at + ": " + input.another(node) + ".");
      }
    }

    private void add(JsonNode node, String at, JsonLocation start) {
      Finding finding;
      try {
        finding = finding(Fields.of(node, at));
      } catch (MalformedInput e) {
        String id = node.path("id").asText("");
        refuse(
            start,
            "%s%s. %s"
                .formatted(
                    e.getMessage(),
                    id.isEmpty() ? "" : ", of the finding " + SafeText.quoted(id, 60),
                    READ_IT_ALONE));
        return;
      }
      if (ids.add(finding.id())) {
        each.accept(finding);
      } else {
        repeated++;
      }
    }

    private void refuse(JsonLocation start, String why) {
      refused++;
      if (firstRefused.size() < MOST_REFUSALS) {
        firstRefused.add(input.place(start) + why);
      }
    }
  }

  /** Only the second version of the API says the type; the first knows only external access. */
  private Finding finding(Fields json) {
    return json.has("findingType") || json.has("findingDetails")
        ? PrintedFinding.v2(analyzerArn, json)
        : PrintedFinding.v1(analyzerArn, json);
  }
}
