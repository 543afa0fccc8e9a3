/** Reads YAML files of people, and reports all their mistakes at once, each with its place. */
@NullMarked
package io.accesstriage.yaml;

import org.jspecify.annotations.NullMarked;
