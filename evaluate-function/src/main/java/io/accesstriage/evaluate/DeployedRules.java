package io.accesstriage.evaluate;

import io.accesstriage.rules.RuleSet;
import io.accesstriage.rules.RulesFolder;
import io.accesstriage.rules.TestedRules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;

/**
 * The rules that are deployed with the function: files beside the folder of its jar, not in it, so
 * that other rules are another package without a build. Lambda's class path begins with the folder
 * of the package. What can't be read, or isn't the files of the checksums beside them, keeps the
 * function from starting: its new version is not published, and the alias goes on with the old one.
 *
 * @see <a
 *     href="https://github.com/aws/aws-lambda-java-libs/blob/main/aws-lambda-java-runtime-interface-client/src/main/java/com/amazonaws/services/lambda/runtime/api/client/CustomerClassLoader.java">Lambda's
 *     class path</a>
 */
final class DeployedRules {
  private DeployedRules() {}

  /**
   * Reads them.
   *
   * @param classPath of the function
   */
  static RuleSet load(ClassLoader classPath) {
    try {
      return TestedRules.read(files(classPath));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the deployed rules", e);
    }
  }

  private static List<Path> files(ClassLoader classPath) throws IOException {
    for (URL folder : Collections.list(classPath.getResources(""))) {
      if (folder.getProtocol().equals("file")) {
        List<Path> files = RulesFolder.rules(Path.of(URI.create(folder.toString())));
        if (!files.isEmpty()) {
          return files;
        }
      }
    }
    throw new IllegalStateException(
        "no rules are deployed: rules.yaml, or other *.yaml, must be in the function's package,"
            + " beside the folder lib");
  }
}
