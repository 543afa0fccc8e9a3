package io.accesstriage.enrich;

import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingReader;
import io.accesstriage.finding.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Answers of AWS, set by the test, and the order in which they were asked for. */
final class FakeAccount {
  final List<String> calls = new ArrayList<>();
  Supplier<Optional<Finding>> finding = Optional::empty;
  Supplier<Map<String, String>> tags = Map::of;
  Supplier<List<String>> aliases = List::of;

  FindingReader findings() {
    return (analyzerArn, findingId) -> {
      calls.add("finding " + findingId + " of " + analyzerArn);
      return finding.get();
    };
  }

  TagReader tagReader(String operation) {
    return new TagReader() {
      @Override
      public String operation() {
        return operation;
      }

      @Override
      public Map<String, String> tags(Resource resource) {
        calls.add(operation + " " + resource.arn());
        return tags.get();
      }
    };
  }

  KeyAliasReader aliasReader() {
    return key -> {
      calls.add("kms:ListAliases " + key.arn());
      return aliases.get();
    };
  }
}
