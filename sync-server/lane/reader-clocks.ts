// How far each reader is in the logs of others: what has come to rest on a device of theirs, or what they have read.
// For each reader and each client a clock that only grows. A small vector beside the document, never in it: overwritten
// keys would stay there for ever.
import type { ClientId, UserId } from '../../shared/ids.ts';

export interface ReaderClock {
  readonly reader: UserId;
  readonly client: ClientId;
  readonly clock: number;
}

export class ReaderClocks {
  readonly #clocks = new Map<UserId, Map<ClientId, number>>();

  constructor(rows: readonly ReaderClock[]) {
    for (const row of rows) this.#set(row);
  }

  /** Takes a reader's word, clamped by the caller to what is on our own disk. Returns what is new in it. */
  merge(rows: readonly ReaderClock[]): ReaderClock[] {
    const news = rows.filter(({ reader, client, clock }) => clock > (this.#clocks.get(reader)?.get(client) ?? 0));
    for (const row of news) this.#set(row);
    return news;
  }

  /** Everything known of these clients. */
  of(clients: ReadonlySet<ClientId>): ReaderClock[] {
    return [...this.#clocks].flatMap(([reader, clocks]) =>
      [...clocks].filter(([client]) => clients.has(client)).map(([client, clock]) => ({ reader, client, clock })),
    );
  }

  #set({ reader, client, clock }: ReaderClock): void {
    const clocks = this.#clocks.get(reader);
    if (clocks === undefined) this.#clocks.set(reader, new Map([[client, clock]]));
    else clocks.set(client, clock);
  }
}

/** As it is told to a writer. */
export function byReader(rows: readonly ReaderClock[]): Record<UserId, Record<string, number>> {
  const told: Record<UserId, Record<string, number>> = {};
  for (const { reader, client, clock } of rows) (told[reader] ??= {})[client] = clock;
  return told;
}
