package io.accesstriage.yaml;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/**
 * Why a text is no YAML, in words of those who write such files: the parser names its tokens, where
 * people have indented a line wrongly or forgotten quotes.
 */
final class SyntaxMistake {
  static final String ANCHORS =
      "anchors and aliases are not supported; write the value out, or name it in lists";

  private static final String QUOTE_IT =
      "put the text in quotes, or write it on lines of its own after \">\"";

  /** What is said of a value that YAML takes for a tag. */
  static final String BEGINS_WITH_TAG =
      " begins with !, which YAML takes for itself: put it in quotes, or write it on lines of its"
          + " own after \">\"";

  private static final String INDENT_IT =
      "begin it in the same column as the other fields of its block";

  private static final Pattern NAME =
      Pattern.compile("\\s*(?:- +)?(?:\"[^\"]*\"|'[^']*'|[\\w./-]+) *");

  /** A value that begins as a condition does that is turned round, and is a tag to YAML. */
  private static final Pattern TAG = Pattern.compile("([\\w.-]+): +(!)[^,]*$");

  private final String text;
  private final String problem;
  private final Mark at;
  private final Optional<Mark> begin;

  private SyntaxMistake(String text, MarkedYamlEngineException e, Mark at) {
    this.text = text;
    this.problem = String.valueOf(e.getProblem());
    this.at = at;
    this.begin = e.getContextMark();
  }

  static Problem of(MarkedYamlEngineException e, String text) {
    return e.getProblemMark()
        .map(at -> new SyntaxMistake(text, e, at).problem())
        .orElseGet(() -> new Problem(1, 1, "this is not valid YAML"));
  }

  private Problem problem() {
    return ofTag().orElseGet(this::ofOneKind);
  }

  private Optional<Problem> ofTag() {
    Matcher tag = TAG.matcher(line().substring(0, Math.min(at.getColumn(), line().length())));
    return tag.find() && (problem.startsWith("expected ' '") || isOperator())
        ? Optional.of(
            new Problem(
                at.getLine() + 1, tag.start(2) + 1, "\"" + tag.group(1) + "\"" + BEGINS_WITH_TAG))
        : Optional.empty();
  }

  private Problem ofOneKind() {
    if (problem.startsWith("mapping values are not allowed")) {
      return at(
          isNamesColon()
              ? "this line is indented more than the one above: " + INDENT_IT
              : "a colon and a space make a name of what precedes them: " + QUOTE_IT);
    }
    if (problem.startsWith("expected <block end>")) {
      return at(
          problem.contains("'<scalar>'") || problem.contains("<flow")
              ? "the value ends before this: " + QUOTE_IT
              : "this line is not indented as its block is: " + INDENT_IT);
    }
    if (problem.startsWith("could not find expected ':'")) {
      return atBegin(
          "expected a name, a colon and a space: a text that goes on over several lines is"
              + " indented more than its name");
    }
    if (problem.startsWith("unexpected character found &")
        || problem.startsWith("found undefined")) {
      return at(
          isOperator()
              ? "this line does not belong to the condition above: indent it more than \"when\""
              : ANCHORS);
    }
    if (problem.startsWith("found character")) {
      char c = charAt();
      return at(
          c == '\t'
              ? "indent by spaces, not by tabs"
              : "no text begins with %s unless it is in quotes".formatted(c));
    }
    return ofOtherKind();
  }

  private Problem ofOtherKind() {
    if (problem.startsWith("found unexpected end of stream")) {
      return atBegin("the quote that opens here is never closed");
    }
    if (problem.startsWith("expected ',' or")) {
      return atBegin("\"%s\" is not closed".formatted(problem.contains("']'") ? "[" : "{"));
    }
    if (problem.startsWith("expected the node content")) {
      return at("a value is missing here");
    }
    if (problem.startsWith("sequence entries are not allowed")) {
      return at("a list cannot begin here: " + QUOTE_IT);
    }
    if (problem.startsWith("mapping keys are not allowed")) {
      return at("no text begins with ? unless it is in quotes");
    }
    if (problem.contains("escape")) {
      return at(
          "this escape means nothing in double quotes: use single quotes, or write the text on"
              + " lines of its own after \">\"");
    }
    if (problem.startsWith("expected a comment or a line break")) {
      return at("behind > or | the text begins on the next line");
    }
    if (problem.contains("document")) {
      return at("expected the end of the file: it has one document");
    }
    if (problem.startsWith("Non scalar key")) {
      return at("expected a name");
    }
    return at("this is not valid YAML");
  }

  /** Whether the colon is that of the line's own name, not of a text that goes on in this line. */
  private boolean isNamesColon() {
    String line = line();
    int colon =
        line.offsetByCodePoints(0, Math.min(at.getColumn(), line.codePointCount(0, line.length())));
    return NAME.matcher(line.substring(0, colon)).matches();
  }

  private boolean isOperator() {
    return charAt() == '&';
  }

  private char charAt() {
    return at.getColumn() < line().length() ? line().charAt(at.getColumn()) : ' ';
  }

  private String line() {
    return text.lines().skip(at.getLine()).findFirst().orElse("");
  }

  private Problem at(String message) {
    return new Problem(at.getLine() + 1, at.getColumn() + 1, message);
  }

  private Problem atBegin(String message) {
    return begin
        .map(mark -> new Problem(mark.getLine() + 1, mark.getColumn() + 1, message))
        .orElseGet(() -> at(message));
  }
}
