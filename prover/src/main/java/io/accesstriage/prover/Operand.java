package io.accesstriage.prover;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A value that a condition speaks of, with what has to be there for it to have one. */
sealed interface Operand {
  List<Claim.Need> needs();

  /** A text that is put together of parts; of none it is empty. */
  record Text(List<TextPart> parts, List<Claim.Need> needs) implements Operand {
    static Text of(String constant) {
      return new Text(
          constant.isEmpty() ? List.of() : List.of(new TextPart.Constant(constant)), List.of());
    }

    static Text ofVariable(String variable, List<Claim.Need> needs) {
      return new Text(List.of(new TextPart.Value(variable)), needs);
    }

    Text plus(Text other) {
      List<TextPart> all = new ArrayList<>(parts);
      for (TextPart part : other.parts) {
        if (part instanceof TextPart.Constant next
            && !all.isEmpty()
            && all.get(all.size() - 1) instanceof TextPart.Constant last) {
          all.set(all.size() - 1, new TextPart.Constant(last.text() + next.text()));
        } else {
          all.add(part);
        }
      }
      return new Text(all, both(needs, other.needs));
    }

    Optional<String> constant() {
      if (parts.isEmpty()) {
        return Optional.of("");
      }
      return parts.size() == 1 && parts.get(0) instanceof TextPart.Constant only
          ? Optional.of(only.text())
          : Optional.empty();
    }

    Optional<String> variable() {
      return parts.size() == 1 && parts.get(0) instanceof TextPart.Value only
          ? Optional.of(only.variable())
          : Optional.empty();
    }
  }

  /**
   * A count, a time or a length of time.
   *
   * @param factors of variables
   */
  record Amount(Map<String, Integer> factors, long constant, List<Claim.Need> needs)
      implements Operand {}

  /** A list that is written out; its elements may be variables. */
  record Elements(List<Text> elements) implements Operand {
    @Override
    public List<Claim.Need> needs() {
      return elements.stream().flatMap(element -> element.needs().stream()).toList();
    }

    Optional<List<String>> constants() {
      List<String> all = new ArrayList<>();
      for (Text element : elements) {
        if (element.constant().isEmpty()) {
          return Optional.empty();
        }
        all.add(element.constant().get());
      }
      return Optional.of(all);
    }
  }

  /** A list of the finding. */
  record ListOf(String variable, List<Claim.Need> needs) implements Operand {}

  /** A map of the finding. */
  record MapOf(String variable, List<Claim.Need> needs) implements Operand {}

  /** A map that is written out, of constants only. */
  record Entries(Map<String, String> entries) implements Operand {
    @Override
    public List<Claim.Need> needs() {
      return List.of();
    }
  }

  static List<Claim.Need> both(List<Claim.Need> some, List<Claim.Need> others) {
    List<Claim.Need> all = new ArrayList<>(some);
    all.addAll(others);
    return all;
  }
}
