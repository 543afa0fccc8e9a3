package io.accesstriage.json;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a field stands for that another version of this product, or AWS, leaves out. Without it an
 * absent field is an error, unless it may be null.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface IfAbsent {
  /** With this value null is written, where it would be left out. */
  String NULL = "null";

  /** As in JSON, without quotes. */
  String value();

  /** Whether the field is written where it has this value. */
  boolean isWritten() default true;
}
