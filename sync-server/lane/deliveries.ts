// What has come to rest on whose device: for each reader and each client of others, a clock that only grows.
// A small vector beside the document, never in it: overwritten keys would stay there for ever.
import type { ClientId, UserId } from '../../shared/ids.ts';
import type { Deliveries as DeliveriesMessage } from '../../shared/protocol/signals.ts';

export interface DeliveryRow {
  readonly reader: UserId;
  readonly client: ClientId;
  readonly clock: number;
}

export class Deliveries {
  readonly #clocks = new Map<UserId, Map<ClientId, number>>();
  readonly #unsaved = new Set<DeliveryRow>();

  constructor(rows: readonly DeliveryRow[]) {
    for (const row of rows) this.#set(row);
  }

  /** Takes a reader's word, clamped by the caller to what is on our own disk. Returns what is new in it. */
  merge(rows: readonly DeliveryRow[]): DeliveryRow[] {
    const news = rows.filter(({ reader, client, clock }) => clock > (this.#clocks.get(reader)?.get(client) ?? 0));
    for (const row of news) {
      this.#set(row);
      this.#unsaved.add(row);
    }
    return news;
  }

  /** Everything known of these clients. */
  of(clients: ReadonlySet<ClientId>): DeliveryRow[] {
    return [...this.#clocks].flatMap(([reader, clocks]) =>
      [...clocks].filter(([client]) => clients.has(client)).map(([client, clock]) => ({ reader, client, clock })),
    );
  }

  /** What was learned since the last call; the caller puts it on the disk. */
  takeUnsaved(): DeliveryRow[] {
    const rows = [...this.#unsaved];
    this.#unsaved.clear();
    return rows;
  }

  #set({ reader, client, clock }: DeliveryRow): void {
    const clocks = this.#clocks.get(reader);
    if (clocks === undefined) this.#clocks.set(reader, new Map([[client, clock]]));
    else clocks.set(client, clock);
  }
}

/** The message for one writer. */
export function deliveriesMessage(rows: readonly DeliveryRow[]): DeliveriesMessage {
  const deliveries: Record<UserId, Record<string, number>> = {};
  for (const { reader, client, clock } of rows) (deliveries[reader] ??= {})[client] = clock;
  return { deliveries };
}
