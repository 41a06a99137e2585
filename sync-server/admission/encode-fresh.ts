// Writes what was admitted as one Yjs update (format V1), the inverse of `read-update.ts`.
// What is logged, applied and sent to others is this encoding and never the sender's bytes, so no difference
// between two readers can travel on, and a repeated prefix is neither stored nor sent again.
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import { assert } from '../../shared/base/assert.ts';
import type { ClientId } from '../../shared/ids.ts';
import type { Fresh, FreshRun } from './admit.ts';
import type { Range } from './update-parts.ts';

/** One update that adds all of `parts`, given in the order of their admission. */
export function encodeFresh(parts: readonly Fresh[]): Uint8Array {
  const personal = parts.flatMap((part) => part.personal?.update ?? []);
  return personal.length > 0 ? Y.mergeUpdates(personal) : encodeEntries(parts);
}

function encodeEntries(parts: readonly Fresh[]): Uint8Array {
  const encoder = encoding.createEncoder();
  const blocks = groupByClient(parts.flatMap((part) => part.runs));
  encoding.writeVarUint(encoder, blocks.length);
  for (const [client, runs] of blocks) writeBlock(encoder, client, joinRuns(runs));
  // What came erased is named among the erased as well: a device may hold it with its content.
  const erased = groupByClient(
    parts.flatMap((part) => [...part.erased, ...part.runs.filter((run) => run.bytes === null)]),
  );
  encoding.writeVarUint(encoder, erased.length);
  for (const [client, ranges] of erased) writeErased(encoder, client, ranges);
  return encoding.toUint8Array(encoder);
}

interface JoinedRun {
  readonly clock: number;
  readonly root: string;
  length: number;
  /** Null when erased. */
  readonly bytes: Uint8Array[] | null;
}

/** Neighbours of the same sort become one run: what Yjs would make of them after integration. */
function joinRuns(runs: readonly FreshRun[]): JoinedRun[] {
  const joined: JoinedRun[] = [];
  for (const { clock, root, length, bytes } of runs) {
    const last = joined.at(-1);
    assert(last === undefined || last.clock + last.length === clock, 'the entries of a log follow each other');
    if (last !== undefined && (last.bytes === null) === (bytes === null)) {
      last.length += length;
      if (bytes !== null) last.bytes?.push(bytes);
    } else {
      joined.push({ clock, root, length, bytes: bytes === null ? null : [bytes] });
    }
  }
  return joined;
}

function writeBlock(encoder: encoding.Encoder, client: ClientId, runs: readonly JoinedRun[]): void {
  encoding.writeVarUint(encoder, runs.length);
  encoding.writeVarUint(encoder, client);
  encoding.writeVarUint(encoder, runs[0]?.clock ?? 0);
  for (const { clock, root, length, bytes } of runs) {
    const ref = bytes === null ? 1 : 8; // ContentDeleted, ContentAny
    if (clock === 0) {
      encoding.writeUint8(encoder, ref);
      encoding.writeVarUint(encoder, 1); // the parent is a root, named next
      encoding.writeVarString(encoder, root);
    } else {
      encoding.writeUint8(encoder, ref | 0x80); // has an origin: the previous entry
      encoding.writeVarUint(encoder, client);
      encoding.writeVarUint(encoder, clock - 1);
    }
    encoding.writeVarUint(encoder, length);
    for (const part of bytes ?? []) encoding.writeUint8Array(encoder, part);
  }
}

function writeErased(encoder: encoding.Encoder, client: ClientId, ranges: readonly Range[]): void {
  const sorted = ranges.toSorted((a, b) => a.clock - b.clock);
  encoding.writeVarUint(encoder, client);
  encoding.writeVarUint(encoder, sorted.length);
  for (const { clock, length } of sorted) {
    encoding.writeVarUint(encoder, clock);
    encoding.writeVarUint(encoder, length);
  }
}

/** Higher client ids first, as Yjs writes them. */
function groupByClient<T extends { readonly client: ClientId }>(things: readonly T[]): [ClientId, T[]][] {
  const groups = new Map<ClientId, T[]>();
  for (const thing of things) {
    const group = groups.get(thing.client);
    if (group === undefined) groups.set(thing.client, [thing]);
    else group.push(thing);
  }
  return [...groups].sort(([a], [b]) => b - a);
}
