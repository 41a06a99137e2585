// Takes into the index, after a start, what was said before there was one: in the background, a few rows at a time.
import { setTimeout as pause } from 'node:timers/promises';
import { fillPauseMs } from '../limits.ts';
import type { UpdateLog } from '../update-log/update-log.ts';

export interface FillSpokenOptions {
  readonly log: Pick<UpdateLog, 'fillSpoken'>;
  readonly onTrouble: (what: string, error: unknown) => void;
}

/** Begins at once. The function it returns ends it early, and resolves when the log is not used any more. */
export function fillSpoken({ log, onTrouble }: FillSpokenOptions): () => Promise<void> {
  const ending = new AbortController();
  const { signal } = ending;
  const fill = async () => {
    while (!signal.aborted && (await log.fillSpoken())) await pause(fillPauseMs, undefined, { signal, ref: false });
  };
  const running = fill().catch((error: unknown) => {
    if (!signal.aborted) onTrouble('what was said before could not be taken into the index', error);
  });
  return () => {
    ending.abort();
    return running;
  };
}
