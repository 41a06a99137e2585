// The frame guard's reader: what a device may say on the socket, before Hocuspocus hears of it.
// Everything else, Hocuspocus' server-internal opcodes included, is no frame and ends the socket.
// Layout: `shared/protocol/frame-numbers.ts`; written from the source of @hocuspocus/common.
import * as decoding from 'lib0/decoding';
import { placeInSeries, type DocumentName } from '../../shared/conversation/document-name.ts';
import { parseDeviceSignal, type DeviceSignal } from '../../shared/protocol/presence.ts';
import { linkAddress } from '../../shared/protocol/signals.ts';
import { authenticationTypes, frameTypes, syncTypes } from '../../shared/protocol/frame-numbers.ts';

export type Frame = { readonly document: DocumentName } & (
  | { readonly kind: 'authenticate' }
  | { readonly kind: 'sync-request' }
  | { readonly kind: 'update'; readonly update: Uint8Array; readonly isSync: boolean }
  | { readonly kind: 'report'; readonly text: string }
  | { readonly kind: 'close' }
);

type FrameBody =
  | { kind: 'authenticate' }
  | { kind: 'sync-request' }
  | { kind: 'update'; update: Uint8Array; isSync: boolean }
  | { kind: 'report'; text: string }
  | { kind: 'close' };

/** `conversation/`, an id and a chapter of nine digits are 51. */
const maxAddressBytes = 64;
/** Ours is empty: the cookie speaks. Room for the tokens that the library's own clients send. */
const maxTokenBytes = 4_096;
const maxVersionBytes = 64;
/** Clocks of a few thousand logs. */
const maxReportBytes = 64 * 1_024;
/** More logs than a document can hold in its bytes. */
const maxStateVectorEntries = 100_000;

/** Whether a frame is about the link itself, whatever it says. */
export function isLinkFrame(bytes: Uint8Array): boolean {
  try {
    return readAscii(decoding.createDecoder(bytes), maxAddressBytes) === linkAddress;
  } catch {
    return false; // as below
  }
}

/** What a device says on the link itself, or null when that is nothing that a device may say. */
export function readLinkFrame(bytes: Uint8Array): DeviceSignal | null {
  try {
    const decoder = decoding.createDecoder(bytes);
    if (readAscii(decoder, maxAddressBytes) !== linkAddress) return null;
    if (decoding.readVarUint(decoder) !== frameTypes.stateless) return null;
    const signal = parseDeviceSignal(readAscii(decoder, maxReportBytes));
    return decoder.pos === bytes.length ? signal : null;
  } catch {
    return null; // as below
  }
}

/** The frame in `bytes`, or null when it is none that a device may send. */
export function readFrame(bytes: Uint8Array): Frame | null {
  try {
    const decoder = decoding.createDecoder(bytes);
    const document = readAscii(decoder, maxAddressBytes);
    if (placeInSeries(document) === null) return null;
    const body = readBody(decoder);
    if (body === null || decoder.pos !== bytes.length) return null;
    return { document: document as DocumentName, ...body }; // parsed above
  } catch {
    return null; // lib0 throws at the end of the bytes: the same as any other shape that is no frame
  }
}

function readBody(decoder: decoding.Decoder): FrameBody | null {
  switch (decoding.readVarUint(decoder)) {
    case frameTypes.sync:
      return readSync(decoder);
    case frameTypes.authentication:
      return readAuthentication(decoder);
    case frameTypes.stateless:
      return { kind: 'report', text: readAscii(decoder, maxReportBytes) };
    case frameTypes.closed:
      return { kind: 'close' };
    default:
      return null;
  }
}

function readSync(decoder: decoding.Decoder): FrameBody | null {
  const type = decoding.readVarUint(decoder);
  const payload = decoding.readVarUint8Array(decoder);
  if (decoder.pos > decoder.arr.length) return null;
  if (type === syncTypes.request) return isStateVector(payload) ? { kind: 'sync-request' } : null;
  if (type !== syncTypes.answer && type !== syncTypes.update) return null;
  return { kind: 'update', update: payload, isSync: type === syncTypes.answer };
}

function isStateVector(bytes: Uint8Array): boolean {
  const decoder = decoding.createDecoder(bytes);
  const count = decoding.readVarUint(decoder);
  if (count > maxStateVectorEntries) return false;
  for (let index = 0; index < count * 2; index++) decoding.readVarUint(decoder);
  return decoder.pos === bytes.length;
}

function readAuthentication(decoder: decoding.Decoder): FrameBody | null {
  if (decoding.readVarUint(decoder) !== authenticationTypes.token) return null;
  readAscii(decoder, maxTokenBytes);
  if (decoding.hasContent(decoder)) readAscii(decoder, maxVersionBytes); // the provider's version
  return { kind: 'authenticate' };
}

function readAscii(decoder: decoding.Decoder, maxBytes: number): string {
  const length = decoding.readVarUint(decoder);
  if (length > maxBytes || decoder.pos + length > decoder.arr.length) throw new RangeError('text too long');
  const bytes = decoding.readUint8Array(decoder, length);
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, length).toString('latin1');
  if (!/^[ -~]*$/.test(text)) throw new RangeError('text not plain');
  return text;
}
