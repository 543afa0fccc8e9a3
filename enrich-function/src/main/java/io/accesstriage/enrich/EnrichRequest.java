package io.accesstriage.enrich;

import io.accesstriage.finding.Arn;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingEvent;
import io.accesstriage.json.Fields;

/** Which finding to enrich. */
public sealed interface EnrichRequest {
  /** The analyzer that the finding is of. */
  String analyzerArn();

  /**
   * A finding that an event announced, as the event describes it.
   *
   * @param isAlone whether the event came by itself, without a deployment's config: then nobody
   *     tries again, and the credentials may be those that {@code sam local} makes up
   */
  record Announced(Finding finding, boolean isAlone) implements EnrichRequest {
    @Override
    public String analyzerArn() {
      return finding.analyzerArn();
    }
  }

  /** A finding of which only the name is known, as the sweep gives it. */
  record Reference(String analyzerArn, String findingId) implements EnrichRequest {}

  /**
   * Reads the EventBridge event itself or {@code {"reference": {"analyzerArn", "findingId"}}};
   * either may be wrapped in {@code {"event": …}}, as the state machine does.
   *
   * @throws io.accesstriage.json.MalformedInput where it is neither; the message names the field
   */
  static EnrichRequest read(Fields request) {
    Fields input = request.optionalObject("event").orElse(request);
    return input
        .optionalObject("reference")
        .<EnrichRequest>map(
            reference ->
                new Reference(
                    Arn.ofAnalyzer(reference.text("analyzerArn"), reference.at("analyzerArn"))
                        .toString(),
                    reference.text("findingId")))
        .orElseGet(() -> new Announced(FindingEvent.parse(input), !request.has("config")));
  }
}
