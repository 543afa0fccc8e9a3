/**
 * An interpreter of the part of the Amazon States Language that this product's state machines use
 * (JSONPath; Task, Choice, Wait, Pass, Succeed and Fail). It follows <a
 * href="https://states-language.net/spec.html">the specification</a> and the Step Functions
 * Developer Guide to the letter, and refuses what it does not support when a definition is parsed.
 */
@NullMarked
package io.accesstriage.stateslanguage;

import org.jspecify.annotations.NullMarked;
