package io.accesstriage.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.have;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;

/** Holds what docs/architecture.md says about which package may know which. */
@AnalyzeClasses(packages = "io.accesstriage", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {
  private static final String COMMON = "common";
  private static final String RULES = "rules-engine";
  private static final String LEDGER = "ledger";
  private static final String MESSAGES = "messages";
  private static final String ENRICH = "enrich-function";
  private static final String EVALUATE = "evaluate-function";
  private static final String ARCHIVE = "archive-function";
  private static final String NOTIFY = "notify-function";
  private static final String SWEEP = "sweep-function";
  private static final String STATES_LANGUAGE = "states-language";
  private static final String PROVER = "prover";
  private static final String CLI = "cli";

  /** A new package has to be given a layer here. The functions do not know each other. */
  @ArchTest
  static final ArchRule modulesKnowOnlyWhatIsBelow =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("io.accesstriage..")
          .layer(COMMON)
          .definedBy(
              "io.accesstriage.analyzer..",
              "io.accesstriage.aws..",
              "io.accesstriage.decision..",
              "io.accesstriage.facts..",
              "io.accesstriage.failure..",
              "io.accesstriage.finding..",
              "io.accesstriage.health..",
              "io.accesstriage.json..",
              "io.accesstriage.snapstart..",
              "io.accesstriage.state..",
              "io.accesstriage.text..")
          .layer(RULES)
          .definedBy("io.accesstriage.rules..", "io.accesstriage.yaml..")
          .layer(LEDGER)
          .definedBy("io.accesstriage.ledger..")
          .layer(MESSAGES)
          .definedBy("io.accesstriage.messages..")
          .layer(ENRICH)
          .definedBy("io.accesstriage.enrich..")
          .layer(EVALUATE)
          .definedBy("io.accesstriage.evaluate..")
          .layer(ARCHIVE)
          .definedBy("io.accesstriage.archive..")
          .layer(NOTIFY)
          .definedBy("io.accesstriage.notify..")
          .layer(SWEEP)
          .definedBy("io.accesstriage.sweep..")
          .layer(STATES_LANGUAGE)
          .definedBy("io.accesstriage.stateslanguage..")
          .layer(PROVER)
          .definedBy("io.accesstriage.prover..")
          .layer(CLI)
          .definedBy("io.accesstriage.cli..")
          .ensureAllClassesAreContainedInArchitecture()
          .whereLayer(COMMON)
          .mayNotAccessAnyLayer()
          .whereLayer(RULES)
          .mayOnlyAccessLayers(COMMON)
          .whereLayer(LEDGER)
          .mayOnlyAccessLayers(COMMON)
          .whereLayer(MESSAGES)
          .mayOnlyAccessLayers(COMMON, LEDGER)
          .whereLayer(ENRICH)
          .mayOnlyAccessLayers(COMMON)
          .whereLayer(EVALUATE)
          .mayOnlyAccessLayers(COMMON, LEDGER, RULES)
          .whereLayer(ARCHIVE)
          .mayOnlyAccessLayers(COMMON, LEDGER)
          .whereLayer(NOTIFY)
          .mayOnlyAccessLayers(COMMON, LEDGER, MESSAGES)
          .whereLayer(SWEEP)
          .mayOnlyAccessLayers(COMMON, LEDGER, MESSAGES)
          .whereLayer(STATES_LANGUAGE)
          .mayNotAccessAnyLayer()
          .whereLayer(PROVER)
          .mayOnlyAccessLayers(COMMON, RULES)
          .whereLayer(CLI)
          .mayNotBeAccessedByAnyLayer()
          .whereLayer(PROVER)
          .mayOnlyBeAccessedByLayers(CLI)
          .whereLayer(STATES_LANGUAGE)
          .mayOnlyBeAccessedByLayers(CLI);

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("io.accesstriage.(**)").should().beFreeOfCycles();

  /** So neither rules, messages nor the interpreter of the states language know it. */
  @ArchTest
  static final ArchRule onlyAdaptersKnowTheAwsSdk =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.accesstriage.analyzer..",
              "io.accesstriage.aws..",
              "io.accesstriage.snapstart..",
              "io.accesstriage.ledger.dynamodb..",
              "io.accesstriage.enrich..",
              "io.accesstriage.notify..",
              "io.accesstriage.sweep..",
              "io.accesstriage.cli.digest..",
              "io.accesstriage.cli.doctor..",
              "io.accesstriage.cli.source..",
              "io.accesstriage.cli.world..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("software.amazon.awssdk..");

  /** It would be in the jar of every function that knew it. */
  @ArchTest
  static final ArchRule onlyTheProverKnowsAutomata =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.accesstriage.prover..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dk.brics..");

  @ArchTest
  static final ArchRule commandsKnowOnlyWhatTheyShare =
      slices()
          .matching("io.accesstriage.cli.(*)..")
          .should()
          .notDependOnEachOther()
          .ignoreDependency(
              alwaysTrue(),
              resideInAnyPackage(
                  "io.accesstriage.cli.local..",
                  "io.accesstriage.cli.dryrun..",
                  "io.accesstriage.cli.proof..",
                  "io.accesstriage.cli.source..",
                  "io.accesstriage.cli.world..",
                  "io.accesstriage.cli.io.."));

  @ArchTest
  static final ArchRule whatCommandsShareIsInLayers =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("io.accesstriage.cli..")
          .layer("local")
          .definedBy("io.accesstriage.cli.local..")
          .layer("dryrun")
          .definedBy("io.accesstriage.cli.dryrun..")
          .layer("proof")
          .definedBy("io.accesstriage.cli.proof..")
          .layer("source")
          .definedBy("io.accesstriage.cli.source..")
          .layer("world")
          .definedBy("io.accesstriage.cli.world..")
          .layer("io")
          .definedBy("io.accesstriage.cli.io..")
          .whereLayer("local")
          .mayOnlyAccessLayers("source", "world", "io")
          .whereLayer("dryrun")
          .mayOnlyAccessLayers("source", "world", "io")
          .whereLayer("proof")
          .mayOnlyAccessLayers("io")
          .whereLayer("source")
          .mayOnlyAccessLayers("world", "io")
          .whereLayer("world")
          .mayOnlyAccessLayers("io")
          .whereLayer("io")
          .mayNotAccessAnyLayer();

  private static final int MOST_PARAMETERS = 5;

  /**
   * What belongs together is a record. A record has as many components as its JSON, its item or its
   * row has fields: its canonical constructor is where that shape is written down.
   */
  @ArchTest
  static final ArchRule parameterListsAreShort =
      codeUnits()
          .that(
              describe(
                  "are no canonical constructors of records", unit -> !isCanonicalOfRecord(unit)))
          .should(
              have(
                  describe(
                      "at most %d parameters".formatted(MOST_PARAMETERS),
                      unit -> written(unit) <= MOST_PARAMETERS)));

  private static boolean isCanonicalOfRecord(JavaCodeUnit unit) {
    return unit instanceof JavaConstructor
        && unit.getOwner().isRecord()
        && unit.getRawParameterTypes().size()
            == unit.getOwner().reflect().getRecordComponents().length;
  }

  /** The parameters that stand in the source, of which lambdas and inner classes get more. */
  private static long written(JavaCodeUnit unit) {
    if (unit.getModifiers().contains(JavaModifier.SYNTHETIC)) {
      return 0;
    }
    if (unit instanceof JavaConstructor constructor) {
      return Stream.of(constructor.reflect().getParameters())
          .filter(parameter -> !parameter.isImplicit() && !parameter.isSynthetic())
          .count();
    }
    return unit.getRawParameterTypes().size();
  }
}
