package io.accesstriage.cli.preview.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.accesstriage.cli.dryrun.Preview;
import io.accesstriage.cli.dryrun.PreviewOutcome;
import io.accesstriage.cli.dryrun.PreviewedFinding;
import io.accesstriage.decision.Decision;
import io.accesstriage.decision.Explanation;
import io.accesstriage.decision.Risk;
import io.accesstriage.facts.Account;
import io.accesstriage.facts.Fact;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingStatus;
import io.accesstriage.messages.alert.FindingWords;
import io.accesstriage.text.SafeText;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A finding as a row of the page's table: an array of cells in the order of {@link #COLUMNS}. */
final class FindingRow {
  private static final int LONGEST_TEXT = 1_000;
  private static final int MOST_TAGS = 60;

  /** A star marks what is written once for many rows ({@link SharedValues}). */
  static final List<String> COLUMNS =
      List.of(
          ("id outcome severity risk rule* type* resourceType* account* region* isPublic tagsAlone"
                  + " byOther notChecked* far sentence reason* guards applied nearest others notes unread factors* details"
                  + " console* offered")
              .split(" ", -1));

  private final SharedValues shared;

  FindingRow(SharedValues shared) {
    this.shared = shared;
  }

  ArrayNode of(PreviewedFinding previewed) {
    Finding finding = previewed.finding();
    Decision decision = previewed.decision();
    Explanation why = decision.explanation();
    return array(
        List.of(
            text(finding.id()),
            text(previewed.outcome().label()),
            text(decision.severity().label()),
            IntNode.valueOf(decision.risk().score()),
            sharedText(decision.rule()),
            sharedText(finding.type().name()),
            sharedText(FindingWords.resourceType(finding)),
            sharedText(
                finding.resource().account() == null
                    ? Preview.UNKNOWN
                    : finding.resource().account()),
            sharedText(finding.resource().region()),
            text(finding.mayBePublic() ? (finding.isPublic() == null ? "untold" : "yes") : "no"),
            BooleanNode.valueOf(previewed.byTagsAlone()),
            BooleanNode.valueOf(previewed.archivedByOther()),
            shared.cell(each(previewed.notChecked(), FindingRow::text)),
            BooleanNode.valueOf(isFar(previewed)),
            text(FindingWords.sentence(finding)),
            sharedText(decision.reason()),
            sharedTexts(why.guards()),
            each(why.applied(), rule -> shared.cell(applied(rule))),
            each(why.nearest(), rule -> shared.cell(near(rule))),
            IntNode.valueOf(why.otherArchiveRules()),
            sharedTexts(why.notes()),
            each(previewed.unread(), unread -> sharedText(unread.what() + ": " + unread.reason())),
            shared.cell(each(decision.risk().factors(), FindingRow::factor)),
            details(previewed),
            sharedText(consolePage(finding)),
            sharedTexts(offered(decision))));
  }

  /** Nothing in the rules speaks of it. */
  private static boolean isFar(PreviewedFinding previewed) {
    Explanation why = previewed.decision().explanation();
    return previewed.outcome() == PreviewOutcome.ALERT
        && why.guards().isEmpty()
        && why.applied().isEmpty()
        && why.nearestRule().isEmpty();
  }

  private ArrayNode applied(Explanation.Applied rule) {
    return array(
        List.of(
            sharedText(rule.rule()),
            text(rule.effect()),
            BooleanNode.valueOf(rule.certain()),
            sharedText(rule.reason()),
            sharedTexts(rule.unread())));
  }

  private ArrayNode near(Explanation.Near rule) {
    return array(
        List.of(
            sharedText(rule.rule()),
            sharedText(rule.reason()),
            IntNode.valueOf(rule.conditions()),
            each(
                rule.failed(),
                failed ->
                    array(
                        List.of(
                            sharedText(failed.expression()),
                            BooleanNode.valueOf(failed.certain()),
                            sharedTexts(failed.saw()))))));
  }

  private static ArrayNode factor(Risk.Factor factor) {
    return array(
        List.of(
            text(factor.id()),
            IntNode.valueOf(factor.points()),
            BooleanNode.valueOf(factor.certain())));
  }

  /** Pairs of a name and what is to be told under it. */
  private ArrayNode details(PreviewedFinding previewed) {
    Finding finding = previewed.finding();
    ArrayNode details = JsonNodeFactory.instance.arrayNode();
    for (Map.Entry<String, List<String>> field : fields(previewed).entrySet()) {
      // An ARN is of one finding or few: a place would take as much room.
      boolean isOften = !field.getKey().equals("Resource");
      ArrayNode values = each(field.getValue(), v -> isOften ? sharedText(v) : text(v));
      details.add(array(List.of(sharedText(field.getKey()), values)));
    }
    details.add(detail("Finding", text(finding.id())));
    if (!finding.analyzerArn().isEmpty()) {
      details.add(detail("Analyzer", sharedText(finding.analyzerArn())));
    }
    return details;
  }

  private ArrayNode detail(String name, JsonNode cell) {
    return array(List.of(sharedText(name), array(List.of(cell))));
  }

  private static Map<String, List<String>> fields(PreviewedFinding previewed) {
    Finding finding = previewed.finding();
    Map<String, List<String>> fields = new LinkedHashMap<>();
    String label = "";
    for (FindingWords.Field field : FindingWords.fields(finding, previewed.facts())) {
      label = field.label().isEmpty() ? label : field.label();
      fields.computeIfAbsent(label, l -> new ArrayList<>()).add(field.value());
    }
    if (previewed.facts().tags() instanceof Fact.Known<Map<String, String>> tags) {
      fields.put("Tags", tags.value().isEmpty() ? List.of("none") : tags(tags.value()));
    }
    if (previewed.facts().account() instanceof Fact.Known<Account> account) {
      fields.put("Account name", List.of(account.value().name()));
    }
    if (finding.status() != FindingStatus.ACTIVE) {
      fields.put("Status", List.of(finding.status().name()));
    }
    put(fields, "Found", finding.createdAt());
    put(fields, "Changed", finding.updatedAt());
    return fields;
  }

  private static void put(
      Map<String, List<String>> fields, String label, @Nullable Instant instant) {
    if (instant != null) {
      fields.put(label, List.of(instant.truncatedTo(ChronoUnit.DAYS).toString().substring(0, 10)));
    }
  }

  private static List<String> tags(Map<String, String> tags) {
    List<String> lines = new ArrayList<>();
    new TreeMap<>(tags).forEach((key, value) -> lines.add(key + " = " + value));
    if (tags.size() > MOST_TAGS) {
      lines.subList(MOST_TAGS, lines.size()).clear();
      lines.add("%d more".formatted(tags.size() - MOST_TAGS));
    }
    return lines;
  }

  /** The link without the finding's id at its end. */
  private static @Nullable String consolePage(Finding finding) {
    return FindingWords.consoleLink(finding)
        .filter(link -> link.endsWith(finding.id()))
        .map(link -> link.substring(0, link.length() - finding.id().length()))
        .orElse(null);
  }

  /** Lines to be copied: as they are, or none. */
  private static List<String> offered(Decision decision) {
    if (decision.offeredRule() == null) {
      return List.of();
    }
    List<String> lines = decision.offeredRule().lines().toList();
    return lines.stream().allMatch(line -> SafeText.line(line, LONGEST_TEXT).equals(line))
        ? lines
        : List.of();
  }

  private ArrayNode sharedTexts(List<String> hostile) {
    return each(hostile, this::sharedText);
  }

  private JsonNode sharedText(@Nullable String hostile) {
    return hostile == null ? NullNode.instance : shared.cell(text(hostile));
  }

  private static TextNode text(String hostile) {
    return TextNode.valueOf(SafeText.line(hostile, LONGEST_TEXT));
  }

  private static <T> ArrayNode each(List<T> values, Function<T, JsonNode> cell) {
    return array(values.stream().map(cell).toList());
  }

  private static ArrayNode array(List<? extends JsonNode> cells) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode(cells.size());
    array.addAll(cells);
    return array;
  }
}
