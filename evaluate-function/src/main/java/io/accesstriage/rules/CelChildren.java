package io.accesstriage.rules;

import dev.cel.common.ast.CelExpr;
import java.util.Set;

/** Replaces the parts that an expression is made of. */
final class CelChildren {
  static final String AND = "_&&_";
  static final String OR = "_||_";
  static final String CONDITIONAL = "_?_:_";

  /** Calls that do something with an argument that is an error. */
  private static final Set<String> LENIENT = Set.of(AND, OR, "@not_strictly_false");

  private CelChildren() {}

  /** What a part is replaced by. */
  interface Replacement {
    /**
     * @param strict whether an error of the part has to be an error of the whole
     */
    CelExpr of(CelExpr part, boolean strict);
  }

  static CelExpr replace(CelExpr expr, Replacement by) {
    return switch (expr.getKind()) {
      case SELECT ->
          expr.toBuilder()
              .setSelect(
                  expr.select().toBuilder()
                      .setOperand(by.of(expr.select().operand(), true))
                      .build())
              .build();
      case CALL -> expr.toBuilder().setCall(call(expr.call(), by)).build();
      case LIST -> {
        CelExpr.CelList.Builder list = expr.list().toBuilder();
        for (int i = 0; i < expr.list().elements().size(); i++) {
          list.setElement(i, by.of(expr.list().elements().get(i), true));
        }
        yield expr.toBuilder().setList(list.build()).build();
      }
      case MAP -> {
        CelExpr.CelMap.Builder map = expr.map().toBuilder();
        for (int i = 0; i < expr.map().entries().size(); i++) {
          CelExpr.CelMap.Entry entry = expr.map().entries().get(i);
          map.setEntry(
              i,
              entry.toBuilder()
                  .setKey(by.of(entry.key(), true))
                  .setValue(by.of(entry.value(), true))
                  .build());
        }
        yield expr.toBuilder().setMap(map.build()).build();
      }
      case COMPREHENSION -> {
        CelExpr.CelComprehension fold = expr.comprehension();
        yield expr.toBuilder()
            .setComprehension(
                fold.toBuilder()
                    .setIterRange(by.of(fold.iterRange(), true))
                    .setAccuInit(by.of(fold.accuInit(), true))
                    .setLoopCondition(by.of(fold.loopCondition(), false))
                    .setLoopStep(by.of(fold.loopStep(), false))
                    .setResult(by.of(fold.result(), false))
                    .build())
            .build();
      }
      case STRUCT -> throw new IllegalArgumentException("rules cannot make messages");
      case CONSTANT, IDENT, NOT_SET -> expr;
    };
  }

  private static CelExpr.CelCall call(CelExpr.CelCall call, Replacement by) {
    CelExpr.CelCall.Builder replaced = call.toBuilder();
    call.target().ifPresent(target -> replaced.setTarget(by.of(target, true)));
    for (int i = 0; i < call.args().size(); i++) {
      // A conditional fails where its condition does, and hands on what a branch gives.
      boolean strict =
          !LENIENT.contains(call.function()) && !(call.function().equals(CONDITIONAL) && i == 0);
      replaced.setArg(i, by.of(call.args().get(i), strict));
    }
    return replaced.build();
  }
}
