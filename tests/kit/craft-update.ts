// Bytes of a Yjs update (format V1) written by hand, those that no honest Yjs would write included.
// Knows the format and no rule: whatever it is asked for, it writes.
import * as encoding from 'lib0/encoding';

export type Struct = (encoder: encoding.Encoder) => void;

export interface CraftedUpdate {
  readonly blocks?: readonly { readonly client: number; readonly clock: number; readonly structs: readonly Struct[] }[];
  readonly erased?: readonly {
    readonly client: number;
    readonly ranges: readonly (readonly [clock: number, length: number])[];
  }[];
}

export function craftUpdate({ blocks = [], erased = [] }: CraftedUpdate): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, blocks.length);
  for (const { client, clock, structs } of blocks) {
    for (const number of [structs.length, client, clock]) encoding.writeVarUint(encoder, number);
    for (const write of structs) write(encoder);
  }
  encoding.writeVarUint(encoder, erased.length);
  for (const { client, ranges } of erased) {
    for (const number of [client, ranges.length, ...ranges.flat()]) encoding.writeVarUint(encoder, number);
  }
  return encoding.toUint8Array(encoder);
}

/** One new log of one run: what most tests need. */
export function openLog(client: number, root: string, values: readonly unknown[]): Uint8Array {
  return craftUpdate({ blocks: [{ client, clock: 0, structs: [firstRun(root, values)] }] });
}

/** Entries that go on after `clock - 1` of the same client. */
export function goOn(client: number, clock: number, values: readonly unknown[]): Uint8Array {
  return craftUpdate({ blocks: [{ client, clock, structs: [nextRun(client, clock - 1, values)] }] });
}

/** A run of values that opens a root. */
export function firstRun(root: string, values: readonly unknown[]): Struct {
  return (encoder) => {
    writeRoot(encoder, 8, root);
    writeValues(encoder, values);
  };
}

/** A run of values that follows another entry. */
export function nextRun(client: number, after: number, values: readonly unknown[]): Struct {
  return (encoder) => {
    writeOrigin(encoder, 8, client, after);
    writeValues(encoder, values);
  };
}

export function firstErasedRun(root: string, length: number): Struct {
  return (encoder) => {
    writeRoot(encoder, 1, root);
    encoding.writeVarUint(encoder, length);
  };
}

export function nextErasedRun(client: number, after: number, length: number): Struct {
  return (encoder) => {
    writeOrigin(encoder, 1, client, after);
    encoding.writeVarUint(encoder, length);
  };
}

/** A struct of any sort at a root: `info` is its first byte, `write` its content. */
export function rootStruct(info: number, root: string, write: Struct): Struct {
  return (encoder) => {
    writeRoot(encoder, info, root);
    write(encoder);
  };
}

/** A struct without a place of its own: GC is 0, Skip is 10. */
export function bareStruct(info: number, length: number): Struct {
  return (encoder) => {
    encoding.writeUint8(encoder, info);
    encoding.writeVarUint(encoder, length);
  };
}

/** A run of one value whose bytes are given. */
export function rawValue(root: string, bytes: readonly number[] | Uint8Array): Struct {
  return rootStruct(8, root, (encoder) => {
    encoding.writeVarUint(encoder, 1);
    encoding.writeUint8Array(encoder, Uint8Array.from(bytes));
  });
}

function writeRoot(encoder: encoding.Encoder, info: number, root: string): void {
  encoding.writeUint8(encoder, info);
  encoding.writeVarUint(encoder, 1);
  encoding.writeVarString(encoder, root);
}

function writeOrigin(encoder: encoding.Encoder, info: number, client: number, clock: number): void {
  encoding.writeUint8(encoder, info | 0x80);
  encoding.writeVarUint(encoder, client);
  encoding.writeVarUint(encoder, clock);
}

function writeValues(encoder: encoding.Encoder, values: readonly unknown[]): void {
  encoding.writeVarUint(encoder, values.length);
  // lib0's own type names JSON and bytes; here anything may be tried.
  for (const value of values) encoding.writeAny(encoder, value as encoding.AnyEncodable);
}
