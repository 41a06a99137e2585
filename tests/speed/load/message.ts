// The messages of the load: what is in them, how receivers find them in any peer's bytes, and their Yjs updates.
// Written by hand instead of by a `Y.Doc`, so that the generator costs little and the same for every peer.
// `message.test.ts` shows that Yjs itself writes the same bytes.
import * as encoding from 'lib0/encoding';

export interface Place {
  readonly client: number;
  readonly clock: number;
}

export interface Message {
  readonly id: string;
  readonly at: number;
  readonly text: string;
}

/** Structs of one message in a Y.Map: the map and its keys. */
export const structsPerMap = 5;

const mark = '~#~#';
const markBytes = Buffer.from(mark);
const digits = 6;
const markedLength = mark.length + 2 * digits;

/** A text of usual length that names its writer (the place among the room's members) and its number. */
export function textOf(writer: number, number: number): string {
  const name = mark + String(writer).padStart(digits, '0') + String(number).padStart(digits, '0');
  return `${name} Could you look at the offer for the new customer before noon?`;
}

/** Calls back for each message in a frame, whatever the frame's format. */
export function findMessages(frame: Buffer, found: (writer: number, number: number) => void): void {
  let at = frame.indexOf(markBytes);
  while (at !== -1) {
    const writerAt = at + mark.length;
    found(readNumber(frame, writerAt), readNumber(frame, writerAt + digits));
    at = frame.indexOf(markBytes, at + markedLength);
  }
}

function readNumber(frame: Buffer, at: number): number {
  let value = 0;
  for (let index = at; index < at + digits; index++) value = value * 10 + (frame[index] ?? 0) - 48;
  return value;
}

/** One entry of a log: the next JSON value in a root array that this client alone appends to. */
export function encodeLogMessage(place: Place, root: string, message: Message): Uint8Array {
  const encoder = encoding.createEncoder();
  openBlock(encoder, place, 1);
  if (place.clock === 0) {
    encoding.writeUint8(encoder, refAny);
    writeRoot(encoder, root);
  } else {
    encoding.writeUint8(encoder, refAny | hasOrigin);
    writePlace(encoder, { client: place.client, clock: place.clock - 1 });
  }
  encoding.writeVarUint(encoder, 1);
  encoding.writeAny(encoder, { kind: 'message', ...message });
  return close(encoder);
}

/** One Y.Map pushed to the end of the root array `messages`, which is after `last`. */
export function encodeMapMessage(
  place: Place,
  last: Place | null,
  message: Message & { readonly author: string },
): Uint8Array {
  const encoder = encoding.createEncoder();
  openBlock(encoder, place, structsPerMap);
  encoding.writeUint8(encoder, last === null ? refType : refType | hasOrigin);
  if (last === null) writeRoot(encoder, 'messages');
  else writePlace(encoder, last);
  encoding.writeVarUint(encoder, 1); // Y.Map
  for (const key of ['id', 'at', 'text', 'author'] as const) {
    encoding.writeUint8(encoder, refAny | hasKey);
    encoding.writeVarUint(encoder, 0); // the parent is an item
    writePlace(encoder, place);
    encoding.writeVarString(encoder, key);
    encoding.writeVarUint(encoder, 1);
    encoding.writeAny(encoder, message[key]);
  }
  return close(encoder);
}

const refType = 7;
const refAny = 8;
const hasOrigin = 0x80;
const hasKey = 0x20;

function openBlock(encoder: encoding.Encoder, { client, clock }: Place, structs: number): void {
  encoding.writeVarUint(encoder, 1);
  encoding.writeVarUint(encoder, structs);
  encoding.writeVarUint(encoder, client);
  encoding.writeVarUint(encoder, clock);
}

function writeRoot(encoder: encoding.Encoder, root: string): void {
  encoding.writeVarUint(encoder, 1); // the parent is a root
  encoding.writeVarString(encoder, root);
}

function writePlace(encoder: encoding.Encoder, { client, clock }: Place): void {
  encoding.writeVarUint(encoder, client);
  encoding.writeVarUint(encoder, clock);
}

function close(encoder: encoding.Encoder): Uint8Array {
  encoding.writeVarUint(encoder, 0); // nothing erased
  return encoding.toUint8Array(encoder);
}
