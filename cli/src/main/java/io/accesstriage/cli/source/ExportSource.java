package io.accesstriage.cli.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.cli.io.CommandLineError;
import io.accesstriage.cli.io.InputFile;
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
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Findings of a file: what the AWS CLI prints for list-findings-v2, get-finding-v2, list-findings,
 * get-finding and Security Hub's get-findings, one output or several one after the other. The file
 * is read twice, so that nothing is told of one that is wrong; neither time is it kept.
 */
final class ExportSource implements FindingSource {
  private static final String EXPECTED =
      "expected what \"aws accessanalyzer list-findings-v2\", \"get-finding-v2\","
          + " \"list-findings\" or \"aws securityhub get-findings\" prints as JSON";

  private static final int MOST_NAMES = 8;
  private static final int MOST_ANALYZERS_NAMED = 5;

  private static final ObjectMapper MAPPER =
      new ObjectMapper(
          JsonFactory.builder().disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION).build());

  private final Path file;
  private final Optional<String> analyzerArn;
  private final ExportedFacts facts;
  private final Clock clock;
  private final List<String> notes = new ArrayList<>();

  /**
   * @param analyzerArn whose findings they are; a file of the AWS CLI does not say it
   */
  ExportSource(Path file, Optional<String> analyzerArn, ExportedFacts facts, Clock clock) {
    this.file = file;
    this.analyzerArn = analyzerArn;
    this.facts = facts;
    this.clock = clock;
  }

  @Override
  public String name() {
    return file.toString();
  }

  @Override
  public void read(Consumer<SourcedFinding> each) {
    if (!Files.isRegularFile(file)) {
      throw new CommandLineError(
          Files.exists(file)
              ? "%s: expected a file; write the output of a command to one first".formatted(file)
              : "%s: there is no such file of findings".formatted(file));
    }
    Pass check = new Pass(finding -> {});
    check.read();
    check.tell();
    Instant readAt = clock.instant();
    new Pass(finding -> each.accept(facts.of(finding, readAt))).read();
  }

  @Override
  public List<String> notes() {
    return List.copyOf(notes);
  }

  /** One way through the file. */
  private final class Pass {
    private final Consumer<Finding> each;
    private final Set<String> ids = new HashSet<>();
    private final Set<String> analyzers = new TreeSet<>();
    private int findings;
    private int repeated;
    private int ofOthers;
    private int outputs;
    private boolean hasNextPage;

    Pass(Consumer<Finding> each) {
      this.each = each;
    }

    void read() {
      try (JsonParser json = MAPPER.createParser(file.toFile())) {
        while (json.nextToken() != null) {
          outputs++;
          output(json);
        }
      } catch (JsonEOFException e) {
        throw wrong(
            e.getLocation(),
            "the file ends in the middle of its JSON, after %d findings: it is cut off, export it again"
                .formatted(findings),
            e);
      } catch (JsonProcessingException e) {
        throw wrong(
            e.getLocation(),
            "this is not valid JSON (%s); %s"
                .formatted(SafeText.line(e.getOriginalMessage(), 200), EXPECTED),
            e);
      } catch (IOException e) {
        throw new CommandLineError(
            "%s: the findings could not be read: %s".formatted(file, InputFile.why(e)), e);
      }
    }

    void tell() {
      if (outputs == 0) {
        throw new CommandLineError("%s: the file is empty; %s".formatted(file, EXPECTED));
      }
      if (findings == 0 && ofOthers > 0) {
        throw new CommandLineError(
            "%s: none of its %d findings is of IAM Access Analyzer; export them with --filters '{\"ProductName\": [{\"Value\": \"IAM Access Analyzer\", \"Comparison\": \"EQUALS\"}]}'"
                .formatted(file, ofOthers));
      }
      if (ofOthers > 0) {
        notes.add(
            "%d findings of other products than IAM Access Analyzer are left out."
                .formatted(ofOthers));
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
      if (analyzers.size() > 1) {
        notes.add(
            "The findings are of %d analyzers: %s."
                .formatted(
                    analyzers.size(),
                    analyzers.stream()
                            .limit(MOST_ANALYZERS_NAMED)
                            .map(arn -> SafeText.line(arn, 200))
                            .collect(Collectors.joining(", "))
                        + (analyzers.size() > MOST_ANALYZERS_NAMED ? ", …" : "")));
      }
    }

    private void output(JsonParser json) throws IOException {
      JsonToken token = json.currentToken();
      if (token == JsonToken.START_ARRAY) {
        elements(json, "");
      } else if (token == JsonToken.START_OBJECT) {
        object(json);
      } else {
        throw wrong(json.currentTokenLocation(), EXPECTED + ", found a single value");
      }
    }

    /** The output of a list, or of one finding: its fields may come in any order. */
    private void object(JsonParser json) throws IOException {
      JsonLocation start = json.currentTokenLocation();
      ObjectNode single = Json.object();
      List<String> names = new ArrayList<>();
      boolean isList = false;
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        JsonToken value = json.nextToken();
        if (names.size() < MOST_NAMES) {
          names.add(name);
        }
        if (value == JsonToken.START_ARRAY && name.equalsIgnoreCase("findings")) {
          isList = true;
          elements(json, name);
        } else if (value == JsonToken.START_OBJECT && name.equals("finding")) {
          isList = true;
          element(json, name);
        } else if (name.equalsIgnoreCase("nextToken")) {
          hasNextPage |= value != JsonToken.VALUE_NULL;
          single.set(name, MAPPER.readTree(json));
        } else if (ExportedFinding.FIELDS.contains(name)) {
          single.set(name, MAPPER.readTree(json));
        } else {
          json.skipChildren();
        }
      }
      if (!isList) {
        if (!ExportedFinding.isOne(single)) {
          throw wrong(start, another(names));
        }
        add(single, "the finding", start);
      }
    }

    private void elements(JsonParser json, String list) throws IOException {
      for (int i = 0; json.nextToken() != JsonToken.END_ARRAY; i++) {
        element(json, "%s[%d]".formatted(list, i));
      }
    }

    private void element(JsonParser json, String at) throws IOException {
      JsonLocation start = json.currentTokenLocation();
      if (json.currentToken() != JsonToken.START_OBJECT) {
        throw wrong(start, at + ": expected a finding, an object");
      }
      JsonNode node = MAPPER.readTree(json);
      if (!ExportedFinding.isOne(node)) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        throw wrong(start, at + ": " + another(names));
      }
      add(node, at, start);
    }

    private void add(JsonNode node, String at, JsonLocation start) {
      Optional<Finding> finding;
      try {
        finding = ExportedFinding.read(Fields.of(node, at), analyzerArn.orElse(""));
      } catch (MalformedInput e) {
        throw wrong(start, e.getMessage() + "; " + EXPECTED, e);
      }
      if (finding.isEmpty()) {
        ofOthers++;
      } else if (ids.add(finding.get().id() + ' ' + finding.get().analyzerArn())) {
        findings++;
        checkAnalyzer(finding.get(), at, start);
        each.accept(finding.get());
      } else {
        repeated++;
      }
    }

    private void checkAnalyzer(Finding finding, String at, JsonLocation start) {
      if (finding.analyzerArn().isEmpty()) {
        return;
      }
      analyzers.add(finding.analyzerArn());
      if (analyzerArn.isPresent() && !analyzerArn.get().equals(finding.analyzerArn())) {
        throw wrong(
            start,
            "%s: is of the analyzer %s, and --analyzer-arn says %s; leave --analyzer-arn out to preview findings of several analyzers"
                .formatted(at, SafeText.line(finding.analyzerArn(), 200), analyzerArn.get()));
      }
    }
  }

  private static String another(List<String> names) {
    if (names.contains("detail-type")) {
      return "this is an EventBridge event, which \"triage run\" takes; " + EXPECTED;
    }
    return names.isEmpty()
        ? EXPECTED + ", found an empty object"
        : "%s, found an object with %s; this is the output of another command"
            .formatted(
                EXPECTED,
                names.stream()
                    .limit(MOST_NAMES)
                    .map(name -> SafeText.quoted(name, 40))
                    .collect(Collectors.joining(", ")));
  }

  private CommandLineError wrong(JsonLocation at, String message) {
    return new CommandLineError(place(at) + message);
  }

  private CommandLineError wrong(JsonLocation at, String message, Exception cause) {
    return new CommandLineError(place(at) + message, cause);
  }

  private String place(JsonLocation at) {
    return "%s:%d:%d: ".formatted(file, at.getLineNr(), at.getColumnNr());
  }
}
