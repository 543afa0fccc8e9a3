package io.accesstriage.rules;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelSource;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.parser.CelUnparser;
import dev.cel.parser.CelUnparserFactory;
import java.util.function.IntPredicate;

/**
 * Expressions and strings as CEL writes them, each on one line. Two expressions have the same text
 * only if they mean the same.
 */
public final class CelText {
  private static final CelUnparser UNPARSER = CelUnparserFactory.newUnparser();

  private CelText() {}

  /**
   * A string; letters and digits of any script stay readable, whatever else is not ASCII does not.
   */
  static String string(String value) {
    return string(value, c -> isPrintableAscii(c) || Character.isLetterOrDigit(c));
  }

  /** A string of ASCII characters only. */
  public static String asciiString(String value) {
    return string(value, CelText::isPrintableAscii);
  }

  /** Whether CEL can write this string: it knows no half of a surrogate pair. */
  public static boolean isExpressible(String value) {
    return value.codePoints().noneMatch(c -> c >= 0xd800 && c <= 0xdfff);
  }

  /**
   * An expression.
   *
   * @param whole the expression that it was parsed in
   */
  public static String expression(CelExpr expr, CelAbstractSyntaxTree whole) {
    CelSource.Builder source = whole.getSource().toBuilder();
    whole
        .getSource()
        .getMacroCalls()
        .forEach((id, call) -> source.addMacroCalls(id, escaped(call)));
    return UNPARSER.unparse(CelAbstractSyntaxTree.newParsedAst(escaped(expr), source.build()));
  }

  /** The unparser writes strings as they are: a quote inside would end them. */
  private static CelExpr escaped(CelExpr expr) {
    return switch (expr.getKind()) {
      case CONSTANT ->
          expr.constant().getKind() == CelConstant.Kind.STRING_VALUE
              ? CelExpr.ofConstant(
                  expr.id(), CelConstant.ofValue(unquoted(string(expr.constant().stringValue()))))
              : expr;
      case SELECT ->
          expr.toBuilder()
              .setSelect(
                  expr.select().toBuilder().setOperand(escaped(expr.select().operand())).build())
              .build();
      case CALL -> {
        CelExpr.CelCall.Builder call = expr.call().toBuilder();
        expr.call().target().ifPresent(target -> call.setTarget(escaped(target)));
        for (int i = 0; i < expr.call().args().size(); i++) {
          call.setArg(i, escaped(expr.call().args().get(i)));
        }
        yield expr.toBuilder().setCall(call.build()).build();
      }
      case LIST -> {
        CelExpr.CelList.Builder list = expr.list().toBuilder();
        for (int i = 0; i < expr.list().elements().size(); i++) {
          list.setElement(i, escaped(expr.list().elements().get(i)));
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
                  .setKey(escaped(entry.key()))
                  .setValue(escaped(entry.value()))
                  .build());
        }
        yield expr.toBuilder().setMap(map.build()).build();
      }
      // A comprehension is written as the macro that it comes from; messages cannot be made.
      case COMPREHENSION, STRUCT, IDENT, NOT_SET -> expr;
    };
  }

  private static String string(String value, IntPredicate isPlain) {
    StringBuilder literal = new StringBuilder("\"");
    value
        .codePoints()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                literal.append('\\').append((char) c);
              } else if (isPlain.test(c)) {
                literal.appendCodePoint(c);
              } else {
                literal.append(c <= 0xffff ? "\\u%04x".formatted(c) : "\\U%08x".formatted(c));
              }
            });
    return literal.append('"').toString();
  }

  private static String unquoted(String literal) {
    return literal.substring(1, literal.length() - 1);
  }

  private static boolean isPrintableAscii(int c) {
    return c >= 0x20 && c < 0x7f;
  }
}
