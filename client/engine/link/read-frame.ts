// The outside of a frame on the link: whose it is, what it is, and its text where it carries one.
// Reads the header of the Hocuspocus protocol only; the library reads the rest. Total: null for what it cannot read.
import * as decoding from 'lib0/decoding';
import { authenticationTypes, frameTypes, syncTypes } from '../../../shared/protocol/frame-numbers.ts';

export type Frame =
  | { readonly kind: 'sync-step-1' | 'sync-step-2' | 'denied' | 'other'; readonly address: string }
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
      return { kind: syncKind(decoding.readVarUint(decoder)), address };
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

function syncKind(step: number): 'sync-step-1' | 'sync-step-2' | 'other' {
  if (step === syncTypes.request) return 'sync-step-1';
  return step === syncTypes.answer ? 'sync-step-2' : 'other';
}
