// Waiting for real servers and sockets: by looking again, never by a fixed pause.

/** Resolves when `isTrue`; after `timeoutMs` throws, naming what did not come. */
export async function until(isTrue: () => boolean | Promise<boolean>, what: string, timeoutMs = 30_000): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!(await isTrue())) {
    if (performance.now() > deadline) throw new Error(`waited ${timeoutMs} ms for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
