// The frames of Hocuspocus' protocol as the load writes and reads them; ours is the same. The relay gets the
// same bytes and reads none of them. Layout: address, message type, body, as in @hocuspocus/common 4.
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';

export type ServerFrame =
  | { readonly kind: 'authenticated' | 'other' }
  | { readonly kind: 'update' | 'sync-answer'; readonly update: Uint8Array }
  /** `accepted` is a count for each client (ours), or null for one more update (Hocuspocus). */
  | { readonly kind: 'acknowledgement'; readonly accepted: ReadonlyMap<number, number> | null }
  | { readonly kind: 'refused'; readonly reason: string };

export function authenticateFrame(document: string): Uint8Array {
  return frame(document, 2, (encoder) => {
    encoding.writeVarUint(encoder, 0); // a token follows
    encoding.writeVarString(encoder, '');
    encoding.writeVarString(encoder, '4.8.0');
  });
}

/** Asks for everything: the state vector of an empty document. */
export function syncRequestFrame(document: string): Uint8Array {
  return frame(document, 0, (encoder) => {
    encoding.writeVarUint(encoder, 0);
    encoding.writeVarUint8Array(encoder, Uint8Array.of(0));
  });
}

export function updateFrame(document: string, update: Uint8Array): Uint8Array {
  return frame(document, 0, (encoder) => {
    encoding.writeVarUint(encoder, 2);
    encoding.writeVarUint8Array(encoder, update);
  });
}

export function readServerFrame(bytes: Uint8Array): ServerFrame {
  const decoder = decoding.createDecoder(bytes);
  const address = decoding.readVarString(decoder);
  if (address === '@link') return { kind: 'other' };
  switch (decoding.readVarUint(decoder)) {
    case 0:
    case 4:
      return readSync(decoder);
    case 2:
      if (decoding.readVarUint(decoder) === 2) return { kind: 'authenticated' };
      return { kind: 'refused', reason: decoding.readVarString(decoder) };
    case 5:
      return readStateless(decoding.readVarString(decoder));
    case 7:
      return { kind: 'refused', reason: decoding.readVarString(decoder) };
    case 8:
      if (decoding.readVarUint(decoder) === 1) return { kind: 'acknowledgement', accepted: null };
      return { kind: 'refused', reason: 'the update was not accepted' };
    default:
      return { kind: 'other' };
  }
}

function readSync(decoder: decoding.Decoder): ServerFrame {
  const type = decoding.readVarUint(decoder);
  if (type === 0) return { kind: 'other' }; // it asks what we have; the load answers by writing
  const update = decoding.readVarUint8Array(decoder);
  return { kind: type === 1 ? 'sync-answer' : 'update', update };
}

function readStateless(text: string): ServerFrame {
  const { ack } = JSON.parse(text) as { ack?: Record<string, number> }; // our own server's
  if (ack === undefined) return { kind: 'other' };
  return { kind: 'acknowledgement', accepted: new Map(Object.entries(ack).map(([client, n]) => [Number(client), n])) };
}

function frame(document: string, type: number, writeBody: (encoder: encoding.Encoder) => void): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarString(encoder, document);
  encoding.writeVarUint(encoder, type);
  writeBody(encoder);
  return encoding.toUint8Array(encoder);
}
