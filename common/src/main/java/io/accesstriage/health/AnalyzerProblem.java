package io.accesstriage.health;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.finding.Arn;
import io.accesstriage.json.Fields;
import io.accesstriage.json.RecordJson;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Why findings or changes may exist that nobody hears of. */
public sealed interface AnalyzerProblem {
  /** Each of them has to be answered before anything is over. */
  List<String> TRAIL_CALLS = List.of(Trails.LIST, Trails.STATUS, Trails.SELECTORS);

  /** An analyzer's ARN, or regions. */
  String about();

  /** What has to be answered without it before it is over. */
  Question question();

  /** Beside its type and subject, what makes it another problem, which operators hear of again. */
  default String variant() {
    return "";
  }

  /** Whether one look may be wrong, so that operators hear of it after two. */
  default boolean needsSecondLook() {
    return false;
  }

  default boolean isSame(AnalyzerProblem other) {
    return getClass().equals(other.getClass())
        && about().equals(other.about())
        && variant().equals(other.variant());
  }

  /** What was to be found out, and about what. */
  record Question(String asks, String about) {
    /** Not a call of its own: the comparison is only made where it can be. */
    static final String COUNT = "compare what was listed with the statistics";

    /** Answered where the analyzer exists. */
    static final String TYPE = "compare the analyzer's type with what it was";
  }

  /**
   * The analyzer is disabled, failed, or in a status that is not known here.
   *
   * @param type as AWS names it
   */
  record NotActive(String about, String type, String status, @Nullable String reason)
      implements AnalyzerProblem {
    @Override
    public Question question() {
      return new Question(Analyzers.GET, about);
    }

    @Override
    public String variant() {
      return status + " " + reason;
    }
  }

  /** Making the analyzer takes far longer than it should. */
  record StillCreating(String about, Instant since) implements AnalyzerProblem {
    @Override
    public Question question() {
      return new Question(Analyzers.GET, about);
    }
  }

  /**
   * It says that it is active, and looks at nothing.
   *
   * @param last when it last looked at a resource; null for never
   */
  record Stale(String about, @Nullable Instant last) implements AnalyzerProblem {
    @Override
    public Question question() {
      return new Question(Analyzers.GET, about);
    }
  }

  /**
   * The analyzer was made again with another type, which does not see all that it saw.
   *
   * @param was as AWS names it
   */
  record TypeChanged(String about, String was, String type) implements AnalyzerProblem {
    @Override
    public Question question() {
      return new Question(Question.TYPE, about);
    }

    @Override
    public String variant() {
      return type;
    }
  }

  /** There is no such analyzer. */
  record Gone(String about) implements AnalyzerProblem {
    @Override
    public Question question() {
      return new Question(Analyzers.GET, about);
    }
  }

  /**
   * Nobody knows: the call failed.
   *
   * @param operation as IAM names it
   * @param isDenied whether the caller may not make it
   * @param error what was answered
   */
  record NotRead(String about, String operation, boolean isDenied, String error)
      implements AnalyzerProblem {
    @Override
    public Question question() {
      return new Question(operation, about);
    }

    /**
     * Not why: a call that fails now in this way and now in that is one problem. So are the calls
     * about trails, of which one that fails keeps the others from being made.
     */
    @Override
    public String variant() {
      return isOfTrails() ? Trails.LIST : operation;
    }

    @Override
    public boolean needsSecondLook() {
      return true;
    }
  }

  /** The statistics know of findings that no page had. */
  record CountDiffers(String about, int seen, int total) implements AnalyzerProblem {
    @Override
    public Question question() {
      return new Question(Question.COUNT, about);
    }

    @Override
    public boolean needsSecondLook() {
      return true;
    }
  }

  /** The region has no analyzer at all, or none that is at work. */
  record RegionUnwatched(String about) implements AnalyzerProblem {
    @Override
    public Question question() {
      return new Question(Analyzers.LIST, about);
    }
  }

  /** No analyzer of this kind is at work there. */
  record KindMissing(String about, AccessKind kind) implements AnalyzerProblem {
    @Override
    public Question question() {
      return new Question(Analyzers.LIST, about);
    }

    @Override
    public String variant() {
      return kind.name();
    }
  }

  /**
   * The only analyzer of an expected kind there is not configured, so no sweep lists its findings.
   *
   * @param about one of them
   */
  record NotSwept(String about, AccessKind kind) implements AnalyzerProblem {
    @Override
    public Question question() {
      return new Question(Analyzers.LIST, Arn.regionOf(about).orElse(""));
    }

    @Override
    public String variant() {
      return kind.name();
    }
  }

  /**
   * Nothing logs who changes what in the region, so the tamper watch hears nothing.
   *
   * @param stopped ARNs of trails that have stopped
   */
  record ChangesUnlogged(String about, List<String> stopped) implements AnalyzerProblem {
    public ChangesUnlogged {
      stopped = stopped.stream().sorted().toList();
    }

    /** A stopped trail can be started; once it is deleted, it cannot. */
    @Override
    public String variant() {
      return String.join(" ", stopped);
    }

    @Override
    public Question question() {
      return new Question(Trails.LIST, about);
    }
  }

  /** Whether it is about what sees changes, not about what sees access. */
  default boolean isOfTrails() {
    return TRAIL_CALLS.contains(question().asks());
  }

  /** As it is kept, with its type's name. */
  default ObjectNode write() {
    return RecordJson.STATE.write((Record) this).put("problem", getClass().getSimpleName());
  }

  /**
   * @throws io.accesstriage.json.MalformedInput where it is none of this version's
   */
  static AnalyzerProblem read(Fields json) {
    Class<?> type = Types.BY_NAME.get(json.text("problem"));
    if (type == null) {
      throw json.missing("problem");
    }
    return (AnalyzerProblem) RecordJson.STATE.read(type.asSubclass(Record.class), json);
  }

  /** Of this interface, by their names. */
  final class Types {
    private static final Map<String, Class<?>> BY_NAME =
        Arrays.stream(AnalyzerProblem.class.getPermittedSubclasses())
            .collect(Collectors.toMap(Class::getSimpleName, Function.identity()));

    private Types() {}
  }
}
