package io.accesstriage.bench;

/**
 * Rules files of any size. Of each ten rules, four compare the resource's type and two tags, three
 * the principal's account with a list and the actions, two match the resource's name with a regular
 * expression, and one asks for an alert. None of them applies to the finding that is measured, so
 * that all are evaluated: the slow case.
 */
final class RuleMix {
  private static final String HEAD =
      """
      lists:
        trusted: ["123456789012", "210987654321"]
      rules:
      """;

  private RuleMix() {}

  static String ofSize(int rules) {
    StringBuilder file = new StringBuilder(HEAD);
    for (int i = 0; i < rules; i++) {
      file.append(
          switch (i % 10) {
            case 0, 1, 2, 3 ->
                archive(
                    i,
                    "resource.type == \"AWS::KMS::Key\" && tag(\"Team\") == \"team-%d\" && tag(\"Shared\") == \"yes\""
                        .formatted(i),
                    true);
            case 4, 5, 6 ->
                archive(
                    i,
                    "principal.account in lists.trusted && access.actions.all(a, a in [\"kms:Decrypt\", \"kms:Action%d\"])"
                        .formatted(i),
                    false);
            case 7, 8 ->
                archive(
                    i,
                    "resource.arn.matches(\".*:key/[0-9a-f]{8}-team-%d-.*\") && principal.kind == \"Role\""
                        .formatted(i),
                    false);
            default ->
                "  - {id: rule-%d, effect: notify, severity: high, reason: Measured., when: 'finding.isPublic && tag(\"Team\") == \"team-%d\"'}\n"
                    .formatted(i, i);
          });
    }
    return file.toString();
  }

  private static String archive(int i, String when, boolean trustTags) {
    return "  - {id: rule-%d, effect: archive, owner: me@example.com, reason: Measured., trustTags: %s, when: '%s'}\n"
        .formatted(i, trustTags, when);
  }
}
