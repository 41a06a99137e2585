// Waiting for something that may never come: every wait ends when its owner closes, and looks again when it is woken.
import type { Platform } from '../platform.ts';

export class Waits {
  readonly #platform: Pick<Platform, 'schedule'>;
  readonly #looks = new Set<() => void>();
  #isClosed = false;

  constructor(platform: Pick<Platform, 'schedule'>) {
    this.#platform = platform;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Something may have come true. */
  wake(): void {
    for (const look of this.#looks) look();
  }

  close(): void {
    this.#isClosed = true;
    this.wake();
  }

  /** Settles when `isTrue`, which is asked with each waking, or when this is closed. */
  until(isTrue: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (!this.#isClosed && !isTrue()) return;
        this.#looks.delete(look);
        resolve();
      };
      this.#looks.add(look);
      look();
    });
  }

  /** Over sooner when `isCut`, which is asked with each waking. */
  async pause(delayMs: number, isCut: () => boolean): Promise<void> {
    let isOver = delayMs === 0;
    const cancel = this.#platform.schedule(delayMs, () => {
      isOver = true;
      this.wake();
    });
    await this.until(() => isOver || isCut());
    cancel();
  }
}
