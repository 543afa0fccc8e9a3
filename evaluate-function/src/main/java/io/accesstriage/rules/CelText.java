package io.accesstriage.rules;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelSource;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind;
import dev.cel.parser.CelUnparser;
import dev.cel.parser.CelUnparserFactory;
import java.util.function.IntPredicate;

/**
 * Expressions and strings as CEL writes them, each on one line. Two expressions have the same text
 * only if they mean the same.
 */
final class CelText {
  private static final CelUnparser UNPARSER = CelUnparserFactory.newUnparser();

  private CelText() {}

  /**
   * A string; letters and digits of any script stay readable, whatever else is not ASCII does not.
   */
  static String string(String value) {
    return string(value, c -> isPrintableAscii(c) || Character.isLetterOrDigit(c));
  }

  /** A string of ASCII characters only. */
  static String asciiString(String value) {
    return string(value, CelText::isPrintableAscii);
  }

  /**
   * An expression.
   *
   * @param whole the expression that it was parsed in
   */
  static String expression(CelExpr expr, CelAbstractSyntaxTree whole) {
    CelSource.Builder source = whole.getSource().toBuilder();
    whole
        .getSource()
        .getMacroCalls()
        .forEach((id, call) -> source.addMacroCalls(id, escaped(call)));
    return UNPARSER.unparse(CelAbstractSyntaxTree.newParsedAst(escaped(expr), source.build()));
  }

  /** The unparser writes strings as they are: a quote inside would end them. */
  private static CelExpr escaped(CelExpr expr) {
    if (expr.getKind() == ExprKind.Kind.CONSTANT
        && expr.constant().getKind() == CelConstant.Kind.STRING_VALUE) {
      return CelExpr.ofConstant(
          expr.id(), CelConstant.ofValue(unquoted(string(expr.constant().stringValue()))));
    }
    return CelChildren.replace(expr, (part, strict) -> escaped(part));
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
