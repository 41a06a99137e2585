// The parts that all updates are made of (format V1), read strictly: counts, clients, clocks, root names, erased ranges.
import * as decoding from 'lib0/decoding';
import type { ClientId } from '../../shared/ids.ts';
import { GrammarError, demand } from './grammar-error.ts';

export interface Range {
  readonly client: ClientId;
  readonly clock: number;
  readonly length: number;
}

const maxClient = 0xffffffff;
/** No log grows near this; it keeps every sum of clocks an exact integer. */
export const maxClock = 2 ** 31;
const maxRootLength = 64;

/** What `read` makes of all the bytes; null when they are outside the grammar, or some are left. */
export function readWhole<T>(bytes: Uint8Array, read: (decoder: decoding.Decoder) => T): T | null {
  try {
    const decoder = decoding.createDecoder(bytes);
    const whole = read(decoder);
    demand(decoder.pos === bytes.length);
    return whole;
  } catch (error) {
    if (isMalformed(error)) return null;
    throw error;
  }
}

export function readErased(decoder: decoding.Decoder): Range[] {
  const ranges: Range[] = [];
  let previous = Infinity;
  for (let left = readCount(decoder); left > 0; left--) {
    const client = readClient(decoder);
    demand(client < previous);
    previous = client;
    const rangeCount = readCount(decoder);
    demand(rangeCount > 0);
    let end = 0;
    for (let index = 0; index < rangeCount; index++) {
      const clock = readClock(decoder);
      const length = readLength(decoder);
      demand(clock >= end && clock + length <= maxClock);
      end = clock + length;
      ranges.push({ client, clock, length });
    }
  }
  return ranges;
}

/** A count of things that take at least one byte each, so it can never promise more than the bytes hold. */
export function readCount(decoder: decoding.Decoder): number {
  const count = decoding.readVarUint(decoder);
  demand(count <= decoder.arr.length - decoder.pos);
  return count;
}

export function readClient(decoder: decoding.Decoder): ClientId {
  const client = decoding.readVarUint(decoder);
  demand(client <= maxClient);
  return client as ClientId;
}

export function readClock(decoder: decoding.Decoder): number {
  const clock = decoding.readVarUint(decoder);
  demand(clock < maxClock);
  return clock;
}

export function readLength(decoder: decoding.Decoder): number {
  const length = decoding.readVarUint(decoder);
  demand(length > 0 && length <= maxClock);
  return length;
}

export function readRootName(decoder: decoding.Decoder): string {
  const length = decoding.readVarUint(decoder);
  demand(length <= maxRootLength && decoder.pos + length <= decoder.arr.length);
  const bytes = decoding.readUint8Array(decoder, length);
  demand(bytes.every((byte) => byte > 0x20 && byte < 0x7f));
  return String.fromCharCode(...bytes);
}

/** lib0 throws plain errors at the end of the bytes and at integers that are too big; TextDecoder a TypeError. */
function isMalformed(error: unknown): boolean {
  if (error instanceof GrammarError || error instanceof RangeError || error instanceof TypeError) return true;
  return error instanceof Error && /Unexpected end of array|Integer out of Range/i.test(error.message);
}
