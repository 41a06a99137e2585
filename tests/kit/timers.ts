// Timers that run when a test says so, whatever their time.
export function makeTimers() {
  const waiting = new Set<() => void>();
  return {
    schedule(_delayMs: number, run: () => void): () => void {
      waiting.add(run);
      return () => void waiting.delete(run);
    },
    waiting,
    runAll() {
      const due = [...waiting];
      waiting.clear();
      for (const run of due) run();
    },
  };
}
