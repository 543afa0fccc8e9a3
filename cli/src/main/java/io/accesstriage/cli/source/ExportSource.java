package io.accesstriage.cli.source;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.analyzer.PrintedFinding;
import io.accesstriage.cli.io.Beside;
import io.accesstriage.cli.io.CommandLineError;
import io.accesstriage.cli.io.InputKind;
import io.accesstriage.cli.io.JsonInput;
import io.accesstriage.finding.Finding;
import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;
import io.accesstriage.json.JsonMistake;
import io.accesstriage.json.MalformedInput;
import io.accesstriage.text.SafeText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Findings of a file: what the AWS CLI prints for list-findings-v2, get-finding-v2, list-findings
 * and get-finding, or a program for the same calls; one output or several one after the other. A
 * finding that cannot be read is refused, the others are read. A wrong file is refused before
 * anything of it is reported. So all findings are read first, and kept where they are not too many;
 * a larger file is read twice, and not kept.
 */
final class ExportSource implements FindingSource {
  private static final String EXPECTED =
      "what \"aws accessanalyzer list-findings\", \"list-findings-v2\", \"get-finding\" or"
          + " \"get-finding-v2\" prints as JSON";

  private static final String READ_IT_ALONE =
      "Append what \"aws accessanalyzer get-finding-v2 --analyzer-arn ARN --id ID\" prints of it to"
          + " the file.";

  private static final int MOST_KEPT = 50_000;

  /** A finding takes some 2,000 bytes: where it is kept, that is a fifth of the heap at most. */
  private static final int HEAP_EACH = 10_000;

  /** Of more the number is enough. */
  private static final int MOST_REFUSALS = 20;

  private final JsonInput input;
  private final Function<Fields, Finding> reader;
  private final int mostKept;
  private final ExportedFacts facts;
  private final Progress progress;
  private @Nullable Beside<Listed> begun;

  /** Before, others write to where progress is shown. */
  private volatile boolean isAwaited;

  private final List<String> notes = new ArrayList<>();
  private final List<String> refusals = new ArrayList<>();

  /**
   * @param reader makes a finding of what was printed
   */
  ExportSource(
      Path file, Function<Fields, Finding> reader, ExportedFacts facts, Progress progress) {
    this(
        file,
        reader,
        (int) Math.min(MOST_KEPT, Runtime.getRuntime().maxMemory() / HEAP_EACH),
        facts,
        progress);
  }

  /**
   * @param mostKept of more findings the file is read twice
   */
  ExportSource(
      Path file,
      Function<Fields, Finding> reader,
      int mostKept,
      ExportedFacts facts,
      Progress progress) {
    this.input = new JsonInput(file, "file of findings", EXPECTED);
    this.reader = reader;
    this.mostKept = mostKept;
    this.facts = facts;
    this.progress = progress;
  }

  @Override
  public String name() {
    return input.file().toString();
  }

  @Override
  public FindingSource begun() {
    begun = Beside.begin("reading", this::listed);
    return this;
  }

  @Override
  public <R> void read(Function<SourcedFinding, R> work, Consumer<R> each) {
    isAwaited = true;
    try {
      Listed listed = begun == null ? listed() : begun.result();
      progress.beginFile(listed.newest.size());
      Instant readAt = progress.now();
      Function<Finding, R> judged = finding -> work.apply(facts.of(finding, readAt));
      Consumer<R> told =
          result -> {
            each.accept(result);
            progress.done();
          };
      if (listed.kept.isPresent()) {
        InOrder<Found, R> findings = new InOrder<>(found -> judged.apply(found.finding), told);
        listed.kept.get().stream().filter(listed::isNewest).forEach(findings::add);
        findings.end();
      } else {
        new Pass<R>(
                found ->
                    listed.isNewest(found)
                        ? Optional.of(judged.apply(found.finding))
                        : Optional.empty(),
                told)
            .run();
      }
    } finally {
      progress.end();
    }
  }

  /** Reads all findings for a first time. */
  private Listed listed() {
    Path file = input.file();
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new CommandLineError(
          "%s: expected a file; write the output of a command to one first".formatted(file));
    }
    Map<String, Occurrence> newest = new HashMap<>();
    List<Found> kept = new ArrayList<>();
    Pass<Found> check =
        new Pass<>(
            Optional::of,
            found -> {
              newest.merge(found.finding.id(), found.occurrence(), Occurrence::newer);
              if (isAwaited) {
                progress.listed(newest.size());
              }
              if (found.position < mostKept) {
                kept.add(found);
              } else {
                kept.clear();
              }
            });
    check.run();
    check.tell(newest.size());
    return new Listed(newest, Optional.of(kept).filter(all -> !all.isEmpty()));
  }

  @Override
  public List<String> notes() {
    return List.copyOf(notes);
  }

  @Override
  public List<String> refusals() {
    return List.copyOf(refusals);
  }

  /**
   * What the file has.
   *
   * @param newest the findings to read, by their ids
   * @param kept all of them; nothing where they are too many
   */
  private record Listed(Map<String, Occurrence> newest, Optional<List<Found>> kept) {
    boolean isNewest(Found found) {
      return found.occurrence().equals(newest.get(found.finding.id()));
    }
  }

  /**
   * A finding at one of the places where the file has it.
   *
   * @param position by their order
   */
  private record Found(Finding finding, int position) {
    Occurrence occurrence() {
      return new Occurrence(position, Objects.requireNonNull(finding.updatedAt()));
    }
  }

  /**
   * One of the places where the file has a finding, by their order.
   *
   * @param updatedAt which an export is refused without
   */
  private record Occurrence(int position, Instant updatedAt) {
    /** Of two that are equally new, the second: somebody appended it. */
    Occurrence newer(Occurrence second) {
      return updatedAt.isAfter(second.updatedAt) ? this : second;
    }
  }

  /**
   * One of the places where the file has a finding, or something that is none.
   *
   * @param position by their order
   * @param at its path in the value, for messages
   * @param refusal why it is none; null where it may be one
   */
  private record Element(
      int position, JsonNode node, String at, JsonLocation start, @Nullable String refusal) {}

  /**
   * What became of an element: a result, a refusal, or neither.
   *
   * @param refusal null where it was read
   */
  private record Read<R>(Optional<R> result, @Nullable String refusal) {}

  /** One way through the file. */
  private final class Pass<R> {
    private final Function<Found, Optional<R>> work;
    private final Consumer<R> each;
    private final InOrder<Element, Read<R>> elements = new InOrder<>(this::read, this::take);
    private final List<String> firstRefused = new ArrayList<>();
    private int refused;
    private int read;
    private int found;
    private boolean hasNextPage;

    /**
     * @param work is called on several threads
     * @param each is called by the thread that reads, in the file's order
     */
    Pass(Function<Found, Optional<R>> work, Consumer<R> each) {
      this.work = work;
      this.each = each;
    }

    void run() {
      input.read(this::output);
      elements.end();
    }

    void tell(int findings) {
      if (refused > 0) {
        if (findings == 0) {
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
      if (read > findings) {
        notes.add(
            "Repetitions in the file: %,d. Of findings with the same id, only the one updated last counts."
                .formatted(read - findings));
      }
      if (hasNextPage) {
        notes.add(
            "The file has a NextToken, so it is not the last page: there are more findings. Export"
                + " without --max-items and --no-paginate to have all.");
      }
    }

    private void output(JsonParser json) throws IOException {
      if (json.currentToken() == JsonToken.START_ARRAY) {
        elements(json, "");
      } else if (json.currentToken() == JsonToken.START_OBJECT) {
        object(json);
      } else {
        throw input.wrong(json.currentTokenLocation(), input.another(JsonInput.tree(json)));
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
        } else if (value == JsonToken.START_OBJECT && name.equalsIgnoreCase("finding")) {
          isList = true;
          element(json, name);
        } else {
          hasNextPage |= name.equalsIgnoreCase("nextToken") && value != JsonToken.VALUE_NULL;
          single.set(name, json.readValueAsTree());
        }
      }
      if (isList) {
        return;
      }
      if (Json.isDeeperThan(JsonMistake.DEEPEST, single)) {
        refuse(start, "the finding: " + JsonMistake.TOO_DEEP + ".");
      } else if (InputKind.of(single).filter(kind -> kind == InputKind.FINDINGS).isEmpty()) {
        throw input.wrong(start, input.another(single));
      } else {
        add(single, "the finding", start);
      }
    }

    private void elements(JsonParser json, String list) throws IOException {
      boolean isCut = false;
      for (int i = 0; json.nextToken() != JsonToken.END_ARRAY; i++) {
        isCut = element(json, list + "[" + i + "]");
      }
      // Of pages that a program has collected, only the last one says whether there are more.
      hasNextPage |= isCut;
    }

    /** Whether it says that another page follows. */
    private boolean element(JsonParser json, String at) throws IOException {
      JsonLocation start = json.currentTokenLocation();
      JsonNode node;
      try {
        node = JsonInput.tree(json);
      } catch (MalformedInput e) {
        refuse(start, "%s: %s.".formatted(at, e.getMessage()));
        return false;
      }
      element(node, at, start);
      return InputKind.field(node, "nextToken").isTextual();
    }

    /** A finding, or a program's list of outputs has one of them here. */
    private void element(JsonNode node, String at, JsonLocation start) {
      JsonNode one = InputKind.field(node, "finding");
      if (one.isObject()) {
        element(one, at + ".finding", start);
        return;
      }
      JsonNode page = InputKind.field(node, "findings");
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
      elements.add(new Element(found++, node, at, start, null));
    }

    private void refuse(JsonLocation start, String why) {
      elements.add(new Element(found++, MissingNode.getInstance(), "", start, why));
    }

    private Read<R> read(Element element) {
      if (element.refusal != null) {
        return new Read<>(Optional.empty(), input.place(element.start) + element.refusal);
      }
      Fields json = Fields.of(element.node, element.at);
      Finding finding;
      try {
        finding = reader.apply(json);
      } catch (MalformedInput e) {
        return new Read<>(
            Optional.empty(),
            "%s%s%s. %s"
                .formatted(
                    input.place(element.start),
                    e.getMessage(),
                    PrintedFinding.id(json)
                        .map(id -> ", of the finding " + SafeText.quoted(id, 60))
                        .orElse(""),
                    READ_IT_ALONE));
      }
      return new Read<>(work.apply(new Found(finding, element.position)), null);
    }

    private void take(Read<R> element) {
      if (element.refusal == null) {
        read++;
        element.result.ifPresent(each);
        return;
      }
      refused++;
      if (firstRefused.size() < MOST_REFUSALS) {
        firstRefused.add(element.refusal);
      }
    }
  }
}
