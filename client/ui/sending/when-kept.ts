// Waits for what is chosen.
import type { ChosenFile } from '../../engine/files/files.ts';
import type { Readable } from '../../engine/messenger.ts';

/** None of them is being kept any more: each is ready, has a problem, or was taken out. */
export function whenKept(chosen: Readable<readonly ChosenFile[]>): Promise<void> {
  const areKept = () => chosen.get().every(({ state }) => state !== 'keeping');
  return new Promise((resolve) => {
    if (areKept()) return resolve();
    const stop = chosen.subscribe(() => {
      if (!areKept()) return;
      stop();
      resolve();
    });
  });
}
