// Something a person starts and waits for: busy or not, and the code of what went wrong last.
// Started again while busy it does nothing, so that a double press sends once.
import { createSignal, type Accessor } from 'solid-js';

export interface Action<T> {
  readonly isBusy: Accessor<boolean>;
  readonly problem: Accessor<string | null>;
  start(input: T): void;
}

/** `run` answers the code of what went wrong, or null. */
export function createAction<T = void>(run: (input: T) => Promise<string | null>): Action<T> {
  const [isBusy, setBusy] = createSignal(false);
  const [problem, setProblem] = createSignal<string | null>(null);
  async function perform(input: T): Promise<void> {
    setBusy(true);
    setProblem(null);
    try {
      setProblem(await run(input));
    } finally {
      setBusy(false);
    }
  }
  return {
    isBusy,
    problem,
    start(input) {
      if (!isBusy()) void perform(input);
    },
  };
}
