/** {@code triage doctor}: whether a deployment is whole and connected. */
@NullMarked
package io.accesstriage.cli.doctor;

import org.jspecify.annotations.NullMarked;
