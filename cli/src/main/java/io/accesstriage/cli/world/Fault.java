package io.accesstriage.cli.world;

import io.accesstriage.enrich.TagReaders;
import io.accesstriage.yaml.Suggestion;
import io.accesstriage.yaml.YamlMap;
import io.accesstriage.yaml.YamlText;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Calls that fail.
 *
 * @param operation such as s3:GetBucketTagging
 * @param error the service's error code
 * @param times how many calls fail; null for all
 * @param after whether they fail after having taken effect
 */
record Fault(String operation, String error, @Nullable Integer times, boolean after) {
  /** The calls that the handlers make. */
  private static final List<String> OPERATIONS =
      Stream.concat(
              Stream.of(
                  ("access-analyzer:GetFinding access-analyzer:ListFindings"
                          + " access-analyzer:UpdateFindings dynamodb:BatchGetItem dynamodb:GetItem"
                          + " dynamodb:PutItem dynamodb:TransactWriteItems dynamodb:UpdateItem"
                          + " kms:ListAliases"
                          + " organizations:DescribeAccount organizations:ListParents"
                          + " organizations:ListTagsForResource sns:Publish sqs:SendMessage"
                          + " sts:AssumeRole")
                      .split(" ", -1)),
              TagReaders.ofAws().operations().values().stream())
          .distinct()
          .sorted()
          .toList();

  /** Reads an element of the account file's faults, and notes its mistakes in the file. */
  static Optional<Fault> read(YamlMap map) {
    map.allowOnly(List.of("operation", "error", "times", "after"));
    Optional<String> operation =
        FilledText.required(map, "operation", "the call that fails, such as s3:GetBucketTagging")
            .flatMap(Fault::operation);
    Optional<String> error =
        FilledText.required(map, "error", "the service's error code, such as ThrottlingException")
            .map(YamlText::value);
    Optional<Integer> times = map.number("times");
    if (times.filter(t -> t < 0).isPresent()) {
      map.problem("times", "\"times\" has to be 0 or more");
    }
    boolean after = map.flag("after").orElse(false);
    return operation.flatMap(o -> error.map(e -> new Fault(o, e, times.orElse(null), after)));
  }

  private static Optional<String> operation(YamlText text) {
    String operation = canonical(text.value());
    if (OPERATIONS.contains(operation)) {
      return Optional.of(operation);
    }
    text.problem(
        "nothing makes the call \"%s\"%s"
            .formatted(text.value(), Suggestion.orKnown(text.value(), OPERATIONS)));
    return Optional.empty();
  }

  /** The API's newer name of the call, which IAM knows by the older. */
  private static String canonical(String operation) {
    return switch (operation) {
      case "access-analyzer:GetFindingV2" -> "access-analyzer:GetFinding";
      case "access-analyzer:ListFindingsV2" -> "access-analyzer:ListFindings";
      default -> operation;
    };
  }
}
