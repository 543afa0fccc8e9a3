package io.accesstriage.reliability;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Draws conditions about one name of the rules' vocabulary each, such as a rule may have. */
final class Terms {
  /** The name that rules which archive may not read. */
  static final String FOR_NOTIFY_RULES_ONLY = "principal.vendor";

  private final Chance chance;
  private final RiskLaw risk;
  private final Map<String, Supplier<Expression>> drawers = new TreeMap<>();

  /**
   * @param risk by which conditions about the score are judged
   */
  Terms(Chance chance, RiskLaw risk) {
    this.chance = chance;
    this.risk = risk;
    List<String> accounts =
        List.of("111122223333", "333344445555", Law.SANDBOX, Law.AUDIT, "444455556666", "");
    texts("finding.id", List.of("finding-0001", "finding-", "twin", "-back"));
    texts("finding.analyzerArn", List.of(World.ANALYZERS.get(0), "analyzer/organization-unused"));
    texts("finding.type", List.of("ExternalAccess", "InternalAccess", "UnusedIAMRole", "Unused"));
    texts("finding.error", List.of("", "INTERNAL_ERROR", "ACCESS_DENIED"));
    flag("finding.isPublic");
    lists("finding.sources", List.of("POLICY", "BUCKET_ACL"));
    lists("finding.accessPointArns", List.of("arn:aws:s3:us-east-1:999988887777:accesspoint/a"));
    lists("finding.accessPointAccounts", Content.ACCESS_POINTS);
    times("finding.createdAt");
    times("finding.analyzedAt");
    times("finding.updatedAt");
    texts("finding.restrictions.resourceControlPolicy", List.of(Wire.RESTRICTION, ""));
    texts("finding.restrictions.serviceControlPolicy", List.of(Wire.RESTRICTION, ""));
    times("finding.unused.lastAccessed");
    texts("finding.unused.accessKeyId", List.of("AKIAIOSFODNN71", ""));
    numbers("finding.unused.serviceCount", 2);
    numbers("finding.unused.actionCount", 4);
    lists("finding.unused.services", List.of("s3", "sqs"));
    texts("resource.arn", List.of("arn:aws:s3:::amzn-s3-demo-bucket-1", "arn:aws:", "queue"));
    texts("resource.type", List.of(Law.BUCKET, Law.KEY, Law.ROLE, "AWS::IAM::"));
    texts("resource.account", accounts);
    texts("resource.region", List.of("eu-west-1", "us-east-1", ""));
    texts("account.id", accounts);
    texts("account.name", List.of("security", "shop", "sandbox"));
    maps("account.tags", "stage", List.of("production", "test"));
    texts("account.ou", List.of("ou-ab12-core", "ou-ab12-work"));
    texts("account.path", List.of("/ou-ab12-work/", "r-ab12/ou-ab12-core/", "r-ab12/"));
    texts("principal.kind", List.of("Account", "Anyone", "Role", "Federated"));
    texts("principal.account", accounts);
    texts("principal.arn", List.of("", "arn:aws:iam::222233334444:role/Reader"));
    texts("principal.value", List.of("*", "444455556666", "999988887777"));
    flag("principal.inOrganization");
    texts(FOR_NOTIFY_RULES_ONLY, List.of("", "Example Partner", "Example", "Datadog"));
    lists("access.actions", GrantedAction.names());
    lists("access.levels", GrantedAction.levels());
    maps("access.condition", "aws:SourceVpc", List.of("vpc-1", "vpc-2"));
    maps("access.limits", "aws:SourceVpc", List.of("vpc-1", "vpc-2"));
    flag("access.open");
    texts("access.type", List.of("", "INTRA_ORG"));
    lists("keyAliases", List.of("alias/DevelopmentKey"));
    times("now");
    drawers.put("risk", this::score);
    drawers.put("tag(name)", this::tag);
    drawers.put("hasTag(name)", this::hasTag);
    drawers.put("lists.NAME", this::list);
  }

  /** The names that it knows, as the documentation has them. */
  Map<String, Supplier<Expression>> drawers() {
    return drawers;
  }

  Expression draw(String name) {
    return drawers.get(name).get();
  }

  /** That a list has these elements, in whatever order and however often each. */
  static Expression exactly(String name, List<String> elements) {
    List<String> sorted = elements.stream().sorted().toList();
    return about(name, "%s == " + text(sorted), v -> listed(v).equals(sorted));
  }

  /** That a time is before another one. */
  static Expression before(String name, Instant time) {
    return about(name, "%s < timestamp(\"" + time + "\")", v -> ((Instant) v).isBefore(time));
  }

  /** That a text is this one. */
  static Expression is(String name, String value) {
    return about(name, "%s == " + quoted(value), value::equals);
  }

  private void texts(String name, List<String> values) {
    drawers.put(
        name,
        () -> {
          String value = chance.of(values);
          String other = chance.of(values);
          return switch (chance.below(5)) {
            case 0 -> about(name, "%s == " + quoted(value), value::equals);
            case 1 -> about(name, "%s != " + quoted(value), v -> !v.equals(value));
            case 2 ->
                about(
                    name,
                    "%s in [" + quoted(value) + ", " + quoted(other) + "]",
                    v -> v.equals(value) || v.equals(other));
            case 3 ->
                about(
                    name,
                    "%s.startsWith(" + quoted(value) + ")",
                    v -> ((String) v).startsWith(value));
            default ->
                about(
                    name, "%s.contains(" + quoted(value) + ")", v -> ((String) v).contains(value));
          };
        });
  }

  private void flag(String name) {
    drawers.put(
        name,
        () ->
            chance.of(0.5)
                ? about(name, "%s", Boolean.TRUE::equals)
                : about(name, "!%s", Boolean.FALSE::equals));
  }

  private void numbers(String name, int most) {
    drawers.put(
        name,
        () -> {
          long number = chance.below(most + 1);
          return chance.of(0.5)
              ? about(name, "%s == " + number, v -> (Long) v == number)
              : about(name, "%s < " + number, v -> (Long) v < number);
        });
  }

  private void times(String name) {
    drawers.put(
        name,
        () -> {
          Instant time = World.START.plus(chance.between(FaultRun.DAY.dividedBy(4), FaultRun.DAY));
          String text = "timestamp(\"" + time + "\")";
          return chance.of(0.5)
              ? about(name, "%s < " + text, v -> ((Instant) v).isBefore(time))
              : about(name, "%s >= " + text, v -> !((Instant) v).isBefore(time));
        });
  }

  private void lists(String name, List<String> values) {
    drawers.put(
        name,
        () -> {
          List<String> some =
              chance.shuffled(values).subList(0, 1 + chance.below(values.size())).stream()
                  .sorted()
                  .toList();
          String text = text(some);
          return switch (chance.below(4)) {
            case 0 ->
                about(name, quoted(some.get(0)) + " in %s", v -> listed(v).contains(some.get(0)));
            case 1 -> exactly(name, some);
            case 2 ->
                about(name, "%s.all(each, each in " + text + ")", v -> some.containsAll(listed(v)));
            default ->
                about(name, "size(%s) == " + some.size(), v -> listed(v).size() == some.size());
          };
        });
  }

  private static String text(List<String> list) {
    return list.stream().map(Terms::quoted).collect(Collectors.joining(", ", "[", "]"));
  }

  private static List<String> listed(Object list) {
    return ((List<?>) list).stream().map(String.class::cast).sorted().toList();
  }

  private void maps(String name, String key, List<String> values) {
    drawers.put(
        name,
        () -> {
          String value = chance.of(values);
          return switch (chance.below(3)) {
            case 0 -> about(name, quoted(key) + " in %s", v -> ((Map<?, ?>) v).containsKey(key));
            case 1 -> about(name, "%s == {}", v -> ((Map<?, ?>) v).isEmpty());
            default ->
                about(name, quoted(key) + " in %s", v -> ((Map<?, ?>) v).containsKey(key))
                    .and(
                        about(
                            name,
                            "%s[" + quoted(key) + "] == " + quoted(value),
                            v -> value.equals(((Map<?, ?>) v).get(key))));
          };
        });
  }

  private Expression score() {
    long score = 10L * chance.below(4);
    return new Expression(
        "risk < " + score, c -> risk.score(c).map(s -> Truth.of(s < score)).orElse(Truth.UNKNOWN));
  }

  private Expression tag() {
    String value = chance.of(List.of("development", "production", ""));
    return new Expression(
        "tag(\"Environment\") == " + quoted(value), c -> c.tag("Environment", value));
  }

  private Expression hasTag() {
    return new Expression("hasTag(\"Owner\")", c -> c.hasTag("Owner"));
  }

  private Expression list() {
    return about(
        "principal.account",
        "%s in lists.partners",
        account -> Law.PARTNERS.contains((String) account));
  }

  private static Expression about(String name, String cel, Predicate<Object> isTrue) {
    return new Expression(
        cel.replace("%s", name),
        c -> c.value(name).map(v -> Truth.of(isTrue.test(v))).orElse(Truth.UNKNOWN));
  }

  private static String quoted(String text) {
    return "\"" + text + "\"";
  }
}
