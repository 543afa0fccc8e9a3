package io.accesstriage.cli.local;

/** The functions that the state machine calls, by their parameters in it. */
enum FunctionName {
  ENRICH("EnrichFunction"),
  EVALUATE("EvaluateFunction"),
  ARCHIVE("ArchiveFunction"),
  NOTIFY("NotifyFunction");

  private final String substitution;

  FunctionName(String substitution) {
    this.substitution = substitution;
  }

  String substitution() {
    return substitution;
  }
}
