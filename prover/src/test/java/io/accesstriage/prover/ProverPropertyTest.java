package io.accesstriage.prover;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.accesstriage.facts.Fact;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingType;
import io.accesstriage.finding.OpenAccess;
import io.accesstriage.finding.Principal;
import io.accesstriage.finding.PrincipalKind;
import io.accesstriage.rules.Judgement;
import io.accesstriage.rules.RuleSet;
import io.accesstriage.rules.Subject;
import io.accesstriage.rules.Truth;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Proofs, and what the rules engine does to findings that nobody made for them. */
class ProverPropertyTest {
  private static final int FILES = 25;
  private static final int FINDINGS = 800;

  @Test
  void answers_randomRulesAndFindings_contradictNothingThatIsArchived() {
    Random random = new Random(20261129);
    List<Subject> subjects =
        java.util.stream.Stream.generate(() -> RandomWorld.subject(random))
            .limit(FINDINGS)
            .toList();
    int proved = 0;
    int archived = 0;
    for (int i = 0; i < FILES; i++) {
      String text = RandomWorld.rules(random);
      RuleSet rules = RuleSet.parse("random.yaml", text);
      List<Answer> answers = new Prover(rules, type -> true, RandomWorld.NOW).answers();
      for (Subject subject : subjects) {
        Judgement judgement = rules.judge(subject);
        archived += judgement.isArchived() ? 1 : 0;
        for (Answer answer : answers) {
          if (isContradicted(answer, rules, subject, judgement)) {
            throw new AssertionError(
                "%s\n%s\n%s\n%s".formatted(answer, subject.finding(), subject.facts(), text));
          }
        }
      }
      proved += (int) answers.stream().filter(a -> a.verdict() == Verdict.PROVED).count();
      for (Answer answer : answers) {
        Example example = answer.example();
        if (example != null) {
          assertTrue(rules.judge(example.subject()).isArchived(), () -> answer + "\n" + text);
        }
      }
    }
    assertTrue(proved > 100 && archived > 200, proved + " proved, " + archived + " archived");
  }

  private static boolean isContradicted(
      Answer answer, RuleSet rules, Subject subject, Judgement judgement) {
    if (answer.question().equals("dead") && rules.notifyRules().contains(answer.rule())) {
      return answer.verdict() == Verdict.REFUTED && judgement.notifies(answer.rule()) == Truth.TRUE;
    }
    if (!judgement.isArchived()) {
      return false;
    }
    boolean archives = judgement.archives(answer.rule()) == Truth.TRUE;
    return switch (answer.question()) {
      case "dead" -> answer.verdict() == Verdict.REFUTED && archives;
      case "shadowed" ->
          answer.verdict() == Verdict.REFUTED
              && archives
              && judgement.archives(String.valueOf(answer.other())) != Truth.TRUE;
      case "same" ->
          answer.verdict() == Verdict.REFUTED
              && archives != (judgement.archives(String.valueOf(answer.other())) == Truth.TRUE);
      default -> answer.verdict() == Verdict.PROVED && archives && isSuch(answer, rules, subject);
    };
  }

  private static boolean isSuch(Answer answer, RuleSet rules, Subject subject) {
    Finding finding = subject.finding();
    Principal principal = finding.principal();
    return switch (answer.question()) {
      case "public" ->
          !Boolean.FALSE.equals(finding.isPublic())
              || Boolean.TRUE.equals(OpenAccess.isOpen(finding));
      case "any-principal" -> principal != null && principal.kind() == PrincipalKind.ANYONE;
      case "any-account" ->
          finding.type().equals(FindingType.EXTERNAL_ACCESS)
              && principal != null
              && ("999988887777".equals(principal.account())
                  || principal.kind() == PrincipalKind.CANONICAL_USER)
              && !subject.facts().principalInOrganization().equals(Fact.known(true));
      case "any-action" ->
          finding.access() != null
              && List.of("s3:PutBucketPolicy").equals(finding.access().actions());
      case "any-resource" ->
          "123456789012".equals(finding.resource().account())
              && finding.resource().type().equals("AWS::S3::Bucket")
              && subject.facts().account() instanceof Fact.Unread;
      case "tags-alone" -> rules.archivesByTagsAlone(answer.rule(), subject);
      default -> rules.satisfies(answer.question(), subject) == Truth.FALSE;
    };
  }
}
