package io.accesstriage.cli.preview.report;

import io.accesstriage.cli.source.SourcedFinding;
import io.accesstriage.facts.Fact;
import io.accesstriage.facts.Facts;
import io.accesstriage.finding.Access;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingType;
import io.accesstriage.finding.Principal;
import io.accesstriage.finding.PrincipalKind;
import io.accesstriage.finding.Resource;
import io.accesstriage.finding.Restrictions;
import io.accesstriage.finding.Source;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A finding whose owner has put texts that attack a reader into everything that he can name. */
public final class HostileFinding {
  /** Each sets the global that the test in a browser asks for, or reorders what is read. */
  public static final List<String> TEXTS =
      List.of(
          "</script><script>window.attacked=1</script>",
          "<img src=x onerror=window.attacked=1>",
          "\"><svg onload=window.attacked=1>",
          "javascript:window.attacked=1",
          "<!--<script>",
          "]]></script><style>body{display:none}</style>",
          "{{constructor.constructor('window.attacked=1')()}}",
          "\u202egnp.exe\u202c \u2066hidden\u2069",
          "line\u2028separator\u2029and\u0000nul\u001b[2Jescape",
          "&lt;script&gt;window.attacked=1&lt;/script&gt;",
          "__proto__");

  private HostileFinding() {}

  /** A finding for each text. */
  public static Stream<SourcedFinding> all() {
    return IntStream.range(0, TEXTS.size()).mapToObj(i -> of(i, TEXTS.get(i)));
  }

  private static SourcedFinding of(int number, String text) {
    Finding finding =
        Finding.builder(
                "hostile-" + number + text,
                "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/" + text,
                new FindingType(number % 2 == 0 ? "ExternalAccess" : text),
                new Resource("arn:aws:s3:::" + text, text, text, text))
            .error(number % 3 == 0 ? text : null)
            .isPublic(false)
            .principal(new Principal(PrincipalKind.UNKNOWN, text, text, text))
            .access(new Access(List.of(text), Map.of(text, text), text))
            .sources(List.of(new Source(text, text)))
            .restrictions(new Restrictions(text, text))
            .createdAt(ManyFindings.READ_AT)
            .analyzedAt(ManyFindings.READ_AT)
            .updatedAt(ManyFindings.READ_AT)
            .contentHash("1:" + number)
            .build();
    return new SourcedFinding(
        finding,
        new Facts(
            Fact.known(Map.of(text, text, "Environment", text)),
            Fact.unread(Fact.Cause.FAILED, text)),
        ManyFindings.READ_AT,
        List.of());
  }
}
