package io.accesstriage.bench;

import io.accesstriage.evaluate.FindingEvaluator;
import io.accesstriage.facts.Fact;
import io.accesstriage.facts.Facts;
import io.accesstriage.finding.Access;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingType;
import io.accesstriage.finding.Principal;
import io.accesstriage.finding.Resource;
import io.accesstriage.finding.Restrictions;
import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;
import io.accesstriage.ledger.Ledger;
import io.accesstriage.rules.RuleSet;
import io.accesstriage.state.Settings;
import io.accesstriage.state.StepRequest;
import io.accesstriage.state.TriageState;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Evaluating one finding, warm, with the explanation of an alert: as on Lambda with the serial
 * collector and the C1 compiler only, in a heap of 128 MB.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
    value = 1,
    jvmArgs = {"-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx128m"})
public class EvaluateBenchmark {
  @Param({"10", "100", "1000"})
  private int rules;

  @Param({"read", "denied"})
  private String tags;

  private FindingEvaluator evaluator;
  private StepRequest request;

  @Setup
  public void load() {
    RuleSet ruleSet = RuleSet.parse("generated.yaml", RuleMix.ofSize(rules));
    Function<String, Ledger> none =
        table -> {
          throw new IllegalStateException("measured without a ledger");
        };
    evaluator = new FindingEvaluator(ruleSet, none, Clock.systemUTC());
    request = request(tags.equals("read"));
  }

  @Benchmark
  public TriageState evaluate() {
    return evaluator.evaluate(request);
  }

  static StepRequest request(boolean tagsRead) {
    Instant time = Instant.parse("2026-01-01T00:00:00Z");
    String analyzer = "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/organization";
    Finding finding =
        Finding.builder(
                "0ecaf828-e2f7-4553-8fcc-69d79561a0d1",
                analyzer,
                FindingType.EXTERNAL_ACCESS,
                new Resource(
                    "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
                    "AWS::KMS::Key",
                    "111122223333",
                    "us-east-1"))
            .isPublic(false)
            .principal(Principal.of(Map.of("AWS", "444455556666")))
            .access(new Access(List.of("kms:Decrypt", "kms:DescribeKey"), Map.of(), ""))
            .sources(List.of())
            .restrictions(new Restrictions("NOT_APPLICABLE", ""))
            .createdAt(time)
            .analyzedAt(time)
            .updatedAt(time)
            .contentHash("1:0000")
            .build();
    Facts facts =
        new Facts(
            tagsRead
                ? Fact.known(Map.of("Team", "payments", "Shared", "yes"))
                : Fact.unread(Fact.Cause.DENIED, "kms:ListResourceTags: AccessDeniedException"),
            Fact.known(List.of("alias/payments")));
    return new StepRequest(
        new TriageState(
            finding, facts, time, io.accesstriage.state.Origin.EVENT, null, null, List.of()),
        "arn:aws:states:us-east-1:111122223333:execution:triage:measured",
        new Settings(
            Fields.of(
                Json.object()
                    .put("ledger", "none")
                    .put("mode", "archive")
                    .put("analyzerArns", analyzer)
                    .put("maxArchivesPerRulePerDay", 1000)
                    .put("reviewAfterDays", 30)
                    .put("busyWaitSeconds", 30)
                    .put("immediateAlerts", "medium"),
                "config")));
  }
}
