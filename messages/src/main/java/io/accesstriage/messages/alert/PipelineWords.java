package io.accesstriage.messages.alert;

import io.accesstriage.finding.Finding;
import io.accesstriage.messages.words.Defanged;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline that has access, by its name, such as "GitHub Actions (example-org/example-repo,
 * branch main)". Several values, or an owner that may be anyone's, have no such form.
 */
final class PipelineWords {
  private static final int LONGEST_NAME = 120;

  private static final List<Service> SERVICES =
      List.of(
          new Service(
              "GitHub Actions",
              "token.actions.githubusercontent.com",
              Pattern.compile(
                  "repo:([\\w-]+(?:@\\d+)?/[\\w.*-]+(?:@\\d+)?)(?::([\\w./*:@+ -]+))?")),
          new Service(
              "GitLab",
              "gitlab.com",
              Pattern.compile(
                  "project_path:([\\w.-]+/[\\w./*-]+)(?::(ref_type:(?:branch|tag):ref:[\\w./*@+ -]+))?")));

  private PipelineWords() {}

  /**
   * @param url of the identity provider, without the scheme
   * @param subject whose groups are the project, and what of it
   * @see <a
   *     href="https://docs.github.com/en/actions/reference/security/oidc#example-subject-claims">Example
   *     subject claims</a>
   * @see <a href="https://docs.gitlab.com/ci/cloud_services/">Connect to cloud services: sub</a>
   */
  private record Service(String name, String url, Pattern subject) {
    boolean isPrincipalOf(Finding finding) {
      return finding.principal() != null
          && finding.principal().value().endsWith("oidc-provider/" + url);
    }

    boolean isSubject(String key) {
      return key.equalsIgnoreCase(url + ":sub");
    }

    Optional<String> pipeline(String value) {
      Matcher matcher = subject.matcher(value);
      return matcher.matches()
          ? Optional.of(
              "%s (%s)"
                  .formatted(
                      name,
                      Defanged.text(
                          String.join(
                              ", ",
                              Stream.of(withoutIds(matcher.group(1)), run(matcher.group(2)))
                                  .filter(part -> !part.isEmpty())
                                  .toList()),
                          LONGEST_NAME)))
          : Optional.empty();
    }
  }

  /**
   * @see <a href="https://docs.github.com/en/actions/reference/security/oidc">OpenID Connect
   *     reference</a>: subjects of newer repositories have the ids behind both names
   */
  private static String withoutIds(String project) {
    return project.replaceAll("@\\d+", "");
  }

  static Optional<String> of(Finding finding) {
    return SERVICES.stream()
        .filter(service -> service.isPrincipalOf(finding))
        .flatMap(
            service ->
                WhoWords.conditions(finding).entrySet().stream()
                    .filter(condition -> service.isSubject(condition.getKey()))
                    .map(Map.Entry::getValue)
                    .flatMap(value -> service.pipeline(value).stream()))
        .findFirst();
  }

  /** Whether a condition's key is one whose value the name says. */
  static boolean isSubject(String key) {
    return SERVICES.stream().anyMatch(service -> service.isSubject(key));
  }

  /** The branch, tag or environment that it runs for; empty for any. */
  private static String run(@Nullable String context) {
    if (context == null || context.equals("*")) {
      return "";
    }
    return Stream.of("branch", "tag", "environment")
        .flatMap(kind -> of(kind, context).stream())
        .findFirst()
        .orElse(context.equals("pull_request") ? "pull requests" : context);
  }

  private static Optional<String> of(String kind, String context) {
    return Stream.of(
            "ref:refs/%s/".formatted(kind.equals("branch") ? "heads" : "tags"),
            "ref_type:%s:ref:".formatted(kind),
            kind + ":")
        .filter(prefix -> !(kind.equals("environment") && prefix.startsWith("ref:")))
        .filter(context::startsWith)
        .map(prefix -> kind + " " + context.substring(prefix.length()))
        .findFirst();
  }
}
