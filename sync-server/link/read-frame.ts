// The frame guard's reader: what a device may say on the socket, before Hocuspocus hears of it.
// Everything else, Hocuspocus' server-internal opcodes included, is no frame and ends the socket.
// Layout: address, message type and body as in @hocuspocus/common 4; written from its source.
import * as decoding from 'lib0/decoding';
import { parseDocumentName, type ChapterName, type DocumentName } from '../../shared/conversation/document-name.ts';

export type Frame = { readonly document: DocumentName; readonly chapter: ChapterName } & (
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

const maxAddressBytes = 64;
const maxTokenBytes = 4_096;
/** Clocks of a few thousand logs. */
const maxReportBytes = 64 * 1_024;
/** More logs than a document can hold in its bytes. */
const maxStateVectorEntries = 100_000;

/** The frame in `bytes`, or null when it is none that a device may send. */
export function readFrame(bytes: Uint8Array): Frame | null {
  try {
    const decoder = decoding.createDecoder(bytes);
    const document = readAscii(decoder, maxAddressBytes);
    const chapter = parseDocumentName(document);
    if (chapter === null) return null;
    const body = readBody(decoder);
    if (body === null || decoder.pos !== bytes.length) return null;
    return { document: document as DocumentName, chapter, ...body }; // parsed above
  } catch {
    return null; // lib0 throws at the end of the bytes: the same as any other shape that is no frame
  }
}

function readBody(decoder: decoding.Decoder): FrameBody | null {
  switch (decoding.readVarUint(decoder)) {
    case 0:
      return readSync(decoder);
    case 2:
      return readAuthentication(decoder);
    case 5:
      return { kind: 'report', text: readAscii(decoder, maxReportBytes) };
    case 7:
      return { kind: 'close' };
    default:
      return null;
  }
}

function readSync(decoder: decoding.Decoder): FrameBody | null {
  const type = decoding.readVarUint(decoder);
  const payload = decoding.readVarUint8Array(decoder);
  if (decoder.pos > decoder.arr.length) return null;
  if (type === 0) return isStateVector(payload) ? { kind: 'sync-request' } : null;
  return type === 1 || type === 2 ? { kind: 'update', update: payload, isSync: type === 1 } : null;
}

function isStateVector(bytes: Uint8Array): boolean {
  const decoder = decoding.createDecoder(bytes);
  const count = decoding.readVarUint(decoder);
  if (count > maxStateVectorEntries) return false;
  for (let index = 0; index < count * 2; index++) decoding.readVarUint(decoder);
  return decoder.pos === bytes.length;
}

function readAuthentication(decoder: decoding.Decoder): FrameBody | null {
  if (decoding.readVarUint(decoder) !== 0) return null; // 0: a token
  readAscii(decoder, maxTokenBytes);
  if (decoding.hasContent(decoder)) readAscii(decoder, maxAddressBytes); // the provider's version
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
