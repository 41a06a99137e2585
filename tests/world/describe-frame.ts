// A frame of a link in words, for whoever reads what happened in a world.
import * as decoding from 'lib0/decoding';
import * as Y from 'yjs';
import { frameTypes, syncTypes } from '../../shared/protocol/frame-numbers.ts';

/** What cannot be read is told by its length. */
export function describeFrame(bytes: Uint8Array): string {
  try {
    return describe(bytes);
  } catch {
    return `${bytes.length} bytes`;
  }
}

function describe(bytes: Uint8Array): string {
  const decoder = decoding.createDecoder(bytes);
  const address = decoding.readVarString(decoder);
  const type = decoding.readVarUint(decoder);
  const name = Object.entries(frameTypes).find(([, number]) => number === type)?.[0] ?? `type ${type}`;
  return `${address} ${name} ${describeBody(type, decoder)}`;
}

function describeBody(type: number, decoder: decoding.Decoder): string {
  if (type === frameTypes.stateless || type === frameTypes.closed) return decoding.readVarString(decoder);
  if (type !== frameTypes.sync) return '';
  const step = decoding.readVarUint(decoder);
  const content = decoding.readVarUint8Array(decoder);
  if (step === syncTypes.request) return `has ${JSON.stringify(Object.fromEntries(Y.decodeStateVector(content)))}`;
  const { structs, ds } = Y.decodeUpdate(content);
  const parts = structs.map(({ id, length }) => `${id.client}:${id.clock}+${length}`);
  const erased = [...ds.clients].flatMap(([client, ranges]) =>
    ranges.map(({ clock, len }) => `-${client}:${clock}+${len}`),
  );
  return [step === syncTypes.answer ? 'answers' : 'tells', ...parts, ...erased].join(' ');
}
