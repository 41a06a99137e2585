// A reason why the server cannot start that a person can remove. Its message says how.
// main.ts prints the message alone and ends with exit code 2; every other error is a bug and keeps its stack.
export class StartProblem extends Error {
  override readonly name = 'StartProblem';
}
