package io.accesstriage.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.accesstriage.cli.dryrun.DryRun;
import io.accesstriage.cli.dryrun.Preview;
import io.accesstriage.cli.dryrun.PreviewOutcome;
import io.accesstriage.cli.dryrun.PreviewedFinding;
import io.accesstriage.cli.preview.report.PageEnd;
import io.accesstriage.cli.preview.report.ReportPage;
import io.accesstriage.cli.preview.report.SuggestedRules;
import io.accesstriage.cli.proof.Proof;
import io.accesstriage.cli.source.SourcedFinding;
import io.accesstriage.finding.FindingStatus;
import io.accesstriage.fixtures.FindingWithFacts;
import io.accesstriage.fixtures.HostileFinding;
import io.accesstriage.fixtures.ManyFindings;
import io.accesstriage.messages.alert.FindingWords;
import io.accesstriage.prover.suggest.Suggester;
import io.accesstriage.prover.suggest.Suggestion;
import io.accesstriage.prover.suggest.Suggestions;
import io.accesstriage.rules.Lint;
import io.accesstriage.rules.RuleOutline;
import io.accesstriage.rules.RuleSet;
import io.accesstriage.rules.Subject;
import io.accesstriage.text.SafeText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The page of a preview in a real Chromium. */
class ReportPageIT {
  private static final DryRun RULES = new DryRun(rules());
  private static final Proof PROOF = Proof.ofAll(rules(), ManyFindings.READ_AT);

  /** What the page promises of so many findings. */
  private static final int MANY = 10_000;

  private static final long LARGEST_PAGE = 10_000_000;
  private static final double FIRST_PAINT_MS = 2_000;

  @TempDir private static Path folder;

  private static Optional<Browser> started = Optional.empty();

  private static RuleSet rules() {
    return RuleSet.parse("rules.yaml", ManyFindings.rules());
  }

  private static Stream<SourcedFinding> many(int number, long seed) {
    return ManyFindings.of(number, seed).map(ReportPageIT::sourced);
  }

  private static Stream<SourcedFinding> hostile() {
    return HostileFinding.all().map(ReportPageIT::sourced);
  }

  private static SourcedFinding sourced(FindingWithFacts read) {
    return new SourcedFinding(read.finding(), read.facts(), ManyFindings.READ_AT, List.of());
  }

  @BeforeAll
  static void startBrowser() {
    started = Browser.start(folder.resolve("profile"));
    if (started.isEmpty()) {
      System.out.println(
          "NOT RUN: the page of a preview in a browser, for there is no chromedriver with its chromium in /usr/bin (Debian: apt install chromium-driver)");
    }
  }

  @AfterAll
  static void stopBrowser() {
    started.ifPresent(Browser::close);
  }

  private static Browser browser() {
    assumeTrue(started.isPresent(), "no chromium");
    return started.orElseThrow();
  }

  @Test
  void hostileTexts_areShownAsText_andNothingRunsOrIsLoaded() throws IOException {
    Browser browser = browser();
    Path page = page("hostile.html", hostile().map(RULES::judge).toList());
    browser.requests();
    browser.console();

    browser.open(page);
    for (int i = 0; i < HostileFinding.TEXTS.size(); i++) {
      browser.find("#open-" + i).click();
    }
    browser.find("#search").sendKeys("attacked");

    assertEquals("null", browser.eval("window.attacked"));
    assertEquals(
        "What the rules would do - Access Analyzer Triage", browser.eval("document.title"));
    assertEquals(
        0L, browser.eval("document.querySelectorAll('img, iframe, object, embed, base').length"));
    assertEquals(1L, browser.eval("document.querySelectorAll('style').length"));
    assertEquals(
        1L,
        browser.eval(
            "document.querySelectorAll('script:not([type=\"application/json\"])').length"));
    // Every text is read as it was written, what is invisible in it made visible.
    String shown = String.join("\n", browser.texts("#findings"));
    for (String text : HostileFinding.TEXTS) {
      if (text.contains("attacked")) {
        String tag = SafeText.line(text, 1_000);
        assertTrue(shown.contains(tag + " = " + tag), tag);
      }
    }
    assertFalse(shown.chars().anyMatch(c -> c == 0x202e || c == 0x2066), "bidirectional controls");
    assertEquals(List.of(page.toUri().toString()), browser.requests());
    assertEquals(List.of(), browser.console());
  }

  @Test
  void policy_scriptThatGetsIntoThePage_isRefused() throws IOException {
    Browser browser = browser();
    Path page = page("policy.html", many(1, 1).map(RULES::judge).toList());
    Files.writeString(
        page,
        Files.readString(page)
            .replace(
                "<main>",
                "<main><script>window.attacked = 1</script><img src=\"https://example.com/pixel\" onerror=\"window.attacked = 1\">"));
    browser.requests();

    browser.open(page);

    assertEquals("null", browser.eval("window.attacked"));
    assertEquals("1", browser.eval("document.documentElement.dataset.drawn"));
    assertEquals(List.of(page.toUri().toString()), browser.requests());
    assertEquals(
        "TypeError",
        browser.eval(
            "(() => { try { document.body.innerHTML = '<b>x</b>'; return 'taken'; } catch (e) { return e.name; } })()"));
  }

  @Test
  void totals_areThoseOfThePreview_andLeadToTheirFindings() throws IOException {
    Browser browser = browser();
    List<PreviewedFinding> findings = many(300, 3).map(RULES::judge).toList();
    long alerts = findings.stream().filter(f -> f.outcome() == PreviewOutcome.ALERT).count();
    long open = findings.stream().filter(f -> f.finding().mayBePublic()).count();
    long withoutRule =
        findings.stream()
            .filter(f -> f.outcome() == PreviewOutcome.ALERT && f.decision().rule() == null)
            .count();

    browser.open(page("totals.html", findings));

    assertEquals(
        Stream.of(PreviewOutcome.ALERT, PreviewOutcome.ARCHIVE, PreviewOutcome.LEAVE)
            .map(outcome -> findings.stream().filter(f -> f.outcome() == outcome).count())
            .map(String::valueOf)
            .toList(),
        browser.texts(".tile:not(.small):not(.first) .number").stream()
            .map(n -> n.replaceAll("(?s)\\D.*", ""))
            .toList());
    browser.find(".tile.alert").click();
    browser.awaitCount("%d of 300 findings, shown are 1 to 50.".formatted(alerts));
    assertEquals("findings-heading", browser.focused().getDomAttribute("id"));
    browser.find(".tile.small").click();
    browser.awaitCount("%d of 300 findings, shown are 1 to 50.".formatted(withoutRule));
    assertEquals("(no rule)", browser.find("#filter-rule").getDomProperty("value"));
    // What matters first comes first.
    assertEquals("Public, or may be", browser.texts(".tile .label").get(0));
    browser.find(".tile").click();
    browser.awaitCount("%d of 300 findings.".formatted(open));
  }

  @Test
  void rules_areSortedByTheHighestRiskOfWhatTheyArchive() throws IOException {
    Browser browser = browser();
    List<PreviewedFinding> findings = many(300, 3).map(RULES::judge).toList();
    List<String> idle =
        new ArrayList<>(RULES.rules().outlines().stream().map(RuleOutline::id).toList());
    findings.forEach(finding -> idle.remove(finding.decision().rule()));
    findings.forEach(finding -> idle.removeAll(finding.notChecked()));
    browser.open(page("rules.html", findings));

    List<Integer> risks =
        browser.texts(".rule.archives .figures div:last-child dd").stream()
            .map(Integer::valueOf)
            .toList();

    assertTrue(risks.size() > 2, risks.toString());
    assertEquals(risks.stream().sorted(Comparator.reverseOrder()).toList(), risks);
    assertTrue(idle.contains("the-old-auditor"), idle.toString());
    assertEquals(idle, browser.texts("#rules .names:last-child > li > code"));
  }

  /** The number in a choice or on a button is of what it leads to. */
  @Test
  void everyFilterAndButton_showsAsManyFindingsAsItSays() throws IOException {
    Browser browser = browser();
    List<PreviewedFinding> findings = many(300, 3).map(RULES::judge).toList();
    long publicOnes = findings.stream().filter(f -> f.finding().mayBePublic()).count();
    browser.open(page("filters.html", findings));

    assertEquals(
        List.of("Public, or may be (%d)".formatted(publicOnes)),
        browser.texts("#filter-look option[value=public]"));
    assertEquals(
        "",
        browser.eval(
            """
            (() => {
              const all = Number(document.documentElement.dataset.drawn);
              const wrong = [];
              const shown = () => document.getElementById('count').textContent;
              const check = (what, n) => {
                const said = n === all ? all + ' findings' : n + ' of ' + all + ' findings';
                if (!shown().startsWith(said)) wrong.push(what + ': ' + shown());
              };
              for (const select of document.querySelectorAll('.filters select')) {
                for (const option of select.options) {
                  if (!option.value) continue;
                  select.value = option.value;
                  select.dispatchEvent(new Event('change'));
                  check(select.id + ' ' + option.text, Number(/\\((\\d+)\\)$/.exec(option.text)[1]));
                }
                select.value = '';
                select.dispatchEvent(new Event('change'));
              }
              for (const button of [...document.querySelectorAll('.rule .more > .button')]) {
                const rule = button.closest('.rule').querySelector('h4').textContent;
                button.click();
                check(rule, Number(button.closest('.rule').querySelector('.figures dd').textContent));
              }
              for (const row of [...document.querySelectorAll('.chart tbody tr')]) {
                const cells = [...row.querySelectorAll('td:not(.bar)')];
                row.querySelector('button').click();
                check(row.textContent, cells.reduce((sum, cell) => sum + Number(cell.textContent), 0));
              }
              return wrong.join('\\n');
            })()"""));
  }

  @Test
  void everyColumn_isSortedBothWays() throws IOException {
    Browser browser = browser();
    browser.open(page("sorted.html", many(40, 3).map(RULES::judge).toList()));
    Map<String, List<String>> orders =
        Map.of(
            "outcome",
            List.of("archived", "alerted", "left"),
            "severity",
            List.of("low", "medium", "high", "critical"));

    for (String column :
        List.of("outcome", "severity", "risk", "finding", "account", "rule-name")) {
      browser.find("#findings th[data-sort=%s] button".formatted(column)).click();
      String before =
          browser.find("#findings th[data-sort=%s]".formatted(column)).getDomAttribute("aria-sort");
      List<String> once = column(browser, column);
      browser.find("#findings th[data-sort=%s] button".formatted(column)).click();
      List<String> twice = column(browser, column);
      Comparator<String> order =
          switch (column) {
            case "risk" -> Comparator.comparing(Integer::valueOf);
            case "outcome", "severity" -> Comparator.comparing(orders.get(column)::indexOf);
            // What no rule decides comes before what one does.
            case "rule-name" -> Comparator.comparing(name -> name.equals("no rule") ? "" : name);
            default -> Comparator.naturalOrder();
          };
      boolean isAscending = "ascending".equals(before);
      assertEquals(
          once.stream().sorted(isAscending ? order : order.reversed()).toList(), once, column);
      assertEquals(
          twice.stream().sorted(isAscending ? order.reversed() : order).toList(), twice, column);
      assertTrue(once.size() == 40 && once.stream().distinct().count() > 1, once.toString());
    }
  }

  private static List<String> column(Browser browser, String name) {
    String cell = "#findings tbody td." + name + (name.equals("finding") ? " .opener" : "");
    return browser.texts(cell).stream()
        // An account has its region under it.
        .map(text -> name.equals("account") ? text.lines().findFirst().orElse("").strip() : text)
        .toList();
  }

  @Test
  void search_byKeyboardOnly_findsOpensAndClosesAFinding() throws IOException {
    Browser browser = browser();
    List<PreviewedFinding> findings = many(300, 3).map(RULES::judge).toList();
    PreviewedFinding wanted = findings.get(177);
    browser.open(page("keyboard.html", findings));

    browser.press(Keys.TAB);
    assertEquals("Skip to the findings", browser.focused().getText());
    browser.press(Keys.ENTER);
    browser.press(Keys.TAB);
    assertEquals("search", browser.focused().getDomAttribute("id"));
    browser.press(wanted.finding().id());
    browser.awaitCount("1 of 300 findings.");
    // Over the filters, the button that clears them, and the headings that sort.
    for (int i = 0; i < 16; i++) {
      browser.press(Keys.TAB);
    }
    assertEquals("open-177", browser.focused().getDomAttribute("id"));
    assertEquals("false", browser.focused().getDomAttribute("aria-expanded"));
    browser.press(Keys.ENTER);
    assertEquals("true", browser.focused().getDomAttribute("aria-expanded"));
    assertTrue(browser.find("#detail-177").getText().contains(wanted.finding().resource().arn()));
    browser.press(Keys.SPACE);
    assertEquals("false", browser.focused().getDomAttribute("aria-expanded"));
    assertEquals(List.of(), browser.texts("#detail-177"));
  }

  @Test
  void slash_outsideOfAField_goesToTheSearch() throws IOException {
    Browser browser = browser();
    browser.open(page("slash.html", many(5, 3).map(RULES::judge).toList()));

    browser.press("/");
    assertEquals("search", browser.focused().getDomAttribute("id"));
    browser.press("s3/");

    assertEquals("s3/", browser.find("#search").getDomProperty("value"));
  }

  @Test
  void address_saysWhatIsShown_andBringsItBack() throws IOException {
    Browser browser = browser();
    List<PreviewedFinding> findings = many(300, 3).map(RULES::judge).toList();
    PreviewedFinding wanted =
        findings.stream()
            .filter(f -> f.outcome() == PreviewOutcome.ALERT)
            .findFirst()
            .orElseThrow();
    int place = findings.indexOf(wanted);
    Path page = page("address.html", findings);
    browser.open(page);

    browser.find(".tile.alert").click();
    browser.find("#findings th[data-sort=account] button").click();
    browser.find("#search").sendKeys(wanted.finding().id());
    browser.awaitCount("1 of 300 findings.");
    browser.find("#open-" + place).click();
    String hash =
        "#search=%s&outcome=alert&sort=account&open=%s"
            .formatted(wanted.finding().id(), wanted.finding().id());
    browser.await("location.hash", hash);
    String address = (String) browser.eval("location.href");
    browser.open(page("other.html", findings));
    browser.open(address);

    assertEquals("1 of 300 findings.", browser.find("#count").getText());
    assertEquals("alert", browser.find("#filter-outcome").getDomProperty("value"));
    assertEquals("open-" + place, browser.focused().getDomAttribute("id"));
    assertTrue(browser.find("#detail-" + place).getText().contains(wanted.finding().id()));
    // A link within the page leaves it, and what nobody can mean is left out.
    browser.find("nav a[href='#rules-heading']").click();
    assertEquals(hash, browser.eval("location.hash"));
    browser.eval(
        "void (location.hash = '#outcome=<img>&sort=x&open=x&page=-7&look=constructor&x')");
    browser.awaitCount("300 findings, shown are 1 to 50.");
    browser.await("location.hash", "");
  }

  @Test
  void copyButtons_copyWhatIsBesideThem() throws IOException {
    Browser browser = browser();
    List<PreviewedFinding> findings = many(300, 3).map(RULES::judge).toList();
    browser.open(page("copied.html", findings));
    browser.eval(
        "void Object.defineProperty(navigator, 'clipboard', { value: { writeText: async (text) => { window.copied = text; } } })");

    browser.find(".suggestion summary").click();
    browser.find(".suggestion .copy").click();
    assertEquals(
        browser.eval("document.querySelector('.suggestion pre').textContent"),
        browser.eval("window.copied"));
    assertEquals("Copied.", browser.eval("document.getElementById('said').textContent"));
    browser.find("#findings .opener").click();
    browser.find("#findings .copies .copy").click();
    assertTrue(String.valueOf(browser.eval("window.copied")).startsWith("arn:aws:"));
  }

  @Test
  void suggestions_areThoseOfSuggest_andLeadToTheirFindings() throws IOException {
    Browser browser = browser();
    List<PreviewedFinding> findings = many(300, 3).map(RULES::judge).toList();
    List<Suggestion> suggestions = suggestions(findings).all();

    browser.open(page("suggested.html", findings));

    assertTrue(suggestions.size() > 2, () -> suggestions.size() + " suggestions");
    assertEquals(
        suggestions.stream().limit(10).map(Suggestion::id).toList(),
        browser.texts(".suggestion h4"));
    assertEquals(
        suggestions.get(0).rule().indent(2).stripTrailing(),
        browser.eval("document.querySelector('.suggestion pre').textContent"));
  }

  @Test
  void warningsOfRules_areThoseOfProveAndLint_andLeadToTheirRule() throws IOException {
    Browser browser = browser();
    browser.open(page("warned.html", many(300, 3).map(RULES::judge).toList()));
    long warnings =
        PROOF.notProved().stream().filter(answer -> answer.accepted() == null).count()
            + Lint.of(rules()).stream().filter(n -> n.accepted() == null).count();

    assertEquals(
        "%d warnings of triage prove and triage lint".formatted(warnings),
        browser.texts(".warned").get(0).replaceAll(":.*", ""));
    browser.find(".warned .link:last-child").click();
    assertEquals(true, browser.eval("document.activeElement.closest('[id^=rule-]') !== null"));
    assertTrue(
        String.valueOf(browser.eval("document.getElementById('rules').textContent"))
            .contains("no-expiry: "));
  }

  @Test
  void publicFindingsThatSomebodyElseArchived_areNamedFirst() throws IOException {
    Browser browser = browser();
    List<PreviewedFinding> findings =
        many(300, 3).map(ReportPageIT::archivedIfPublic).map(RULES::judge).toList();
    List<PreviewedFinding> archived =
        findings.stream()
            .filter(f -> f.archivedByOther() && Boolean.TRUE.equals(f.finding().isPublic()))
            .toList();
    assertTrue(archived.size() > 2 && archived.size() < 10, () -> archived.size() + " archived");

    browser.open(page("archived.html", findings));

    assertEquals(
        archived.stream().map(f -> FindingWords.sentence(f.finding())).sorted().toList(),
        browser.texts(".warnings li:first-child li button").stream().sorted().toList());
    String first = browser.texts(".warnings li button").get(0);
    browser.find(".warnings li button").click();
    browser.awaitCount("%d of 300 findings.".formatted(archived.size()));
    assertEquals(first, browser.focused().getText());
  }

  private static SourcedFinding archivedIfPublic(SourcedFinding sourced) {
    return Boolean.TRUE.equals(sourced.finding().isPublic())
        ? new SourcedFinding(
            sourced.finding().toBuilder().status(FindingStatus.ARCHIVED).build(),
            sourced.facts(),
            sourced.readAt(),
            sourced.lacks())
        : sourced;
  }

  @Test
  void noFindings_noEmptyChartsAndTables() throws IOException {
    Browser browser = browser();
    browser.open(page("none.html", List.of()));

    assertEquals(
        List.of(),
        browser.texts(".tile, .chart, table, form, .legend li").stream()
            .filter(text -> !text.isEmpty())
            .toList());
    assertEquals("There are no findings.", browser.find("#count").getText());
    assertEquals(List.of("Totals", "Rules", "Findings"), shown(browser.texts("body > nav a")));
  }

  private static List<String> shown(List<String> texts) {
    return texts.stream().filter(text -> !text.isEmpty()).toList();
  }

  @Test
  void narrowScreen_breaksNoId() throws IOException {
    Browser browser = browser();
    browser.open(page("narrow.html", many(300, 3).map(RULES::judge).toList()));
    browser.resize(390, 844);
    browser.eval(
        "void document.querySelectorAll('details').forEach(details => { details.open = true; })");
    browser.find("#findings .opener").click();

    // Of one line each.
    assertEquals(
        "",
        browser.eval(
            """
            [...document.querySelectorAll('.id')]
              .filter(id => id.getBoundingClientRect().height > 1.9 * parseFloat(getComputedStyle(id).fontSize))
              .map(id => id.textContent).join(' ')"""));
    assertTrue((Long) browser.eval("document.querySelectorAll('.id').length") > 100);
    assertEquals(
        true,
        browser.eval(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"));
    browser.resize(1280, 1000);
  }

  @Test
  void headingsAndNames_areThereForAScreenReader() throws IOException {
    Browser browser = browser();
    browser.open(page("names.html", many(300, 3).map(RULES::judge).toList()));

    assertEquals(
        0L,
        browser.eval(
            "[...document.querySelectorAll('button, select, input, a')].filter(e => !e.textContent.trim() && !(e.labels && e.labels.length)).length"));
    assertEquals(
        0L,
        browser.eval(
            "[...document.querySelectorAll('table')].filter(t => !t.caption || !t.caption.textContent.trim()).length"));
    assertEquals(1L, browser.eval("document.querySelectorAll('main').length"));
    assertEquals(1L, browser.eval("document.querySelectorAll('h1').length"));
    assertEquals(
        0L,
        browser.eval(
            "[...document.querySelectorAll('svg')].filter(s => s.getAttribute('aria-hidden') !== 'true').length"));
    assertEquals("status", browser.find("#count").getDomAttribute("role"));
    assertEquals(
        0L,
        browser.eval(
            "[...document.querySelectorAll('[id]')].length - new Set([...document.querySelectorAll('[id]')].map(e => e.id)).size"));
  }

  @Test
  void colours_followTheSystem_andNarrowScreensNeedNoScrollingSideways() throws IOException {
    Browser browser = browser();
    browser.open(page("colours.html", many(60, 3).map(RULES::judge).toList()));
    String background = "getComputedStyle(document.body).backgroundColor";

    browser.prefer("prefers-color-scheme", "light");
    assertEquals("rgb(246, 247, 249)", browser.eval(background));
    browser.prefer("prefers-color-scheme", "dark");
    assertEquals("rgb(18, 22, 28)", browser.eval(background));
    browser.resize(320, 800);
    browser.find("#findings .opener").click();
    assertEquals(
        true,
        browser.eval(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"));
    browser.resize(1280, 1000);
  }

  @Test
  void print_hasManyFindingsOnOnePage_andGoesBack() throws IOException {
    Browser browser = browser();
    browser.open(page("printed.html", many(300, 3).map(RULES::judge).toList()));
    String count = "document.getElementById('count').textContent";

    assertEquals("300 findings, shown are 1 to 200.", browser.evalInPrint(count));
    assertEquals("300 findings, shown are 1 to 50.", browser.eval(count));
  }

  @Test
  void printStyle_isBlackOnWhite_withoutWhatIsThereToBeClicked() throws IOException {
    Browser browser = browser();
    browser.open(page("print.html", many(300, 3).map(RULES::judge).toList()));
    String shown =
        "[...document.querySelectorAll('%s')].filter(e => e.getClientRects().length > 0).length";
    String controls = shown.formatted("body > nav, .filters, .pages button, .button");
    String rows = shown.formatted("#findings tbody tr");
    String colours = "(s => s.color + ' on ' + s.backgroundColor)(getComputedStyle(document.body))";
    browser.prefer("prefers-color-scheme", "dark");
    assertTrue((Long) browser.eval(controls) > 0);

    browser.emulatePrint("prefers-color-scheme", "dark");

    assertEquals(0L, browser.eval(controls));
    assertEquals(50L, browser.eval(rows));
    assertEquals("rgb(0, 0, 0) on rgb(255, 255, 255)", browser.eval(colours));
    browser.prefer("prefers-color-scheme", "light");
    assertTrue((Long) browser.eval(controls) > 0);
  }

  @Test
  void pageThatWasNotEnded_saysSo() throws IOException {
    Browser browser = browser();
    Path page = page("incomplete.html", many(3, 3).map(RULES::judge).toList());
    Files.writeString(
        page,
        Files.readString(page).replaceAll("<script type=\"application/json\" id=\"end\">.*\n", ""));

    browser.open(page);

    assertEquals(
        List.of("This page is incomplete: it was not fully written. Run triage preview again."),
        browser.texts(".warnings li"));
  }

  @Test
  void tenThousandFindings_paintSoon_andFilterAtOnce() throws IOException {
    Browser browser = browser();
    Path page = page("many.html", many(MANY, 1).map(RULES::judge), SuggestedRules.NONE);
    long size = Files.size(page);

    browser.open(page);
    Number firstPaint =
        (Number)
            browser.eval("performance.getEntriesByName('first-contentful-paint')[0].startTime");
    Number drawn =
        (Number) browser.eval("performance.getEntriesByType('navigation')[0].domComplete");
    Number filtered =
        (Number)
            browser.eval(
                """
                (() => {
                  const before = performance.now();
                  const select = document.getElementById('filter-severity');
                  select.value = 'critical';
                  select.dispatchEvent(new Event('change'));
                  document.body.offsetHeight;
                  return performance.now() - before;
                })()""");

    System.out.printf(
        Locale.ROOT,
        "ReportPageIT: %d findings, %.1f MB, first contentful paint %.0f ms, all drawn %.0f ms, a filter %.0f ms%n",
        MANY,
        size / 1e6,
        firstPaint.doubleValue(),
        drawn.doubleValue(),
        filtered.doubleValue());
    assertEquals("10000", browser.eval("document.documentElement.dataset.drawn"));
    assertTrue(size < LARGEST_PAGE, size + " bytes");
    assertTrue(firstPaint.doubleValue() < FIRST_PAINT_MS, firstPaint + " ms");
  }

  private static Path page(String name, List<PreviewedFinding> findings) throws IOException {
    return page(name, findings.stream(), SuggestedRules.of(suggester(), subjects(findings)));
  }

  private static List<Subject> subjects(List<PreviewedFinding> findings) {
    return findings.stream()
        .map(f -> new Subject(f.finding(), f.facts(), ManyFindings.READ_AT))
        .toList();
  }

  private static Suggestions suggestions(List<PreviewedFinding> findings) {
    return suggester().of(subjects(findings));
  }

  private static Suggester suggester() {
    return new Suggester(rules(), Proof.hasReadableTags(), ManyFindings.READ_AT, false, 3);
  }

  private static Path page(String name, Stream<PreviewedFinding> findings, SuggestedRules suggested)
      throws IOException {
    Path file = folder.resolve(name);
    try (OutputStream out = Files.newOutputStream(file)) {
      ReportPage page =
          ReportPage.begin(
              out, new Preview("findings.json", rules(), ManyFindings.READ_AT), "rules.yaml");
      findings.forEach(page::add);
      page.end(new PageEnd(List.of(), PROOF.notProved(), Lint.of(rules()), Map.of(), suggested));
    }
    return file;
  }
}
