package io.accesstriage.rules;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.ExprKind;
import dev.cel.common.navigation.CelNavigableExpr;
import io.accesstriage.yaml.Place;
import io.accesstriage.yaml.Warning;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What of rules that archive is probably not meant, or will be missed later, and is no mistake. */
public final class Lint {
  public static final String NO_EXPIRY = "no-expiry";
  public static final String PATTERN = "pattern";
  public static final String NAME_WITHOUT_ACCOUNT = "name-without-account";
  public static final String OWNER = "owner";
  public static final String PLACEHOLDER = "placeholder";

  /** The checks, by the ids by which {@code accept} names them. */
  public static final List<String> CHECKS =
      List.of(NO_EXPIRY, PATTERN, NAME_WITHOUT_ACCOUNT, OWNER, PLACEHOLDER);

  private static final Pattern ACCOUNT = Pattern.compile("(?<![0-9])[0-9]{12}(?![0-9])");

  /** An email address, or the address of a page or channel. */
  private static final Pattern ADDRESS =
      Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s]+|https?://\\S+");

  private static final Set<String> NO_REASONS =
      Set.of("todo", "tbd", "fixme", "xxx", "reason", "expected", "known", "n/a", "none", "-");

  /** A star after what is no class, group or dot: of a glob it means any text. */
  private static final Pattern STAR_OF_A_GLOB = Pattern.compile("(^|[^.\\])}\\\\])\\*");

  private static final Set<String> OF_RESOURCE = Set.of("resource.arn");
  private static final Set<String> OF_PRINCIPAL = Set.of("principal.arn", "principal.value");

  private Lint() {}

  /**
   * Something of a rule.
   *
   * @param check its id
   * @param place of the rule
   * @param accepted why the file says that it is meant; null where it does not
   */
  public record Note(
      String rule, String check, Place place, String message, @Nullable String accepted) {
    /**
     * It as a line, as compilers warn.
     *
     * @param file its name
     */
    public String text(String file) {
      return new Warning(
              file,
              place.line(),
              place.column(),
              "rule %s, %s: %s%s"
                  .formatted(
                      rule,
                      check,
                      message,
                      accepted == null ? "" : " (accepted: " + accepted + ")"))
          .text();
    }
  }

  /** All there is to say of the rules, in the file's order. */
  public static List<Note> of(RuleSet rules) {
    List<RuleOutline> outlines = rules.outlines();
    List<RuleSource> sources = rules.sources();
    List<Note> notes = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      if (sources.get(i).archives()) {
        ofRule(outlines.get(i), sources.get(i), notes);
      }
    }
    return notes;
  }

  private static void ofRule(RuleOutline rule, RuleSource source, List<Note> notes) {
    if (rule.expires() == null) {
      add(
          source,
          NO_EXPIRY,
          "it archives for ever; give it a last day, such as expires: 2027-12-31",
          notes);
    }
    patterns(source)
        .ifPresent(
            pattern ->
                add(
                    source,
                    PATTERN,
                    "the pattern %s is a regular expression without ^ and $, and reads like a glob, in which * means any text: that is .* here"
                        .formatted(CelText.string(pattern)),
                    notes));
    nameWithoutAccount(source)
        .ifPresent(
            name ->
                add(
                    source,
                    NAME_WITHOUT_ACCOUNT,
                    "it compares the name in %s with %s, and any account may have such a name; compare the account, too"
                        .formatted(name.variable(), CelText.string(name.text())),
                    notes));
    if (rule.owner().equals(RuleText.OWNER)) {
      add(source, PLACEHOLDER, "its owner is still %s".formatted(RuleText.OWNER), notes);
    } else if (!ADDRESS.matcher(rule.owner()).matches()) {
      add(
          source,
          OWNER,
          "its owner %s is no address; say one that still reaches somebody when the rule ends"
              .formatted(CelText.string(rule.owner())),
          notes);
    }
    if (isPlaceholder(rule.reason())) {
      add(
          source,
          PLACEHOLDER,
          "its reason %s says nothing; say why this is expected"
              .formatted(CelText.string(rule.reason())),
          notes);
    }
  }

  private static void add(RuleSource rule, String check, String message, List<Note> notes) {
    notes.add(new Note(rule.id(), check, rule.place(), message, rule.accept().get(check)));
  }

  private static boolean isPlaceholder(String reason) {
    return reason.equals(RuleText.REASON)
        || NO_REASONS.contains(reason.toLowerCase(Locale.ROOT).replaceAll("[.!?…]+$", ""));
  }

  private static Stream<CelCall> calls(RuleSource rule) {
    return rule.when().stream()
        .flatMap(clause -> CelNavigableExpr.fromExpr(clause.ast().getExpr()).allNodes())
        .map(CelNavigableExpr::expr)
        .filter(expr -> expr.getKind() == ExprKind.Kind.CALL)
        .map(CelExpr::call);
  }

  private static Optional<String> patterns(RuleSource rule) {
    return calls(rule)
        .filter(call -> call.function().equals("matches"))
        .flatMap(call -> text(call.args().get(call.args().size() - 1)).stream())
        .filter(pattern -> !pattern.startsWith("^") || !pattern.endsWith("$"))
        .filter(pattern -> STAR_OF_A_GLOB.matcher(pattern).find())
        .findFirst();
  }

  /**
   * A part of a name.
   *
   * @param variable that has the name
   */
  private record Name(String variable, String text) {}

  private static Optional<Name> nameWithoutAccount(RuleSource rule) {
    Set<String> reads = new HashSet<>();
    rule.when()
        .forEach(
            clause ->
                clause.ast().getReferenceMap().values().forEach(name -> reads.add(name.name())));
    boolean ownerIsRead = reads.contains("resource.account") || reads.contains("account.id");
    boolean whoIsRead =
        reads.contains("principal.account") || reads.contains("principal.inOrganization");
    return rule.when().stream()
        .flatMap(Lint::names)
        .filter(
            name ->
                (OF_RESOURCE.contains(name.variable()) && !ownerIsRead)
                    || (OF_PRINCIPAL.contains(name.variable()) && !whoIsRead))
        .filter(name -> !ACCOUNT.matcher(name.text()).find())
        .findFirst();
  }

  private static Stream<Name> names(Clause clause) {
    return CelNavigableExpr.fromExpr(clause.ast().getExpr())
        .allNodes()
        .map(CelNavigableExpr::expr)
        .filter(expr -> expr.getKind() == ExprKind.Kind.CALL)
        .filter(
            expr ->
                Set.of("startsWith", "endsWith", "contains", "matches")
                    .contains(expr.call().function()))
        .flatMap(expr -> name(expr.call(), clause).stream());
  }

  private static Optional<Name> name(CelCall call, Clause clause) {
    return call.target()
        .flatMap(
            target -> {
              var reference = clause.ast().getReferenceMap().get(target.id());
              return reference == null
                  ? Optional.empty()
                  : text(call.args().get(0)).map(text -> new Name(reference.name(), text));
            });
  }

  private static Optional<String> text(CelExpr expr) {
    return expr.getKind() == ExprKind.Kind.CONSTANT
            && expr.constant().getKind() == CelConstant.Kind.STRING_VALUE
        ? Optional.of(expr.constant().stringValue())
        : Optional.empty();
  }
}
