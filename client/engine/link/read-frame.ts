// The outside of a frame on the link: whose it is, what it is, and its text where it carries one.
// Reads the header of the Hocuspocus protocol only; the library reads the rest. Total: null for what it cannot read.
import * as decoding from 'lib0/decoding';

export type Frame =
  | { readonly kind: 'sync-step-1' | 'sync-step-2' | 'denied' | 'other'; readonly address: string }
  | { readonly kind: 'stateless' | 'closed'; readonly address: string; readonly text: string };

// Message types of the Hocuspocus protocol, and below them the kinds of sync and authentication messages.
const sync = 0;
const authentication = 2;
const stateless = 5;
const closed = 7;
const permissionDenied = 1;

/** `data`: the frame as the socket gave it. */
export function readFrame(data: unknown): Frame | null {
  if (!(data instanceof ArrayBuffer) && !ArrayBuffer.isView(data)) return null;
  const bytes =
    data instanceof ArrayBuffer ? new Uint8Array(data) : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  try {
    return readHeader(decoding.createDecoder(bytes));
  } catch {
    return null; // cut off, or a bare ping of one byte
  }
}

function readHeader(decoder: decoding.Decoder): Frame {
  const address = decoding.readVarString(decoder);
  switch (decoding.readVarUint(decoder)) {
    case sync:
      return { kind: syncKind(decoding.readVarUint(decoder)), address };
    case authentication:
      return { kind: decoding.readVarUint(decoder) === permissionDenied ? 'denied' : 'other', address };
    case stateless:
      return { kind: 'stateless', address, text: decoding.readVarString(decoder) };
    case closed:
      return { kind: 'closed', address, text: decoding.readVarString(decoder) };
    default:
      return { kind: 'other', address };
  }
}

function syncKind(step: number): 'sync-step-1' | 'sync-step-2' | 'other' {
  if (step === 0) return 'sync-step-1';
  return step === 1 ? 'sync-step-2' : 'other';
}
