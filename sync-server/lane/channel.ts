// One document on one socket: who writes through it, and what may be said to it.
import type { Connection } from '@hocuspocus/server';
import * as encoding from 'lib0/encoding';
import type { DocumentName } from '../../shared/conversation/document-name.ts';
import type { ClientId, UserId } from '../../shared/ids.ts';
import type { Rights } from '../directory/access.ts';
import { frameTypes, syncTypes } from '../../shared/protocol/frame-numbers.ts';
import { formatRefusal, type RefusalCode, type Refusal } from '../../shared/protocol/refusal.ts';
import type { Acknowledgement, Deliveries, Reads } from '../../shared/protocol/signals.ts';
import { byReader, type ReaderClock } from './reader-clocks.ts';

/** Somebody who writes in a chapter. */
export interface Author extends Rights {
  readonly userId: UserId;
  /** Who hears it in a direct conversation, and may have an auto-reply; else null. */
  readonly partner: UserId | null;
}

export interface Channel extends Author {
  readonly connection: Connection;
  readonly document: DocumentName;
}

/** `whole`: it names all clients of this person in the document. */
export function acknowledge(
  { connection }: Channel,
  told: { ack: ReadonlyMap<ClientId, number>; position: number; whole: boolean },
): void {
  const message: Acknowledgement = { ...told, ack: Object.fromEntries(told.ack) };
  connection.sendStateless(JSON.stringify(message));
}

/** Tells a writer on whose devices their entries are. */
export function tellDeliveries({ connection }: Channel, rows: readonly ReaderClock[]): void {
  const message: Deliveries = { deliveries: byReader(rows) };
  if (rows.length > 0) connection.sendStateless(JSON.stringify(message));
}

/** Tells a writer who has read their entries. */
export function tellReads({ connection }: Channel, rows: readonly ReaderClock[]): void {
  const message: Reads = { reads: byReader(rows) };
  if (rows.length > 0) connection.sendStateless(JSON.stringify(message));
}

/** Ends the channel with a reason that names the entry; the device decides by the catalogue what follows. */
export function refuse({ connection }: Channel, refusal: Refusal): void {
  connection.close({ code: 1000, reason: formatRefusal(refusal) });
}

/** Ends the channel for a cause that lies in no entry. */
export function refuseAs(channel: Channel, code: RefusalCode): void {
  refuse(channel, { code, client: null, clock: null });
}

/** A frame with one update for a document's channel: address, sync message, update. */
export function updateFrame(document: DocumentName, update: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarString(encoder, document);
  encoding.writeVarUint(encoder, frameTypes.sync);
  encoding.writeVarUint(encoder, syncTypes.update);
  encoding.writeVarUint8Array(encoder, update);
  return encoding.toUint8Array(encoder);
}
