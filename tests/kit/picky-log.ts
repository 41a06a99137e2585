// An update log that calls one text known already: the way to a message that the server refuses for good.
import { randomBytes } from 'node:crypto';
import { MemoryUpdateLog } from '../../sync-server/update-log/memory-update-log.ts';
import type { Append, AppendOutcome } from '../../sync-server/update-log/update-log.ts';

export class PickyLog extends MemoryUpdateLog {
  /** Null: takes everything. */
  refused: string | null;

  constructor(refused: string) {
    super((byteCount) => randomBytes(byteCount));
    this.refused = refused;
  }

  override async append(batch: readonly Append[]): Promise<AppendOutcome[]> {
    const taken = await super.append(batch.filter((append) => !this.#isRefused(append)));
    return batch.map((append) =>
      this.#isRefused(append) ? { status: 'duplicate-id' } : (taken.shift() ?? { status: 'conflict' }),
    );
  }

  #isRefused({ rows }: Append): boolean {
    return rows.some(({ event }) => event?.kind === 'message' && event.text === this.refused);
  }
}
