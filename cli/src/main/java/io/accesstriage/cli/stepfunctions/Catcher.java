package io.accesstriage.cli.stepfunctions;

/** One element of a Catch. */
record Catcher(ErrorNames errors, ResultPath resultPath, String next) {}
