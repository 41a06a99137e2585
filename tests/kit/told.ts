// What the server tells a device in one frame, read far enough to compare it with what is on disk.
import * as decoding from 'lib0/decoding';
import * as Y from 'yjs';
import { must } from '../../shared/base/assert.ts';
import { authenticationTypes, frameTypes, syncTypes } from '../../shared/protocol/frame-numbers.ts';
import { linkAddress, parseAcknowledgement, parseDeliveries, parseReads } from '../../shared/protocol/signals.ts';

export type Told = { readonly document: string } & (
  | { readonly kind: 'sync-request'; readonly stateVector: Uint8Array }
  | { readonly kind: 'sync-answer'; readonly update: Uint8Array }
  | { readonly kind: 'update'; readonly update: Uint8Array }
  | { readonly kind: 'authenticated' }
  | { readonly kind: 'deliveries' }
  | { readonly kind: 'reads' }
  | { readonly kind: 'signal' }
  | { readonly kind: 'denied'; readonly reason: string }
  | { readonly kind: 'closed'; readonly reason: string }
  | { readonly kind: 'acknowledged'; readonly clocks: ReadonlyMap<number, number>; readonly position: number }
);

export function readTold(bytes: Uint8Array): Told {
  const decoder = decoding.createDecoder(bytes);
  const document = decoding.readVarString(decoder);
  if (document === linkAddress) return { document, kind: 'signal' };
  const type = decoding.readVarUint(decoder);
  if (type === frameTypes.sync) return { document, ...readSync(decoder) };
  if (type === frameTypes.authentication && decoding.readVarUint(decoder) === authenticationTypes.authenticated)
    return { document, kind: 'authenticated' };
  const text = decoding.readVarString(decoder);
  if (type === frameTypes.authentication) return { document, kind: 'denied', reason: text };
  if (type === frameTypes.closed) return { document, kind: 'closed', reason: text };
  if (type === frameTypes.stateless && parseDeliveries(text) !== null) return { document, kind: 'deliveries' };
  if (type === frameTypes.stateless && parseReads(text) !== null) return { document, kind: 'reads' };
  const { ack, position } = must(
    type === frameTypes.stateless ? parseAcknowledgement(text) : null,
    'an acknowledgement',
  );
  return {
    document,
    kind: 'acknowledged',
    position,
    clocks: new Map(Object.entries(ack).map(([c, k]) => [Number(c), k])),
  };
}

/** For each client that an update speaks of, the clock after its last entry. */
export function endsOf(update: Uint8Array): Map<number, number> {
  const ends = new Map<number, number>();
  for (const { id, length } of Y.decodeUpdate(update).structs) {
    ends.set(id.client, Math.max(ends.get(id.client) ?? 0, id.clock + length));
  }
  return ends;
}

function readSync(decoder: decoding.Decoder) {
  const type = decoding.readVarUint(decoder);
  const payload = decoding.readVarUint8Array(decoder);
  if (type === syncTypes.request) return { kind: 'sync-request', stateVector: payload } as const;
  return type === syncTypes.answer
    ? ({ kind: 'sync-answer', update: payload } as const)
    : ({ kind: 'update', update: payload } as const);
}
