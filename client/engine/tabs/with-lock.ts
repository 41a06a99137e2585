// One at a time among all tabs of a browser. Where the browser has no locks (a page that came insecurely), one at a
// time in this tab: what is done under it must then converge by itself.

const queues = new Map<string, Promise<unknown>>();

export function withLock<T>(name: string, run: () => Promise<T>): Promise<T> {
  if ('locks' in navigator) return navigator.locks.request(name, run);
  const after = (queues.get(name) ?? Promise.resolve()).then(run, run);
  queues.set(
    name,
    after.catch(() => undefined),
  );
  return after;
}
