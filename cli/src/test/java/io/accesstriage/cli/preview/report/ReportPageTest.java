package io.accesstriage.cli.preview.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.accesstriage.cli.dryrun.DryRun;
import io.accesstriage.cli.dryrun.Preview;
import io.accesstriage.cli.dryrun.PreviewOutcome;
import io.accesstriage.cli.dryrun.PreviewedFinding;
import io.accesstriage.cli.source.SourcedFinding;
import io.accesstriage.facts.Fact;
import io.accesstriage.facts.Facts;
import io.accesstriage.finding.Finding;
import io.accesstriage.fixtures.FindingWithFacts;
import io.accesstriage.fixtures.HostileFinding;
import io.accesstriage.fixtures.ManyFindings;
import io.accesstriage.json.Json;
import io.accesstriage.prover.Answer;
import io.accesstriage.prover.Verdict;
import io.accesstriage.prover.suggest.Suggester;
import io.accesstriage.rules.Lint;
import io.accesstriage.rules.RuleSet;
import io.accesstriage.rules.Subject;
import io.accesstriage.text.SafeText;
import io.accesstriage.yaml.Place;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReportPageTest {
  private static final DryRun RULES = new DryRun(rules());
  private static final Path GOLDEN =
      Path.of("src/test/resources/io/accesstriage/cli/preview/report/page-data.txt");

  private static RuleSet rules() {
    return RuleSet.parse("rules.yaml", ManyFindings.rules());
  }

  private static Stream<SourcedFinding> many(int number, long seed) {
    return ManyFindings.of(number, seed).map(ReportPageTest::sourced);
  }

  private static Stream<SourcedFinding> hostile() {
    return HostileFinding.all().map(ReportPageTest::sourced);
  }

  private static SourcedFinding sourced(FindingWithFacts read) {
    return new SourcedFinding(read.finding(), read.facts(), ManyFindings.READ_AT, List.of());
  }

  @Test
  void page_fewFindings_isTheGoldenData() throws IOException {
    String page = page(many(3, 5), "2 findings could not be read.");

    assertEquals(Files.readString(GOLDEN), String.join("\n", PageData.lines(page)) + "\n");
  }

  @Test
  void page_manyBlocks_tellsEveryFindingWithItsOwnValues() {
    List<PreviewedFinding> findings = many(260, 7).map(RULES::judge).toList();

    PageData data = PageData.of(write(findings, List.of()));

    assertEquals(
        findings.stream().map(ReportPageTest::identity).toList(),
        data.rows().stream().map(ReportPageTest::identity).toList());
    assertEquals(260, data.end().get("findings").asInt());
  }

  private static String identity(PreviewedFinding previewed) {
    Finding finding = previewed.finding();
    return String.join(
        "|",
        finding.id(),
        previewed.outcome().label(),
        previewed.decision().severity().label(),
        String.valueOf(previewed.decision().rule()),
        String.valueOf(previewed.decision().risk().score()),
        finding.type().name(),
        finding.resource().account(),
        finding.resource().arn(),
        previewed.decision().reason());
  }

  private static String identity(Map<String, JsonNode> row) {
    return String.join(
        "|",
        row.get("id").asText(),
        row.get("outcome").asText(),
        row.get("severity").asText(),
        row.get("rule").asText(),
        row.get("risk").asText(),
        row.get("type").asText(),
        row.get("account").asText(),
        detail(row, "Resource"),
        row.get("reason").asText());
  }

  @Test
  void page_hostileTexts_cannotLeaveTheJson() {
    String page = page(hostile());

    String allData = String.join("\n", PageData.lines(page));
    assertEquals(
        "",
        allData
            .replaceAll("<script type=\"application/json\" [a-z]+=\"[a-z]+\">|</script>", "")
            .replaceAll("[^<>&'\\u007f-\\uffff\\x00-\\x09]", ""));
    // The data's elements and the page's own script; nothing else begins or ends one.
    assertEquals(PageData.lines(page).size() + 1, count(page, "(?i)<script"));
    assertEquals(PageData.lines(page).size() + 1, count(page, "(?i)</script"));
  }

  @Test
  void page_hostileTexts_comeBackHarmlessAndWhole() {
    PageData data = PageData.of(page(hostile()));

    assertEquals(
        HostileFinding.TEXTS.stream()
            .map(text -> SafeText.line(text, 1_000))
            .map(text -> text + " = " + text)
            .toList(),
        data.rows().stream()
            .map(row -> detail(row, "Tags"))
            .map(tags -> tags.replaceAll("^Environment = .*?\n|\nEnvironment = .*$", ""))
            .toList());
  }

  @Test
  void page_hostileRule_isNotOfferedToBeCopied() {
    PageData data = PageData.of(page(hostile()));

    for (Map<String, JsonNode> row : data.rows()) {
      for (JsonNode line : row.get("offered")) {
        assertEquals(SafeText.line(line.asText(), 1_000), line.asText());
      }
    }
  }

  @Test
  void policy_namesOnlyThisStyleAndThisScript() throws Exception {
    String page = page(Stream.of());

    assertEquals(
        "default-src 'none'; style-src '%s'; script-src '%s'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
            .formatted(
                hash(only(page, "<style>(.*?)</style>")),
                hash(only(page, "<script>(.*?)</script>"))),
        only(page, "Content-Security-Policy\" content=\"(.*?)\""));
  }

  @Test
  void page_asItIsWritten_namesNoAddressToLoadFrom() {
    String page = page(Stream.of());

    assertEquals(0, count(page, "(?i)(src|href|action|poster|data|srcset)=\"(?!#)"));
    assertEquals(0, count(page, "(?i)@import|url\\("));
  }

  @Test
  void add_fiftyThousandDifferentFindings_keepsABoundedPartOfThem() {
    PreviewedFinding first = RULES.judge(many(1, 1).findFirst().orElseThrow());
    long[] written = new long[1];
    ReportPage page = begin(counting(written));
    page.add(first);
    long before = usedMemory();

    for (int i = 0; i < 50_000; i++) {
      page.add(withTag(first, (i + " ").repeat(60)));
    }

    long kept = usedMemory() - before;
    page.end(end(List.of()));
    assertTrue(written[0] > 15_000_000, "written: " + written[0]);
    assertTrue(kept < 40_000_000, "kept: " + kept);
  }

  @Test
  void write_streamThatFails_isAnUncheckedIoException() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };

    UncheckedIOException e =
        assertThrows(
            UncheckedIOException.class,
            () -> {
              ReportPage page = begin(full);
              page.end(end(List.of()));
            });

    assertEquals("java.io.IOException: No space left on device", e.getMessage());
  }

  private static PreviewedFinding withTag(PreviewedFinding previewed, String value) {
    return new PreviewedFinding(
        previewed.finding(),
        new Facts(Fact.known(Map.of("Name", value)), Fact.known(List.of())),
        previewed.decision(),
        previewed.outcome(),
        previewed.byTagsAlone(),
        previewed.unread(),
        previewed.notChecked(),
        previewed.archivedByOther());
  }

  private static OutputStream counting(long[] written) {
    return new OutputStream() {
      @Override
      public void write(int b) {
        written[0]++;
      }

      @Override
      public void write(byte[] bytes, int offset, int length) {
        written[0] += length;
      }
    };
  }

  private static long usedMemory() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static String page(Stream<SourcedFinding> findings, String... warnings) {
    return write(findings.map(RULES::judge).toList(), List.of(warnings));
  }

  private static String write(List<PreviewedFinding> findings, List<String> warnings) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ReportPage page = begin(out);
    findings.forEach(page::add);
    page.end(end(warnings));
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void end_tellsWarningsAndSuggestions_andNothingHostileToBeCopied() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ReportPage page = begin(out);
    List<PreviewedFinding> findings =
        Stream.concat(many(300, 3), hostile()).map(RULES::judge).toList();
    findings.forEach(page::add);
    List<Subject> seen =
        findings.stream()
            .map(f -> new Subject(f.finding(), f.facts(), ManyFindings.READ_AT))
            .toList();
    Suggester suggester = new Suggester(rules(), type -> true, ManyFindings.READ_AT, false, 1);
    String attack = HostileFinding.TEXTS.get(0);

    page.end(
        new PageEnd(
            List.of(attack),
            List.of(new Answer("public", attack, Verdict.UNKNOWN, null, null, attack, attack)),
            List.of(new Lint.Note("a", "owner", new Place("rules.yaml", 1, 1), attack, null)),
            Map.of(attack, 3),
            SuggestedRules.of(suggester, seen)));

    JsonNode end = PageData.of(out.toString(StandardCharsets.UTF_8)).end();
    String shown = SafeText.line(attack, 1_000);
    assertEquals(
        Json.read(
            """
            [{"rule": "%1$s", "by": "prove", "id": "public", "why": "%1$s", "accepted": "%1$s"},
             {"rule": "a", "by": "lint", "id": "owner", "why": "%1$s", "accepted": null}]
            """
                .formatted(shown),
            "expected"),
        end.get("notes"));
    assertEquals(3, end.at("/notChecked").get(shown).intValue());
    JsonNode rules = end.at("/suggested/rules");
    assertTrue(rules.size() > 3, rules::toString);
    for (JsonNode rule : rules) {
      for (JsonNode place : rule.get("places")) {
        assertNotEquals(PreviewOutcome.ARCHIVE, findings.get(place.intValue()).outcome());
      }
      rule.get("rule").asText().lines().forEach(l -> assertEquals(SafeText.line(l, 4_000), l));
    }
  }

  private static PageEnd end(List<String> warnings) {
    return new PageEnd(warnings, List.of(), List.of(), Map.of(), SuggestedRules.NONE);
  }

  private static ReportPage begin(OutputStream out) {
    return ReportPage.begin(
        out, new Preview("findings.json", rules(), ManyFindings.READ_AT), "rules.yaml");
  }

  private static String detail(Map<String, JsonNode> row, String name) {
    for (JsonNode detail : row.get("details")) {
      if (detail.get(0).asText().equals(name)) {
        return String.join(
            "\n",
            Stream.iterate(0, i -> i < detail.get(1).size(), i -> i + 1)
                .map(i -> detail.get(1).get(i).asText())
                .toList());
      }
    }
    return "";
  }

  private static int count(String text, String pattern) {
    return (int) Pattern.compile(pattern).matcher(text).results().count();
  }

  private static String only(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(text);
    assertTrue(matcher.find(), pattern);
    return matcher.group(1);
  }

  private static String hash(String text) throws Exception {
    return "sha256-"
        + Base64.getEncoder()
            .encodeToString(
                MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
  }
}
