// Runs one thing at a time, and once more when it is wanted meanwhile.

/**
 * Answers how to want `run`. What is wanted while it runs is run once more after it, however often; also what is wanted
 * in the very turn in which it ends, which a look at whether it is running would miss. Settles, with the answer of the
 * last, when all that was wanted has been run; rejects with what `run` rejects with.
 */
export function makeRepeater<T>(run: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | null = null;
  let isWanted = false;
  const runAll = async (): Promise<T> => {
    try {
      for (;;) {
        isWanted = false;
        const answer = await run();
        if (!isWanted) return answer;
      }
    } finally {
      running = null; // in the same turn as the last look
    }
  };
  return () => {
    isWanted = true;
    return (running ??= runAll());
  };
}
