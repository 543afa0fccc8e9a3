package io.accesstriage.messages;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Texts as people get them, {@code NAME.txt} each, beside what they are made of if that is a file.
 *
 * @param kind the folder below {@code src/test/resources}, and below {@code target} for what is
 *     made now
 */
public record GoldenTexts(String kind) {
  public Path folder() {
    return Path.of("src/test/resources", kind);
  }

  /** Of the files {@code NAME.json}, sorted. */
  public List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".json"))
          .map(name -> name.substring(0, name.length() - ".json".length()))
          .sorted()
          .toList();
    }
  }

  public void assertText(String name, String text) throws IOException {
    Path actual = Files.createDirectories(Path.of("target", kind)).resolve(name + ".txt");
    Files.writeString(actual, text);

    assertEquals(
        Files.readString(folder().resolve(name + ".txt")),
        text,
        () -> "where the new text is right, copy %s to %s".formatted(actual, folder()));
  }
}
