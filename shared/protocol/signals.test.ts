// Signals: what a device takes from the server besides Yjs, and what it leaves aside.
import { describe, expect, test } from 'vitest';
import { linkAddress, parseAcknowledgement, parseLinkSignal } from './signals.ts';
import { parseDocumentName } from '../conversation/document-name.ts';

const conversationId = 'dm_0123456789abcdefghjkmnpq';
const hello = { kind: 'hello', protocol: 1, epoch: 'e1', now: 5, userId: 'usr_0123456789abcdefghjkmnpq' };
const alive = { kind: 'alive', now: 5 };
const changed = { kind: 'changed', conversationId };

test('the address of the link is no document', () => {
  expect(parseDocumentName(linkAddress)).toBeNull();
});

describe('a link signal', () => {
  test.each([hello, alive, changed])('of kind $kind is read', (signal) => {
    expect(parseLinkSignal(JSON.stringify(signal))).toEqual(signal);
  });

  test('of a newer server may say more than this device understands', () => {
    expect(parseLinkSignal(JSON.stringify({ ...alive, load: 0.5 }))).toEqual(alive);
  });

  test.each([
    { ...hello, protocol: '1' },
    { ...hello, epoch: 1 },
    { ...hello, now: -1 },
    { ...hello, userId: conversationId },
    { kind: 'alive' },
    { ...alive, now: 0.5 },
    { ...changed, conversationId: 'usr_0123456789abcdefghjkmnpq' },
    { ...changed, conversationId: '../x' },
    { kind: 'goodbye' },
    [],
    null,
    'hello',
  ])('is not %j', (value) => {
    expect(parseLinkSignal(JSON.stringify(value))).toBeNull();
  });
});

describe('an acknowledgement', () => {
  test('names clocks of clients and a position', () => {
    const message = { ack: { 0: 3, 4294967295: 12 }, position: 7, whole: true };
    expect(parseAcknowledgement(JSON.stringify(message))).toEqual(message);
    expect(parseAcknowledgement('{"ack":{},"position":0}')).toEqual({ ack: {}, position: 0, whole: false });
  });

  test.each([
    { ack: { a: 1 }, position: 1 },
    { ack: { '-1': 1 }, position: 1 },
    { ack: { '1.5': 1 }, position: 1 },
    { ack: { 12345678901: 1 }, position: 1 },
    { ack: { 1: -1 }, position: 1 },
    { ack: { 1: 1.5 }, position: 1 },
    { ack: { 1: '1' }, position: 1 },
    { ack: { 1: null }, position: 1 },
    { ack: null, position: 1 },
    { ack: {} },
    { position: 1 },
    { ack: {}, position: -1 },
  ])('is not %j', (value) => {
    expect(parseAcknowledgement(JSON.stringify(value))).toBeNull();
  });
});

test.each(['', '{', 'undefined', '\0'])('text that is not JSON is no message: %j', (text) => {
  expect(parseLinkSignal(text)).toBeNull();
  expect(parseAcknowledgement(text)).toBeNull();
});
