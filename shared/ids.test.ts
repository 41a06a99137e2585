// Ids: minted in one form, and nothing else parses.
import { describe, expect, test } from 'vitest';
import { toBase32 } from './base/bytes.ts';
import {
  directConversationId,
  idBytes,
  mintCommandId,
  mintEventId,
  mintId,
  mintUserId,
  parseClientId,
  parseCommandId,
  parseConversationId,
  parseDeviceId,
  parseEventId,
  parseUserId,
} from './ids.ts';

const bytes = (fill: number) => new Uint8Array(idBytes).fill(fill);
const body = '0'.repeat(24);

test('120 bits are written as 24 characters of an alphabet without i, l, o and u', () => {
  expect(toBase32(bytes(0))).toBe(body);
  expect(toBase32(bytes(255))).toBe('z'.repeat(24));
  expect(toBase32(new Uint8Array([0x00, 0x44, 0x32, 0x14, 0xc7]))).toBe('01234567');
  expect(toBase32(new Uint8Array([0xff]))).toBe('zw');
});

test('different bytes give different ids', () => {
  const ids = Array.from({ length: 256 * idBytes }, (_, index) => {
    const one = bytes(7);
    one[index % idBytes] = index >> 4;
    return toBase32(one);
  });
  const sources = new Set(Array.from({ length: 256 * idBytes }, (_, index) => `${index % idBytes} ${index >> 4}`));
  // 7 in any place is the same bytes: fifteen of the sources are one.
  expect(new Set(ids).size).toBe(sources.size - [...sources].filter((source) => source.endsWith(' 7')).length + 1);
});

test('what is minted parses as what it is and as nothing else', () => {
  const parsers = [parseUserId, parseEventId, parseConversationId, parseCommandId, parseDeviceId];
  const user = mintUserId(bytes(1));
  const message = mintEventId('message', bytes(1));
  const edit = mintEventId('edit', bytes(1));
  const group = mintId('cnv', bytes(1));
  const direct = directConversationId(user, mintUserId(bytes(2)));
  const command = mintCommandId(bytes(1));
  const device = mintId('ses', bytes(1));
  const ids = [user, message, group, command, device];
  for (const [place, id] of ids.entries()) {
    expect(parsers.map((parse) => parse(id))).toEqual(parsers.map((_, at) => (at === place ? id : null)));
  }
  expect([parseEventId(edit), parseConversationId(direct)]).toEqual([edit, direct]);
  expect([message.slice(0, 4), edit.slice(0, 4)]).toEqual(['msg_', 'evt_']);
});

test('only the first 120 random bits count', () => {
  expect(mintUserId(new Uint8Array(40).fill(9))).toBe(mintUserId(bytes(9)));
});

describe('no id', () => {
  const wrong = [
    `usr_${body.slice(1)}`,
    `usr_${body}0`,
    `usr_${body}\n`,
    `\nusr_${body}`,
    ` usr_${body}`,
    `USR_${body}`,
    `usr-${body}`,
    `usr${body}`,
    body,
    ...['i', 'l', 'o', 'u', 'A', '/', '.', '\0', 'é', '０'].map((letter) => `usr_${letter}${body.slice(1)}`),
    '',
    null,
    undefined,
    7,
    {},
    [`usr_${body}`],
  ];
  test.each(wrong.map((value) => [value]))('is %j', (value) => {
    expect(parseUserId(value)).toBeNull();
    expect(parseEventId(value)).toBeNull();
    expect(parseConversationId(value)).toBeNull();
  });
});

test('two people get the same direct conversation from both sides, and every pair another one', () => {
  const people = Array.from({ length: 30 }, (_, index) => mintUserId(bytes(index)));
  const ids = people.flatMap((one, index) =>
    people.slice(index).map((other) => {
      expect(directConversationId(other, one)).toBe(directConversationId(one, other));
      return directConversationId(one, other);
    }),
  );
  expect(new Set(ids).size).toBe((30 * 31) / 2);
  expect(ids.map((id) => parseConversationId(id))).toEqual(ids);
});

test('the direct conversation of two known people never changes: its documents are named after it', () => {
  expect(directConversationId(mintUserId(bytes(1)), mintUserId(bytes(2)))).toBe('dm_6jd10hsbjzm3mcf9aatepmbw');
});

test('a client id is an unsigned 32-bit integer', () => {
  expect([0, 1, 2 ** 32 - 1].map((value) => parseClientId(value))).toEqual([0, 1, 2 ** 32 - 1]);
  const wrong = [-1, 2 ** 32, 0.5, Number.NaN, Infinity, '1', null, undefined, 1n];
  expect(wrong.map((value) => parseClientId(value))).toEqual(wrong.map(() => null));
});
