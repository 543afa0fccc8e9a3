package io.accesstriage.cli.suggest;

import io.accesstriage.prover.suggest.Suggester;
import io.accesstriage.prover.suggest.Suggestion;
import io.accesstriage.prover.suggest.Suggestions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Asks a person about one suggestion after the other. */
final class Interview {
  private static final String QUESTION = "take, leave, narrow, show, quit? ";

  private final BufferedReader in;
  private final PrintWriter out;
  private final SuggestionReport report;
  private final Suggester suggester;

  Interview(BufferedReader in, PrintWriter out, SuggestionReport report, Suggester suggester) {
    this.in = in;
    this.out = out;
    this.report = report;
    this.suggester = suggester;
  }

  /** What a person takes; nothing where the input ends before the questions do. */
  Optional<List<Suggestion>> taken(Suggestions suggestions) {
    List<Suggestion> taken = new ArrayList<>();
    int of = suggestions.all().size();
    for (int i = 0; i < of; i++) {
      Suggestion suggestion = suggestions.all().get(i);
      report.whole(suggestion, i + 1, of);
      boolean isOpen = true;
      while (isOpen) {
        Optional<String> answer = answer();
        if (answer.isEmpty()) {
          return Optional.empty();
        }
        isOpen = false;
        switch (answer.get()) {
          case "t", "take" -> taken.add(suggestion);
          case "l", "leave" -> out.println();
          case "q", "quit" -> {
            return Optional.of(taken);
          }
          case "n", "narrow" -> {
            isOpen = true;
            Optional<Suggestion> narrower = suggester.narrowed(suggestion, suggestions);
            if (narrower.isPresent()) {
              suggestion = narrower.get();
              report.whole(suggestion, i + 1, of);
            } else {
              out.println("  There is no narrower rule: " + whyNotNarrower(suggestion));
            }
          }
          case "s", "show" -> {
            isOpen = true;
            report.cases(suggestion);
          }
          default -> {
            isOpen = true;
            out.println("  Type t, l, n, s or q. Ctrl-C writes nothing.");
          }
        }
      }
    }
    return Optional.of(taken);
  }

  private static String whyNotNarrower(Suggestion suggestion) {
    return suggestion.isExact()
        ? "it names only what was seen."
        : "one that names only what was seen would name too much.";
  }

  private Optional<String> answer() {
    out.print(QUESTION);
    out.flush();
    try {
      return Optional.ofNullable(in.readLine()).map(line -> line.strip().toLowerCase(Locale.ROOT));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
