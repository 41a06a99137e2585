import * as encoding from 'lib0/encoding';
import { describe, expect, test } from 'vitest';
import { readFrame } from './read-frame.ts';

function frame(address: string, ...parts: (number | string)[]): Uint8Array<ArrayBuffer> {
  const encoder = encoding.createEncoder();
  encoding.writeVarString(encoder, address);
  for (const part of parts) {
    if (typeof part === 'number') encoding.writeVarUint(encoder, part);
    else encoding.writeVarString(encoder, part);
  }
  return encoding.toUint8Array(encoder);
}

describe('a frame', () => {
  test.each([
    [
      'a sync step 1',
      frame('doc', 0, 0, '\u0001\u0007\u0003'),
      { kind: 'sync-step-1', address: 'doc', clocks: { 7: 3 } },
    ],
    ['a sync step 2', frame('doc', 0, 1, 'update'), { kind: 'sync-step-2', address: 'doc' }],
    ['an update', frame('doc', 0, 2, 'update'), { kind: 'other', address: 'doc' }],
    ['an authentication', frame('doc', 2, 2, 'read-write'), { kind: 'other', address: 'doc' }],
    ['a denial', frame('doc', 2, 1, 'permission-denied'), { kind: 'denied', address: 'doc' }],
    ['a signal of the link', frame('@link', 5, '{}'), { kind: 'stateless', address: '@link', text: '{}' }],
    ['a close', frame('doc', 7, 'incomplete::'), { kind: 'closed', address: 'doc', text: 'incomplete::' }],
    ['a type of a later version', frame('doc', 42), { kind: 'other', address: 'doc' }],
  ])('that is %s is told by its header', (_, bytes, expected) => {
    expect(readFrame(bytes)).toEqual(expected);
    expect(readFrame(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length))).toEqual(expected);
  });

  test('that is cut anywhere in its header, or is no bytes at all, is none', () => {
    const whole = frame('@link', 5, '{"kind":"alive"}');
    for (let length = 0; length < whole.length; length++) expect(readFrame(whole.slice(0, length))).toBeNull();
    expect(readFrame('text')).toBeNull();
  });
});
