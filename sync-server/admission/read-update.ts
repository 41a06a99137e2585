// The strict reader of a Yjs update (format V1): its code is the grammar of what a device may send. Step 5.
// Yjs' own decoder accepts bytes that its integration then reads differently; nothing outside this grammar passes.
// Format: https://github.com/yjs/yjs/blob/main/INTERNALS.md and Yjs' encoding.js; written against yjs 13.6.
// Knows nothing of people, documents or events.
import * as decoding from 'lib0/decoding';
import type { ClientId } from '../../shared/ids.ts';
import { demand } from './grammar-error.ts';
import { readValue } from './read-value.ts';
import {
  maxClock,
  readClient,
  readClock,
  readCount,
  readErased,
  readLength,
  readRootName,
  readWhole,
  type Range,
} from './update-parts.ts';

/** Entries that stand at consecutive clocks of one client: values, or places whose content was erased. */
export interface Run {
  readonly clock: number;
  readonly length: number;
  /** Root name, at clock 0 only. */
  readonly root: string | null;
  /** Clock of the entry that this one follows; null at clock 0. */
  readonly origin: number | null;
  /** The decoded values, or null when erased. */
  readonly values: readonly unknown[] | null;
  /** The bytes of value i are `bytes.subarray(bounds[i], bounds[i + 1])`. */
  readonly bounds: readonly number[];
}

export interface ClientBlock {
  readonly client: ClientId;
  readonly runs: readonly Run[];
}

export interface ParsedUpdate {
  readonly bytes: Uint8Array;
  readonly blocks: readonly ClientBlock[];
  readonly erased: readonly Range[];
  /** True when a run is missing inside a block: the sender itself has a gap. */
  readonly hasGap: boolean;
}

const refErased = 1;
const refAny = 8;
const refSkip = 10;
const hasOrigin = 0x80;
/** More events than fit into the largest frame: what claims more is there to keep the reader busy. */
const maxValues = 100_000;

/** The parts of an update, or null when a byte of it is outside the grammar. Costs as much as the update is long. */
export function readUpdate(bytes: Uint8Array): ParsedUpdate | null {
  return readWhole(bytes, (decoder) => {
    const blocks = readBlocks(decoder);
    return { bytes, blocks: blocks.list, erased: readErased(decoder), hasGap: blocks.hasGap };
  });
}

function readBlocks(decoder: decoding.Decoder): { list: ClientBlock[]; hasGap: boolean } {
  const list: ClientBlock[] = [];
  let hasGap = false;
  let valueCount = 0;
  let previous = Infinity;
  for (let left = readCount(decoder); left > 0; left--) {
    const runCount = readCount(decoder);
    const client = readClient(decoder);
    demand(client < previous && runCount > 0);
    previous = client;
    const runs: Run[] = [];
    let clock = readClock(decoder);
    for (let index = 0; index < runCount; index++) {
      const run = readRun(decoder, client, clock);
      if (run.kind === 'skip') hasGap = true;
      else runs.push(run.run);
      valueCount += run.kind === 'skip' ? 0 : (run.run.values?.length ?? 0);
      demand(valueCount <= maxValues);
      clock += run.kind === 'skip' ? run.length : run.run.length;
      demand(clock <= maxClock);
    }
    list.push({ client, runs });
  }
  return { list, hasGap };
}

type ReadRun = { kind: 'run'; run: Run } | { kind: 'skip'; length: number };

function readRun(decoder: decoding.Decoder, client: ClientId, clock: number): ReadRun {
  const info = decoding.readUint8(decoder);
  if (info === refSkip) return { kind: 'skip', length: readLength(decoder) };
  const ref = info & ~hasOrigin;
  demand(ref === refAny || ref === refErased); // no right origin, no parentSub, no nested types, no GC
  let origin: number | null = null;
  let root: string | null = null;
  if ((info & hasOrigin) !== 0) {
    demand(readClient(decoder) === client);
    origin = readClock(decoder);
  } else {
    demand(decoding.readVarUint(decoder) === 1); // the parent is a root
    root = readRootName(decoder);
  }
  const length = readLength(decoder);
  if (ref === refErased) return { kind: 'run', run: { clock, length, root, origin, values: null, bounds: [] } };
  demand(length <= maxValues);
  const values: unknown[] = [];
  const bounds = [decoder.pos];
  for (let index = 0; index < length; index++) {
    values.push(readValue(decoder));
    bounds.push(decoder.pos);
  }
  return { kind: 'run', run: { clock, length, root, origin, values, bounds } };
}
