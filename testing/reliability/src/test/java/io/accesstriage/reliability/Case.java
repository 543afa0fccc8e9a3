package io.accesstriage.reliability;

import io.accesstriage.reliability.SimulatedFinding.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What rules are asked about: a finding with all that is known of it.
 *
 * @param moments nothing where the rules are not asked at a certain time
 * @param tags nothing where they are not known
 * @param aliases likewise
 */
record Case(
    SimulatedFinding finding,
    Content content,
    Optional<Moments> moments,
    Optional<Map<String, String>> tags,
    Optional<List<String>> aliases) {

  /**
   * What changes by itself, or because the product did something.
   *
   * @param now when it is judged
   */
  record Moments(Instant updatedAt, Instant analyzedAt, Instant now) {}

  /** A case in which everything is known that can be, at no certain time. */
  static Case of(SimulatedFinding finding, Content content, SimulatedResource.Labels labels) {
    return new Case(
        finding,
        content,
        Optional.empty(),
        Law.TAGGED.contains(finding.resource.type) ? Optional.of(labels.tags()) : Optional.empty(),
        Optional.of(labels.aliases()));
  }

  /** The same where anyone has the access; of what is not used there is nobody else to have it. */
  Case ofAnyone() {
    return finding.kind.isUnused()
        ? this
        : new Case(finding, content.withPartner(Content.ANYONE), moments, tags, aliases);
  }

  Truth tag(String name, String value) {
    return tags.map(t -> Truth.of(t.getOrDefault(name, "").equals(value))).orElse(Truth.UNKNOWN);
  }

  Truth hasTag(String name) {
    return tags.map(t -> Truth.of(t.containsKey(name))).orElse(Truth.UNKNOWN);
  }

  boolean isOf(String type) {
    return finding.resource.type.equals(type);
  }

  boolean is(Kind kind) {
    return finding.kind == kind;
  }

  Truth isPublic() {
    return is(value("finding.isPublic"));
  }

  private static Truth is(Optional<Object> value) {
    return value.map(v -> Truth.of(Boolean.TRUE.equals(v))).orElse(Truth.UNKNOWN);
  }

  /** Whether nobody at all is kept out: only rules that say so may archive that. */
  Truth isForAnyone() {
    return isPublic().or(is(value("access.open")));
  }

  /**
   * What a name of the rules' vocabulary stands for: a text, flag, number, time, list or map;
   * nothing where it is not known. Names of lists, tags and risk are others' business.
   */
  Optional<Object> value(String name) {
    return switch (name.substring(0, Math.max(0, name.indexOf('.')))) {
      case "finding" -> ofFinding(name);
      case "resource" -> ofResource(name);
      case "account" -> ofAccount(name);
      case "principal" -> ofPrincipal(name);
      case "access" -> ofAccess(name);
      default ->
          switch (name) {
            case "keyAliases" -> isOf(Law.KEY) ? aliases.map(a -> a) : Optional.of(List.of());
            case "now" -> moments.map(Moments::now);
            default -> throw new IllegalArgumentException("no such name: " + name);
          };
    };
  }

  private Optional<Object> ofFinding(String name) {
    return switch (name) {
      case "finding.id" -> Optional.of(finding.id);
      case "finding.analyzerArn" -> Optional.of(finding.analyzerArn);
      case "finding.type" -> Optional.of(finding.kind.type);
      case "finding.error" -> Optional.of(content.error());
      case "finding.isPublic" ->
          !is(Kind.EXTERNAL)
              ? Optional.of(false)
              : isTold() && content.publicity() == Content.Publicity.TOLD
                  ? Optional.of(content.partner().equals(Content.ANYONE))
                  : Optional.empty();
      case "finding.sources" -> shared(content.grant().sourceTypes(), List.of());
      case "finding.accessPointArns" -> shared(List.of(), List.of());
      case "finding.accessPointAccounts" -> shared(content.grant().accessPoints(), List.of());
      case "finding.createdAt" -> Optional.of(finding.createdAt);
      case "finding.analyzedAt" -> moments.map(Moments::analyzedAt);
      case "finding.updatedAt" -> moments.map(Moments::updatedAt);
      case "finding.restrictions.resourceControlPolicy" -> shared(Wire.RESTRICTION, "");
      case "finding.restrictions.serviceControlPolicy" -> shared("", "");
      case "finding.unused.lastAccessed" ->
          isTold() ? Optional.ofNullable(content.lastUse()) : Optional.empty();
      case "finding.unused.accessKeyId" ->
          unused(is(Kind.UNUSED_KEY) ? Wire.accessKeyId(content) : "");
      case "finding.unused.serviceCount" -> unused((long) Wire.serviceCount(content));
      case "finding.unused.actionCount" -> unused((long) Wire.actionCount(content));
      case "finding.unused.services" ->
          is(Kind.UNUSED_PERMISSION) || isTold() || !finding.kind.isUnused()
              ? unused(List.copyOf(content.grant().services().keySet()))
              : Optional.empty();
      default -> throw new IllegalArgumentException("no such name: " + name);
    };
  }

  /** Whether Access Analyzer says who has which access, or what is not used. */
  private boolean isTold() {
    return content.hasDetails() && content.isBelievable();
  }

  /** What only shared access has: something empty for other families. */
  private Optional<Object> shared(Object value, Object none) {
    return finding.kind.isUnused()
        ? Optional.of(none)
        : isTold() ? Optional.of(value) : Optional.empty();
  }

  private Optional<Object> unused(Object value) {
    return !finding.kind.isUnused() || isTold() ? Optional.of(value) : Optional.empty();
  }

  private Optional<Object> ofResource(String name) {
    return Optional.of(
        switch (name) {
          case "resource.arn" -> finding.resource.arn;
          case "resource.type" -> finding.resource.type;
          case "resource.account" -> content.owner();
          case "resource.region" -> region();
          default -> throw new IllegalArgumentException("no such name: " + name);
        });
  }

  /** Of the ARN, or the analyzer's where the ARN has none. */
  private String region() {
    String[] parts = finding.resource.arn.split(":", 6);
    return parts[3].isEmpty() ? finding.analyzerArn.split(":", 6)[3] : parts[3];
  }

  private Optional<Object> ofAccount(String name) {
    return name.equals("account.id")
        ? Optional.of(content.owner())
        : SimulatedOrganization.account(content.owner())
            .map(
                account ->
                    switch (name) {
                      case "account.name" -> account.name();
                      case "account.tags" -> account.tags();
                      case "account.ou" -> account.unit();
                      case "account.path" -> account.path();
                      default -> throw new IllegalArgumentException("no such name: " + name);
                    });
  }

  private Optional<Object> ofPrincipal(String name) {
    String partner = is(Kind.INTERNAL) ? Wire.reader(content) : content.partner();
    boolean isArn = partner.startsWith("arn:");
    String account = isArn ? partner.split(":", 6)[4] : partner;
    return switch (name) {
      case "principal.kind" -> shared(principalKind(partner), "");
      case "principal.account" -> shared(partner.equals(Content.ANYONE) ? "" : account, "");
      case "principal.arn" -> shared(isArn ? partner : "", "");
      case "principal.value" -> shared(partner, "");
      case "principal.vendor" -> shared(Law.ACCOUNT_NAMES.getOrDefault(account, ""), "");
      case "principal.inOrganization" ->
          finding.kind.isUnused()
              ? Optional.of(false)
              : isTold() && List.of("Account", "Role").contains(principalKind(partner))
                  ? isMember(account)
                  : Optional.empty();
      default -> throw new IllegalArgumentException("no such name: " + name);
    };
  }

  /** That an account is not found counts only once the owner is. */
  private Optional<Object> isMember(String account) {
    return SimulatedOrganization.account(account).isPresent()
        ? Optional.of(true)
        : SimulatedOrganization.account(content.owner()).map(owner -> false);
  }

  private static String principalKind(String partner) {
    return partner.equals(Content.ANYONE)
        ? "Anyone"
        : !partner.startsWith("arn:")
            ? "Account"
            : partner.contains(":oidc-provider/") ? "Federated" : "Role";
  }

  private Optional<Object> ofAccess(String name) {
    List<String> actions = content.grant().actions();
    return switch (name) {
      case "access.actions" -> shared(actions, List.of());
      case "access.levels" ->
          shared(actions.stream().map(GrantedAction::level).distinct().toList(), List.of());
      case "access.condition" -> shared(content.grant().condition(), Map.of());
      case "access.limits" -> shared(Contents.limits(content), Map.of());
      case "access.open" -> shared(Contents.isOpen(content), false);
      case "access.type" ->
          is(Kind.EXTERNAL) ? Optional.of("") : shared(is(Kind.INTERNAL) ? "INTRA_ORG" : "", "");
      default -> throw new IllegalArgumentException("no such name: " + name);
    };
  }
}
