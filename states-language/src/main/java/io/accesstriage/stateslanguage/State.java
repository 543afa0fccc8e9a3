package io.accesstriage.stateslanguage;

/** A state of the machine. */
sealed interface State
    permits ChoiceState, FailState, PassState, SucceedState, TaskState, WaitState {
  /**
   * Does what the state is for.
   *
   * @throws StateFailedException an error that ends the execution
   */
  Transition perform(Visit visit) throws StateFailedException, ExecutionTimedOutException;
}
