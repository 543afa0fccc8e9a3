package io.accesstriage.cli.preview;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.accesstriage.cli.CommandRun;
import io.accesstriage.cli.EventText;
import io.accesstriage.cli.JavaProcess;
import io.accesstriage.cli.Triage;
import io.accesstriage.json.Json;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreviewOfExportTest {
  private static final String EXPECTED =
      "expected what \"aws accessanalyzer list-findings\", \"list-findings-v2\", \"get-finding\" or"
          + " \"get-finding-v2\" prints as JSON";

  private static final String IS_EXPECTED = EXPECTED.replace("expected what", " Expected is what");

  private static final String APPEND =
      " Append what \"aws accessanalyzer get-finding-v2 --analyzer-arn ARN --id ID\" prints of it to"
          + " the file.";

  private static final String SECURITY_HUB =
      "this is an export of Security Hub, which groups all findings of a resource into one and leaves"
          + " out conditions. Export the findings themselves with \"aws accessanalyzer list-findings"
          + " --analyzer-arn ARN\", or list-findings-v2 for internal and unused access";

  @TempDir private Path folder;
  private Path rules;

  @BeforeEach
  void writeRules() throws IOException {
    rules =
        write(
            "rules.yaml",
            """
            rules:
              - id: partner-buckets
                effect: archive
                owner: team@example.com
                reason: The partner reads them.
                when: >
                  resource.type == "AWS::S3::Bucket" && principal.account == "444455556666"
              - id: development
                effect: archive
                owner: team@example.com
                reason: Development is open.
                trustTags: true
                when: tag("Environment") == "development"
            """);
  }

  @Test
  void listFindings_hasPrincipals_isDecidedByThem() throws IOException {
    Path file =
        write(
            "findings.json",
            "{\"findings\": [%s, %s]}".formatted(v1("a", "444455556666"), v1("b", "777788889999")));

    List<JsonNode> lines = preview(file);

    assertEquals(List.of("archive", "alert"), outcomes(lines));
    assertEquals("partner-buckets", lines.get(0).at("/decision/rule").textValue());
    assertEquals(
        Json.read("{\"archive\": 1, \"alert\": 1, \"leave\": 0}", "expected"),
        lines.get(2).at("/summary/total"));
  }

  @Test
  void json_tellsWhichRulesCouldNotBeChecked() throws IOException {
    Path file =
        write(
            "findings.json",
            "{\"findings\": [%s, %s]}".formatted(v1("a", "444455556666"), v1("b", "777788889999")));

    List<JsonNode> lines = preview(file);

    assertEquals(List.of("development"), CommandRun.texts(lines.get(1).get("notChecked")));
    assertEquals(
        Json.read("{\"development\": 2}", "expected"), lines.get(2).at("/summary/notChecked"));
  }

  @Test
  void listFindingsV2_hasNoPrincipal_archivesNothingAndSaysSo() throws IOException {
    Path file = write("findings.json", "{\"findings\": [%s]}".formatted(summary("a")));

    List<JsonNode> lines = preview(file);

    assertEquals(List.of("alert"), outcomes(lines));
    assertEquals(
        List.of("principal", "whether it is public", "tags"),
        lines.get(0).at("/unread").findValuesAsText("what"));
    assertEquals(
        List.of("UNSUPPORTED", "UNSUPPORTED", "UNSUPPORTED"),
        lines.get(0).at("/unread").findValuesAsText("cause"));
  }

  @Test
  void listFindingsV2_whereNoRuleAsksForWhatItLacks_saysNothingOfIt() throws IOException {
    EventText.write(
        rules, "rules: [{id: errors, effect: notify, when: 'finding.error != \"\"'}]\n");
    Path file = write("findings.json", "{\"findings\": [%s]}".formatted(summary("a")));

    assertEquals(List.of(), preview(file).get(0).at("/unread").findValuesAsText("what"));
  }

  @Test
  void listFindingsV2_underARuleOfLimits_saysThatItHasNoConditions() throws IOException {
    EventText.write(rules, "rules: [{id: limits, effect: notify, when: 'access.limits == {}'}]\n");
    Path file = write("findings.json", "{\"findings\": [%s]}".formatted(summary("a")));

    assertEquals(
        Json.read(
            """
            [{"what": "condition", "cause": "UNSUPPORTED",
              "reason": "The export doesn't have it. The output of \\"aws accessanalyzer get-finding-v2\\" does."}]
            """,
            "expected"),
        preview(file).get(0).get("unread"));
  }

  @Test
  void listFindings_underAnImportedRule_saysThatItDoesNotNameTheAnalyzer() throws IOException {
    EventText.write(
        rules,
        """
        rules:
          - id: imported
            effect: archive
            owner: team@example.com
            reason: Imported.
            when: >
              finding.analyzerArn == "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/a"
              && resource.type == "AWS::S3::Bucket"
        """);
    Path file = write("findings.json", "{\"findings\": [%s]}".formatted(v1("a", "444455556666")));

    assertEquals(
        Json.read(
            """
            [{"what": "analyzer", "cause": "UNSUPPORTED",
              "reason": "The export does not say which analyzer it is of: say it with --analyzer-arn."}]
            """,
            "expected"),
        preview(file).get(0).get("unread"));
  }

  @Test
  void getFindingV2_oneAfterTheOther_areAllRead() throws IOException {
    Path file = write("findings.json", whole("a") + "\n" + whole("b") + whole("c"));

    List<JsonNode> lines = preview(file);

    assertEquals(List.of("archive", "archive", "archive"), outcomes(lines));
    assertEquals(
        List.of("a", "b", "c"),
        lines.stream().limit(3).map(l -> l.at("/finding/id").textValue()).toList());
  }

  @Test
  void account_givesTags() throws IOException {
    Path file = write("findings.json", "{\"findings\": [%s]}".formatted(v1("a", "777788889999")));
    Path account =
        write(
            "account.yaml",
            """
            resources:
              - arn: arn:aws:s3:::amzn-s3-demo-bucket
                account: "111122223333"
                tags: {Environment: development}
            """);

    CommandRun run =
        CommandRun.of("preview", "--rules", rules, "--from", file, "--account", account, "--json");

    assertEquals(0, run.exitCode(), run::err);
    JsonNode line = run.results().get(0);
    assertEquals("archive", line.get("outcome").textValue());
    assertEquals("development", line.at("/decision/rule").textValue());
    assertTrue(line.get("byTagsAlone").booleanValue());
    assertEquals(
        List.of(
            "1 finding would be archived by tags or aliases alone: whoever can write those decides."
                + " Protect them (docs/rules.md)."),
        CommandRun.texts(run.results().get(1).at("/summary/warnings")));
  }

  @Test
  void table_isAsAPersonSeesIt() throws IOException {
    Path file =
        write(
            "findings.json",
            "{\"findings\": [%s, %s, %s]}"
                .formatted(
                    v1("a", "444455556666"),
                    v1("b", "777788889999"),
                    v1("c", "444455556666").replace("ACTIVE", "ARCHIVED")));

    CommandRun run = CommandRun.of("preview", "--rules", rules, "--from", file);

    assertEquals(0, run.exitCode(), run::err);
    assertEquals(
        """
        Preview of FILE
        at TIME, rules VERSION. Nothing was changed.

                                                         archive     alert     leave     total
          All findings                                         1         1         1         3

        Severity of the alert
          critical                                             0         0         0         0
          high                                                 0         0         0         0
          medium                                               1         1         1         3
          low                                                  0         0         0         0

        Rule
          partner-buckets                                      1
          development                                          0                                2 not checked
          (no rule applies)                                              1

        Finding type
          ExternalAccess                                       1         1         1         3

        Resource type
          AWS::S3::Bucket                                      1         1         1         3

        Account
          111122223333                                         1         1         1         3

        Not read, so rules that need it archive nothing
          tags of 2 findings (not available), such as: An export has no tags: say them in a file (--account), or preview the analyzer itself (--analyzer-arn without --from).
        """,
        run.out()
            .replace(file.toString(), "FILE")
            .replaceFirst("at \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d UTC", "at TIME")
            .replaceFirst("rules \\w{12}", "rules VERSION"));
    assertEquals("", run.errOfSource());
  }

  @Test
  void csv_hostileTexts_areNoFormulas() throws IOException {
    Path file =
        write(
            "findings.json",
            "{\"findings\": [%s]}"
                .formatted(
                    v1("=cmd|' /C calc'!A0", "444455556666")
                        .replace(
                            "arn:aws:s3:::amzn-s3-demo-bucket",
                            "@SUM(1,\\\"2\\\")\\n\\u001b[2J\\u202e")));
    Path csv = folder.resolve("findings.csv");

    CommandRun run = CommandRun.of("preview", "--rules", rules, "--from", file, "--csv", csv);

    assertEquals(0, run.exitCode(), run::err);
    assertEquals(
        """
        "outcome","rule","severity","risk","finding type","status","resource type","resource","account","region","public","principal","actions","by tags alone","reason","not read","updated","finding","analyzer"
        "archive","partner-buckets","medium",0,"ExternalAccess","ACTIVE","AWS::S3::Bucket","'@SUM(1,""2"")\\u000a\\u001b[2J\\u202e","111122223333","","no","444455556666","s3:GetObject","no","The partner reads them.","tags (not available)","2026-11-01T00:00:00Z","'=cmd|' /C calc'!A0",""
        """,
        Files.readString(csv));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(0, files.filter(f -> f.toString().endsWith(".part")).count());
    }
  }

  @Test
  void html_isAWholePageWithTheFindings_andTheTableIsPrintedToo() throws IOException {
    Path file =
        write("findings.json", "{\"findings\": [%s]}".formatted(v1("finding-1", "444455556666")));
    Path html = folder.resolve("report.html");

    CommandRun run = CommandRun.of("preview", "--rules", rules, "--from", file, "--html", html);

    assertEquals(0, run.exitCode(), run::err);
    String page = Files.readString(html);
    assertTrue(page.startsWith("<!doctype html>\n"), page);
    assertTrue(page.contains("[[\"finding-1\",\"archive\",\"medium\",0,"), page);
    assertTrue(
        page.contains("<script type=\"application/json\" id=\"end\">{\"findings\":1,"), page);
    assertTrue(page.endsWith("</html>\n"), page);
    assertTrue(run.out().contains("partner-buckets"), run.out());
  }

  @Test
  void csv_wrongExport_leavesTheFileAsItWas() throws IOException {
    Path csv = write("findings.csv", "old");
    Path file =
        write("findings.json", "{\"findings\": [%s, {\"id\": \"x\"".formatted(v1("a", "1")));

    CommandRun.of("preview", "--rules", rules, "--from", file, "--csv", csv).assertWrongUse();

    assertEquals("old", Files.readString(csv));
  }

  @Test
  void wrongFile_isNamedWithItsPlaceAndWhatWasExpected() throws IOException {
    assertRefused("", "%s: the file is empty; " + EXPECTED);
    assertRefused("12", "%s:1:1: " + EXPECTED + ", found a single value");
    assertRefused(
        "{\"analyzers\": [{\"arn\": \"x\"}], \"other\": 1}",
        "%s:1:1: "
            + EXPECTED
            + ", found an object with \"analyzers\", \"other\"; this is the output of another"
            + " command");
    assertRefused(
        "{\"findings\": [\n  {\"arn\": \"x\"}]}",
        "%s:2:3: findings[0]: "
            + EXPECTED
            + ", found an object with \"arn\"; this is the output of another command.");
    assertRefused(
        "{\"findings\": [\n%s,\n  {\"id\": \"x\"".formatted(summary("a")),
        "%s:3:13: this is not valid JSON: it ends in the middle, so it was cut off; write it again."
            + IS_EXPECTED);
    assertRefused(
        "{\"findings\": [%s]}".formatted(summary("a").replace("\"AWS::S3::Bucket\"", "5")),
        "%s:1:15: findings[0].resourceType: expected a text, found 5, of the finding \"a\"."
            + APPEND);
    assertRefused(
        "{\"detail-type\": \"Access Analyzer Finding\"}",
        "%s:1:1: this is an EventBridge event, which \"triage run\" and \"triage explain\" read; "
            + EXPECTED);
    assertRefused(
        "{\"archiveRules\": []}",
        "%s:1:1: this is an export of archive rules, which \"triage import-archive-rules\" reads; "
            + EXPECTED);
    assertRefused(
        "Unable to locate credentials",
        "%s:1:1: this is not valid JSON: expected an object, a list, a text in double quotes, a"
            + " number, true, false or null."
            + IS_EXPECTED);
    assertRefused(
        "[".repeat(3_000) + "]".repeat(3_000),
        "%s:1:2: [0]: it is nested deeper than 1,000 levels, which no output of AWS is.");
    assertRefused(
        "{\"Findings\": ".repeat(30_000) + "1" + "}".repeat(30_000),
        "%s:1:1: the finding: it is nested deeper than 1,000 levels, which no output of AWS is.");
    assertRefused(
        "{\"findings\": " + "[".repeat(200_000),
        "%s:1:100014: this is not valid JSON: it is nested deeper than 1,000 levels, which no"
            + " output of AWS is."
            + IS_EXPECTED);
    assertRefused(
        whole("a").replaceFirst("\\{", "{\"x\": " + "[".repeat(3_000) + "]".repeat(3_000) + ", "),
        "%s:1:1: the finding: it is nested deeper than 1,000 levels, which no output of AWS is.");
  }

  @Test
  void findingThatIsNestedTooDeep_isRefused_andTheOthersArePreviewed() throws IOException {
    String deep = "{\"id\": %s1%s}".formatted("[".repeat(3_000), "]".repeat(3_000));
    Path file =
        write(
            "findings.json", "{\"findings\": [%s,\n%s]}".formatted(deep, v1("a", "444455556666")));

    CommandRun run = CommandRun.of("preview", "--rules", rules, "--from", file, "--json");

    assertEquals(
        "%s:1:15: findings[0]: it is nested deeper than 1,000 levels, which no output of AWS is.\n"
            .formatted(file),
        run.errOfSource());
    assertEquals(List.of("archive"), outcomes(run.results()));
    assertEquals(1, run.exitCode());
  }

  @Test
  void securityHub_isRefused_withTheCommandThatExportsTheFindings() throws IOException {
    String ofTheFirstVersion =
        """
        {"Findings": [{"SchemaVersion": "2018-10-08",
          "Id": "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/a/arn:aws:s3:::amzn-s3-demo-bucket",
          "ProductArn": "arn:aws:securityhub:us-east-1::product/aws/access-analyzer",
          "UpdatedAt": "2026-11-01T00:00:00Z", "RecordState": "ACTIVE",
          "Resources": [{"Type": "AwsS3Bucket", "Id": "arn:aws:s3:::amzn-s3-demo-bucket"}]}]}
        """;
    String ofTheSecond =
        """
        {"Findings": [{"class_uid": 2003, "finding_info": {"uid": "x"},
          "metadata": {"product": {"name": "IAM Access Analyzer"}}}]}
        """;

    assertRefused(ofTheFirstVersion, "%s:1:15: " + SECURITY_HUB);
    assertRefused(ofTheSecond, "%s:1:15: " + SECURITY_HUB);
    String bare = Json.read(ofTheFirstVersion, "test").at("/Findings/0").toString();
    assertRefused(bare, "%s:1:1: " + SECURITY_HUB);
    assertRefused("[" + bare + "]", "%s:1:2: " + SECURITY_HUB);
    String cut = "{\"SchemaVersion\": \"2018-10-08\", \"Id\": \"x\", \"ProductArn\": \"y\"}";
    assertRefused(cut, "%s:1:1: " + SECURITY_HUB);
    assertRefused("[" + cut + "]", "%s:1:2: " + SECURITY_HUB);
  }

  @Test
  void findingThatCannotBeRead_isRefusedByName_andTheOthersArePreviewed() throws IOException {
    Path file =
        write(
            "findings.json",
            "{\"findings\": [%s,\n%s,\n{\"id\": \"x\"},\nnull,\n%s]}"
                .formatted(
                    v1("a", "444455556666"),
                    v1("b", "444455556666").replace("\"isPublic\": false", "\"isPublic\": \"no\""),
                    summary("c").replace("\"ACTIVE\"", "\"NEW\"")));

    CommandRun run = CommandRun.of("preview", "--rules", rules, "--from", file, "--json");

    String first =
        "%s:3:1: findings[1].isPublic: expected true or false, found \"no\", of the finding \"b\"."
                .formatted(file)
            + APPEND;
    assertEquals(
        first
            + """

            %1$s:5:1: findings[2]: %2$s, found an object with "id"; this is the output of another command.
            %1$s:6:1: findings[3]: %2$s, found a single value.
            %1$s:7:1: findings[4].status: expected ACTIVE, ARCHIVED or RESOLVED, found "NEW", of the finding "c".%3$s
            """
                .formatted(file, EXPECTED, APPEND),
        run.errOfSource());
    assertEquals(List.of("archive"), outcomes(run.results()));
    assertEquals(
        List.of(
            "Findings of the file that could not be read, and that nothing here counts: 4. The"
                + " first: "
                + first),
        CommandRun.texts(run.results().get(1).at("/summary/warnings")));
    assertEquals(1, run.exitCode());
  }

  @Test
  void manyFindingsThatCannotBeRead_areCounted() throws IOException {
    String bad = v1("b", "1").replace("\"updatedAt\"", "\"updated\"");
    Path file =
        write(
            "findings.json", "[%s%s]".formatted(v1("a", "444455556666"), (",\n" + bad).repeat(25)));

    CommandRun run = CommandRun.of("preview", "--rules", rules, "--from", file, "--json");

    List<String> lines = run.errOfSource().lines().toList();
    assertEquals(21, lines.size());
    assertEquals(
        "%s:3:1: [1].updatedAt is missing, of the finding \"b\".".formatted(file) + APPEND,
        lines.get(0));
    assertEquals("… and 5 more.", lines.get(20));
    assertEquals(1, run.exitCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-8"})
  void encoding_withAndWithoutMark_isTheSame(String encoding) throws IOException {
    String json = "{\"findings\": [%s]}".formatted(v1("é€𝄞", "444455556666"));
    for (String mark : List.of("", "\ufeff")) {
      Path file = Files.write(folder.resolve("x.json"), (mark + json).getBytes(encoding));

      assertEquals("é€𝄞", preview(file).get(0).at("/finding/id").textValue());
    }
  }

  @Test
  void encoding_thatIsNone_isSaid() throws IOException {
    Path file = Files.write(folder.resolve("latin.json"), new byte[] {'[', '"', (byte) 0xe9, '"'});

    assertEquals(
        "%s: the file of findings could not be read: it is no text in UTF-8 or UTF-16\n"
            .formatted(file),
        CommandRun.of("preview", "--rules", rules, "--from", file).assertWrongUse().err());
  }

  /** What Python's json.dumps(..., default=str) makes of boto3's answers. */
  @Test
  void boto3_timesWithASpace_areRead() throws IOException {
    Path file =
        write(
            "findings.json",
            "[%s]"
                .formatted(
                    whole("a")
                        .replace(
                            "\"createdAt\": \"2026-11-01T00:00:00+00:00\"",
                            "\"createdAt\": \"2026-01-16 16:21:37.888000+01:00\"")));

    assertEquals(
        "2026-01-16T15:21:37.888Z", preview(file).get(0).at("/finding/createdAt").textValue());
  }

  @Test
  void everyShapeOfTheApi_isRead() throws IOException {
    for (String json :
        List.of(
            "{\"findings\": [%s]}".formatted(v1("a", "444455556666")),
            "{\"findings\": [%s], \"nextToken\": null}".formatted(whole("a")),
            "{\"finding\": %s}".formatted(v1("a", "444455556666")),
            "[%s]".formatted(v1("a", "444455556666")),
            "[{\"findings\": [%s], \"nextToken\": \"x\"}, {\"findings\": []}]"
                .formatted(v1("a", "444455556666")),
            "[{\"finding\": %s}]".formatted(v1("a", "444455556666")),
            v1("a", "444455556666"),
            whole("a"))) {
      List<JsonNode> lines = preview(write("findings.json", json));

      assertEquals(List.of("archive"), outcomes(lines), json);
      assertEquals(List.of(), CommandRun.texts(lines.get(1).at("/summary/warnings")), json);
    }
  }

  @Test
  void findingTwice_countsOnceAsItWasUpdatedLast() throws IOException {
    String old = v1("a", "777788889999");
    String fresh = v1("a", "444455556666").replace("2026-11-01", "2026-11-02");
    for (String json :
        List.of(
            "[%s, %s]".formatted(old, fresh),
            "[%s, %s, %s]".formatted(fresh, old, v1("b", "444455556666")),
            "{\"findings\": [%s]}\n{\"findings\": [%s]}".formatted(old, fresh))) {
      List<JsonNode> lines = preview(write("findings.json", json));

      assertEquals(json.contains("\"b\"") ? 3 : 2, lines.size(), json);
      assertEquals("archive", outcomes(lines).get(0), json);
      assertEquals(
          List.of(
              "Repetitions in the file: 1. Of findings with the same id, only the one updated last"
                  + " counts."),
          CommandRun.texts(lines.get(lines.size() - 1).at("/summary/warnings")),
          json);
    }
  }

  /** Somebody adds what is known of a finding that a list does not describe. */
  @Test
  void findingTwice_ofTheSameUpdate_theSecondCounts() throws IOException {
    Path file = write("findings.json", summary("a") + "\n" + whole("a"));

    assertEquals(List.of("archive"), outcomes(preview(file)));
  }

  @Test
  void namesOfPowerShell_areRead() throws IOException {
    String names =
        Pattern.compile("\"([a-z])([A-Za-z]*)\":")
            .matcher("{\"findings\": [%s], \"nextToken\": null}".formatted(v1("a", "444455556666")))
            .replaceAll(m -> "\"" + m.group(1).toUpperCase(Locale.ROOT) + m.group(2) + "\":")
            .replace("\"Status\": \"ACTIVE\"", "\"Status\": {\"Value\": \"ACTIVE\"}");
    JsonNode one = Json.read(names, "test").at("/Findings/0");

    for (String json : List.of(names, one.toString(), "[" + one + "]")) {
      List<JsonNode> lines = preview(write("findings.json", json));

      assertEquals(List.of("archive"), outcomes(lines), json);
      assertEquals(List.of(), CommandRun.texts(lines.get(1).at("/summary/warnings")), json);
    }
  }

  @Test
  void options_thatContradict_areRefused() throws IOException {
    Path file = write("findings.json", "[]");

    assertEquals(
        "--profile: is for reading from AWS, and --from reads a file\n",
        CommandRun.of("preview", "--from", file, "--profile", "p").assertWrongUse().err());
    assertEquals(
        "--json and --csv - both write to standard output\n",
        CommandRun.of("preview", "--from", file, "--json", "--csv", "-").assertWrongUse().err());
    assertEquals(
        "expected --analyzer-arn ARN (\"aws accessanalyzer list-analyzers\" lists them) or --from"
            + " FILE\n",
        CommandRun.of("preview").assertWrongUse().err());
    assertEquals(
        "--analyzer-arn: expected an analyzer's ARN such as"
            + " arn:aws:access-analyzer:REGION:ACCOUNT:analyzer/NAME, found \"mine\"\n",
        CommandRun.of("preview", "--analyzer-arn", "mine").assertWrongUse().err());
  }

  @Test
  void nextToken_saysThatThereAreMore() throws IOException {
    Path file =
        write(
            "findings.json",
            "{\"findings\": [%s], \"NextToken\": \"x\"}".formatted(v1("a", "444455556666")));

    assertEquals(
        List.of(
            "The file has a NextToken, so it is not the last page: there are more findings. Export"
                + " without --max-items and --no-paginate to have all."),
        CommandRun.texts(preview(file).get(1).at("/summary/warnings")));
  }

  /** In a heap that has no place for them. */
  @Test
  void manyFindings_areNotKept() throws IOException {
    int many = 60_000;
    Path file = folder.resolve("findings.json");
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write("{\"findings\": [");
      for (int i = 0; i < many; i++) {
        out.write((i == 0 ? "" : ",\n") + v1("finding-" + i, "444455556666"));
      }
      out.write("]}");
    }
    Path csv = folder.resolve("findings.csv");

    JavaProcess run =
        JavaProcess.of(
            List.of("-Xmx40m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
            Triage.class,
            "preview",
            "--rules",
            rules.toString(),
            "--from",
            file.toString(),
            "--csv",
            csv.toString());

    assertEquals(0, run.exitCode(), run::err);
    assertTrue(
        run.out()
            .contains(
                "  All findings                                    60,000         0         0   "
                    + " 60,000\n"),
        run::out);
    assertTrue(
        run.out()
            .contains(
                "Rule partner-buckets would archive 60,000 findings. A deployment archives at most"
                    + " MaxArchivesPerRulePerDay (1,000 by default) of them a day, and alerts on the"
                    + " rest."),
        run::out);
    try (Stream<String> lines = Files.lines(csv)) {
      assertEquals(many + 1, lines.count());
    }
  }

  private void assertRefused(String content, String message) throws IOException {
    Path file = write("export.json", content);
    assertEquals(
        message.formatted(file) + "\n",
        CommandRun.of("preview", "--rules", rules, "--from", file).assertWrongUse().err());
  }

  private List<JsonNode> preview(Path file) {
    CommandRun run = CommandRun.of("preview", "--rules", rules, "--from", file, "--json");
    assertEquals(0, run.exitCode(), run::err);
    return run.results();
  }

  private static List<String> outcomes(List<JsonNode> lines) {
    return lines.stream()
        .filter(line -> line.has("outcome"))
        .map(line -> line.get("outcome").textValue())
        .toList();
  }

  private Path write(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  private static String summary(String id) {
    return "{\"findingType\": \"ExternalAccess\", %s}".formatted(names(id));
  }

  private static String whole(String id) {
    return """
    {"findingType": "ExternalAccess", %s, "findingDetails": [{"externalAccessDetails":
      {"action": ["s3:GetObject"], "condition": {}, "isPublic": false,
       "principal": {"AWS": "444455556666"}}}]}\
    """
        .formatted(names(id));
  }

  private static String v1(String id, String account) {
    return """
    {%s, "isPublic": false, "principal": {"AWS": "%s"}, "action": ["s3:GetObject"],
     "condition": {}}\
    """
        .formatted(names(id), account);
  }

  private static String names(String id) {
    return """
    "id": "%s", "status": "ACTIVE", "resource": "arn:aws:s3:::amzn-s3-demo-bucket", \
    "resourceType": "AWS::S3::Bucket", "resourceOwnerAccount": "111122223333", \
    "createdAt": "2026-11-01T00:00:00+00:00", "analyzedAt": "2026-11-01T00:00:00+00:00", \
    "updatedAt": "2026-11-01T00:00:00+00:00\"\
    """
        .formatted(id);
  }
}
