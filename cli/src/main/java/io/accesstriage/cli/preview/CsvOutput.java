package io.accesstriage.cli.preview;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.accesstriage.cli.dryrun.Preview;
import io.accesstriage.cli.dryrun.PreviewedFinding;
import io.accesstriage.decision.Decision;
import io.accesstriage.finding.Finding;
import io.accesstriage.text.SafeText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A table for a spreadsheet. A text that one would take for a formula begins with an apostrophe,
 * since texts are others' and formulas can send data away.
 *
 * @see <a href="https://owasp.org/www-community/attacks/CSV_Injection">CSV injection</a>
 */
final class CsvOutput implements PreviewOutput {
  private static final String COLUMNS =
      "outcome,rule,severity,risk,finding type,status,resource type,resource,account,region,public,"
          + "principal,actions,by tags alone,reason,not read,updated,finding,analyzer";

  private static final CsvSchema SCHEMA =
      CsvSchema.builder()
          .addColumns(List.of(COLUMNS.split(",", -1)), CsvSchema.ColumnType.STRING)
          .build()
          .withHeader();

  private static final CsvMapper MAPPER =
      CsvMapper.builder()
          .enable(CsvGenerator.Feature.ALWAYS_QUOTE_STRINGS)
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .build();

  /** Spreadsheets take cells of 32,767 characters. */
  private static final int LONGEST_TEXT = 10_000;

  private static final String BEGINS_A_FORMULA = "=+-@\t\r\n＝＋－＠";

  private final JsonGenerator rows;

  CsvOutput(Writer out) {
    try {
      this.rows = MAPPER.writer(SCHEMA).createGenerator(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Runnable adding(PreviewedFinding finding) {
    return () -> add(finding);
  }

  private void add(PreviewedFinding previewed) {
    Finding finding = previewed.finding();
    Decision decision = previewed.decision();
    try {
      rows.writeStartArray();
      text(previewed.outcome().label());
      text(decision.rule());
      text(decision.severity().label());
      rows.writeNumber(decision.risk().score());
      text(finding.type().name());
      text(finding.status().name());
      text(finding.resource().type());
      text(finding.resource().arn());
      text(finding.resource().account());
      text(finding.resource().region());
      text(finding.isPublic() == null ? "unknown" : finding.isPublic() ? "yes" : "no");
      text(finding.principal() == null ? null : finding.principal().value());
      List<String> actions = finding.access() == null ? null : finding.access().actions();
      text(actions == null ? null : String.join(" ", actions));
      text(previewed.byTagsAlone() ? "yes" : "no");
      text(decision.reason());
      text(
          previewed.unread().stream()
              .map(not -> not.what() + " (" + not.cause().words() + ")")
              .collect(Collectors.joining(", ")));
      text(finding.updatedAt() == null ? null : finding.updatedAt().toString());
      text(finding.id());
      text(finding.analyzerArn());
      rows.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void end(Preview preview, List<String> warnings) {
    try {
      rows.flush();
      rows.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void text(@Nullable String text) throws IOException {
    rows.writeString(harmless(text == null ? "" : text));
  }

  /** What a spreadsheet shows, and does not calculate. */
  static String harmless(String text) {
    String line = SafeText.line(text, LONGEST_TEXT);
    String begin = line.stripLeading();
    return !begin.isEmpty() && BEGINS_A_FORMULA.indexOf(begin.charAt(0)) >= 0 ? "'" + line : line;
  }
}
