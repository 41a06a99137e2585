// What a page and a worker of it say to each other about one piece of work after the other.
// A worker that looks into files may be killed by one at any moment: nothing here is kept anywhere.

/** To the worker. */
export interface Ask<Work> {
  readonly id: number;
  readonly work: Work;
}

/** From the worker. `alive`: it goes on. `failed`: it could not be done; why is nobody's but the developer's. */
export type Answer<Done> =
  | { readonly id: number; readonly kind: 'alive' }
  | { readonly id: number; readonly kind: 'done'; readonly done: Done }
  | { readonly id: number; readonly kind: 'failed'; readonly name: string; readonly message: string };

/** The worker's side. `run` says that it is alive as often as it likes; what it answers is given away, not copied. */
export function answerAsks(
  run: (work: unknown, sayAlive: () => void) => Promise<{ done: unknown; give?: readonly Transferable[] }>,
): void {
  addEventListener('message', ({ data }: MessageEvent<Ask<unknown>>) => {
    const { id, work } = data; // a worker hears its own page alone
    const say = (answer: Answer<unknown>, give: readonly Transferable[] = []) =>
      postMessage(answer, { transfer: [...give] });
    run(work, () => say({ id, kind: 'alive' })).then(
      ({ done, give }) => say({ id, kind: 'done', done }, give),
      (error: unknown) => say({ id, kind: 'failed', ...wordsOf(error) }),
    );
  });
}

function wordsOf(error: unknown): { name: string; message: string } {
  return error instanceof Error || error instanceof DOMException
    ? { name: error.name, message: error.message }
    : { name: 'Error', message: String(error) };
}
