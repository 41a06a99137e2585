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
    const taken = await super.append(batch.filter((append) => this.#refusalOf(append) === null));
    return batch.map((append) => this.#refusalOf(append) ?? taken.shift() ?? { status: 'conflict' });
  }

  #refusalOf({ rows }: Append): AppendOutcome | null {
    const row = rows.find(({ event }) => event?.kind === 'message' && event.text === this.refused);
    return row === undefined ? null : { status: 'duplicate-id', client: row.client, clock: row.clock };
  }
}
