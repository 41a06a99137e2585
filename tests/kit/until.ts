// Waiting for real servers and sockets: by looking again, never by a fixed pause.

/** Generous, for slow machines. A test that is expected to wait in vain is given less: tests/mutants/run.ts. */
const usualMs = Number(process.env['UNTIL_MS'] ?? 30_000);

/** Soon slower, or looking by HTTP for a second would meet the limits of what one person may ask. */
const maxPauseMs = 20;

/** Resolves when `isTrue`; after `timeoutMs` throws, naming what did not come. */
export async function until(
  isTrue: () => boolean | Promise<boolean>,
  what: string,
  timeoutMs = usualMs,
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  for (let pauseMs = 2; !(await isTrue()); pauseMs = Math.min(pauseMs + 1, maxPauseMs)) {
    if (performance.now() > deadline) throw new Error(`waited ${timeoutMs} ms for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}
