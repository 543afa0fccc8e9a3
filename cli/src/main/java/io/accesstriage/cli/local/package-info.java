/** The product in one JVM: the real state machines and handlers over a sample account. */
@NullMarked
package io.accesstriage.cli.local;

import org.jspecify.annotations.NullMarked;
