// A page that runs one of the other ways to search in a worker.
let worker: Worker | null = null;

const ask = (message: unknown) =>
  new Promise<{ ms: number; ids: number[]; error?: string }>((resolve) => {
    worker?.addEventListener('message', ({ data }: MessageEvent) => resolve(data as never), { once: true }); // of our own worker
    worker?.addEventListener('error', ({ message: error }) => resolve({ ms: 0, ids: [], error }), { once: true });
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    worker?.postMessage(message); // a worker's takes none
  });

const bench = {
  build(name: string, messages: number) {
    worker = new Worker(new URL('./peer.worker.ts', import.meta.url), { type: 'module' });
    return ask({ build: { name, messages } });
  },
  find: (words: readonly string[], count: number) => ask({ find: { words, count } }),
};
export type PeerBench = typeof bench;
Object.assign(globalThis, { bench });
