// A member sends entries whose values are not JSON, or not the same to every reader of the bytes.
import * as encoding from 'lib0/encoding';
import { afterAll, beforeAll, describe } from 'vitest';
import { openStage, type Prey, type Stage } from '../kit/attack-stage.ts';
import { craftUpdate, openLog, rawValue, type Struct } from '../kit/craft-update.ts';
import { refusesEach } from '../kit/refuses-each.ts';
import { messageAt } from '../kit/sample-events.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const message = () => messageAt(Date.now());

/** A block of my own with these structs. */
function byHand(structs: (prey: Prey) => readonly Struct[]) {
  return (prey: Prey) => craftUpdate({ blocks: [{ client: prey.client, clock: 0, structs: structs(prey) }] });
}

describe('values that are not JSON, or not the same to every reader', () => {
  const holds = (value: unknown) => (prey: Prey) => openLog(prey.client, prey.root, [value]);
  const ofBytes = (write: Struct) =>
    byHand(({ root }) => {
      const encoder = encoding.createEncoder();
      write(encoder);
      return [rawValue(root, encoding.toUint8Array(encoder))];
    });
  /** A message whose fields are written one by one, so that a key may stand twice. */
  const ofFields = (fields: readonly (readonly [string, unknown])[]) =>
    ofBytes((encoder) => {
      encoding.writeUint8(encoder, 118);
      encoding.writeVarUint(encoder, fields.length);
      for (const [key, value] of fields) {
        encoding.writeVarString(encoder, key);
        encoding.writeAny(encoder, value as encoding.AnyEncodable); // the fields of an event
      }
    });
  const nested = (levels: number) =>
    ofBytes((encoder) => {
      for (let level = 0; level < levels; level++) encoding.writeUint8Array(encoder, Uint8Array.from([117, 1]));
      encoding.writeUint8(encoder, 126);
    });
  refusesEach(
    () => stage,
    [
      { name: 'a BigInt', code: 'malformed', make: holds({ ...message(), at: 5n }) },
      { name: 'bytes in a field', code: 'malformed', make: holds({ ...message(), text: new Uint8Array([65]) }) },
      { name: 'undefined', code: 'malformed', make: holds({ ...message(), text: undefined }) },
      { name: 'NaN', code: 'malformed', make: holds({ ...message(), at: Number.NaN }) },
      { name: 'Infinity', code: 'malformed', make: holds({ ...message(), at: Number.POSITIVE_INFINITY }) },
      { name: '20,000 nested levels', code: 'malformed', make: nested(20_000) },
      { name: 'seven nested levels', code: 'malformed', make: nested(7) },
      {
        name: 'an array of ten million',
        code: 'malformed',
        make: ofBytes((encoder) => {
          encoding.writeUint8(encoder, 117);
          encoding.writeVarUint(encoder, 10_000_000);
        }),
      },
      {
        name: 'a __proto__ key',
        code: 'malformed',
        make: ofFields([...Object.entries(message()), ['__proto__', { admin: true }]]),
      },
      {
        name: 'a repeated key',
        code: 'malformed',
        make: ofFields([...Object.entries(message()), ['text', 'whisper two']]),
      },
      { name: 'NUL in a text', code: 'malformed', make: holds(messageAt(Date.now(), 'whisper\0')) },
      {
        name: 'half a surrogate pair',
        code: 'malformed',
        make: ofBytes((encoder) => {
          encoding.writeUint8(encoder, 119);
          encoding.writeVarUint8Array(encoder, Uint8Array.from([0xed, 0xa0, 0x80]));
        }),
      },
      {
        name: 'a text that is longer than the update',
        code: 'malformed',
        make: ofBytes((encoder) => {
          encoding.writeUint8(encoder, 119);
          encoding.writeVarUint(encoder, 2 ** 30);
        }),
      },
      {
        name: 'a number written without end',
        code: 'malformed',
        make: ofBytes((encoder) => {
          encoding.writeUint8(encoder, 125);
          encoding.writeUint8Array(encoder, new Uint8Array(400).fill(0x80));
          encoding.writeUint8(encoder, 0);
        }),
      },
      {
        name: 'a key that a prototype has',
        code: 'bad-event',
        make: ofFields([...Object.entries(message()), ['constructor', 'whisper']]),
      },
    ],
  );
});
