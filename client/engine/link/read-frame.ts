// The outside of a frame on the link: whose it is, what it is, its text where it carries one, and what a sync step 1
// says that the other side has. Reads the header of the Hocuspocus protocol only; the library reads the rest. Total: null for what it cannot read.
import * as decoding from 'lib0/decoding';
import * as Y from 'yjs';
import { authenticationTypes, frameTypes, syncTypes } from '../../../shared/protocol/frame-numbers.ts';

export type Frame =
  | { readonly kind: 'sync-step-2' | 'denied' | 'other'; readonly address: string }
  /** `clocks`: client id to the clock below which the other side has everything. */
  | { readonly kind: 'sync-step-1'; readonly address: string; readonly clocks: Readonly<Record<string, number>> }
  | { readonly kind: 'stateless' | 'closed'; readonly address: string; readonly text: string };

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
    case frameTypes.sync:
      return readSync(decoder, address);
    case frameTypes.authentication:
      return { kind: decoding.readVarUint(decoder) === authenticationTypes.denied ? 'denied' : 'other', address };
    case frameTypes.stateless:
      return { kind: 'stateless', address, text: decoding.readVarString(decoder) };
    case frameTypes.closed:
      return { kind: 'closed', address, text: decoding.readVarString(decoder) };
    default:
      return { kind: 'other', address };
  }
}

function readSync(decoder: decoding.Decoder, address: string): Frame {
  const step = decoding.readVarUint(decoder);
  if (step !== syncTypes.request) return { kind: step === syncTypes.answer ? 'sync-step-2' : 'other', address };
  const vector = Y.decodeStateVector(decoding.readVarUint8Array(decoder));
  return { kind: 'sync-step-1', address, clocks: Object.fromEntries(vector) };
}
