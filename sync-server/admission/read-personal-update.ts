// The strict reader of an update to a personal document (format V1): texts and what was erased of them, nothing else.
// Its code is the grammar of what a device may send of its owner's drafts. Step 5. Knows no person and no draft.
import * as decoding from 'lib0/decoding';
import type { ClientId } from '../../shared/ids.ts';
import { demand } from './grammar-error.ts';
import {
  maxClock,
  readClient,
  readClock,
  readCount,
  readErased,
  readLength,
  readRootName,
  readWhole,
} from './update-parts.ts';
import type { Range } from './update-parts.ts';

export interface Place {
  readonly client: ClientId;
  readonly clock: number;
}

/** A stretch of text at consecutive clocks of one client, or places whose text was erased. */
export interface TextRun {
  readonly clock: number;
  readonly length: number;
  readonly isErased: boolean;
  /** Named where the run has no neighbours; else it stands where these do. */
  readonly root: string | null;
  readonly left: Place | null;
  readonly right: Place | null;
}

export interface TextBlock {
  readonly client: ClientId;
  readonly runs: readonly TextRun[];
}

export interface ParsedPersonalUpdate {
  readonly bytes: Uint8Array;
  readonly blocks: readonly TextBlock[];
  readonly erased: readonly Range[];
  /** True when a run is missing inside a block: the sender itself has a gap. */
  readonly hasGap: boolean;
}

const refErased = 1;
const refText = 4;
const refSkip = 10;
const hasLeft = 0x80;
const hasRight = 0x40;

/** The parts of an update, or null when a byte of it is outside the grammar. Costs as much as the update is long. */
export function readPersonalUpdate(bytes: Uint8Array): ParsedPersonalUpdate | null {
  return readWhole(bytes, (decoder) => {
    const blocks: TextBlock[] = [];
    let hasGap = false;
    let previous = Infinity;
    for (let left = readCount(decoder); left > 0; left--) {
      const block = readBlock(decoder);
      demand(block.client < previous);
      previous = block.client;
      hasGap ||= block.hasGap;
      blocks.push(block);
    }
    return { bytes, blocks, erased: readErased(decoder), hasGap };
  });
}

function readBlock(decoder: decoding.Decoder): TextBlock & { hasGap: boolean } {
  const count = readCount(decoder);
  const client = readClient(decoder);
  const runs: TextRun[] = [];
  let hasGap = false;
  let clock = readClock(decoder);
  demand(count > 0);
  for (let index = 0; index < count; index++) {
    const run = readRun(decoder, clock);
    if (run === null) hasGap = true;
    else runs.push(run);
    clock += run?.length ?? readLength(decoder);
    demand(clock <= maxClock);
  }
  return { client, runs, hasGap };
}

/** Null for a gap, whose length comes next. */
function readRun(decoder: decoding.Decoder, clock: number): TextRun | null {
  const info = decoding.readUint8(decoder);
  if (info === refSkip) return null;
  const ref = info & ~(hasLeft | hasRight);
  demand(ref === refText || ref === refErased); // no map keys, no formats, no nested types, no garbage-collected structs
  const left = (info & hasLeft) === 0 ? null : readPlace(decoder);
  const right = (info & hasRight) === 0 ? null : readPlace(decoder);
  const root = left === null && right === null ? readRoot(decoder) : null;
  const length = ref === refErased ? readLength(decoder) : readText(decoder).length;
  return { clock, length, isErased: ref === refErased, root, left, right };
}

function readPlace(decoder: decoding.Decoder): Place {
  return { client: readClient(decoder), clock: readClock(decoder) };
}

function readRoot(decoder: decoding.Decoder): string {
  demand(decoding.readVarUint(decoder) === 1); // the parent is a root
  return readRootName(decoder);
}

/** lib0's decoder is fatal, so text is always well-formed Unicode; NUL has no place in it. */
function readText(decoder: decoding.Decoder): string {
  const text = decoding.readVarString(decoder);
  demand(decoder.pos <= decoder.arr.length && text !== '' && !text.includes('\0'));
  return text;
}
