// Conversations by seed, as plain data: few ids and few times, so that ties and strangers are frequent, and now and then
// what no admission lets in, which every reader passes over.
import * as prng from 'lib0/prng';
import type { Attachment } from '../../shared/conversation/attachments.ts';
import { mintEventId, mintUserId, type EventId, type UserId } from '../../shared/ids.ts';
import { documentOf, pictureOf, previewedOf, voiceOf } from '../kit/sample-files.ts';
import { erased, type PlainChapter, type PlainLog } from './oracle.ts';

export const people: readonly UserId[] = [1, 2, 3].map((number) => mintUserId(new Uint8Array(15).fill(number)));

const latestAt = 12;

interface Draw {
  readonly random: prng.PRNG;
  readonly messageIds: readonly EventId[];
  /** Two different events never share one of these. */
  readonly freshId: () => EventId;
}

interface Own extends PlainLog {
  readonly author: UserId;
}

export function drawConversation(random: prng.PRNG): PlainChapter[] {
  let minted = 0;
  const freshId = () => mintEventId('event', numbered(prng.int32(random, 0, 3), ++minted));
  const messageIds = Array.from({ length: 8 }, (_, index) => mintEventId('message', numbered(index % 3, index)));
  const count = prng.int32(random, 1, 3);
  return Array.from({ length: count }, (_, index) => drawChapter({ random, freshId, messageIds }, index + 1));
}

function drawChapter(draw: Draw, chapter: number): PlainChapter {
  const { random } = draw;
  const clients = people.flatMap((_, index) => [10 * chapter + index, 100 - 10 * chapter - index]);
  const used = clients.filter(() => prng.int32(random, 0, 3) > 0);
  const own = used.map((client): Own => {
    const author = people[clients.indexOf(client) >> 1] ?? prng.oneOf(random, [...people]);
    return { author, root: `log/${author}/${client}`, entries: drawList(random, 10, () => drawPersonal(draw)) };
  });
  const told = drawList(random, 6, () => drawServers(draw, [...used, 7]));
  const again = told.filter(() => prng.int32(random, 0, 3) === 0); // as after a crash
  const server: PlainLog = { root: `log/@server/${200 + chapter}`, entries: [...told, ...again] };
  return { chapter, logs: shuffled(random, [...eraseSome(random, own), server]) };
}

function drawPersonal(draw: Draw): unknown {
  const { random } = draw;
  const at = prng.int32(random, 0, latestAt);
  const target = prng.oneOf(random, [...draw.messageIds]);
  const text = prng.word(random, 1, 6);
  const message = { kind: 'message', id: target, at, text };
  const edit = { kind: 'edit', id: draw.freshId(), at, target, text };
  const deletion = { kind: 'delete', id: draw.freshId(), at, target, targetAt: prng.int32(random, 0, latestAt) };
  const [targetAuthor, other] = [prng.oneOf(random, [...people]), prng.oneOf(random, [...draw.messageIds])];
  const about = { id: draw.freshId(), at, target, targetAuthor, isOn: prng.int32(random, 0, 2) > 0 };
  const reaction = { kind: 'reaction', ...about, emoji: prng.oneOf(random, ['👍', '🎉', '❤️', '👀']) };
  const pin = { kind: 'pin', ...about };
  const named = { author: targetAuthor, id: other, at };
  const source = prng.bool(random) ? null : { ...named, conversationId: `cnv_${other.slice(4)}` };
  const drawn = prng.int32(random, 0, 31);
  if (drawn > 29) return { ...message, text: prng.bool(random) ? '' : text, attachments: drawFiles(random) };
  if (drawn < 7) return message;
  if (drawn < 8) return { ...message, automatic: true };
  if (drawn < 10) return { ...message, replyTo: named };
  if (drawn < 12) return { ...message, forwarded: { source } };
  if (drawn < 17) return edit;
  if (drawn < 23) return reaction;
  if (drawn < 25) return pin;
  if (drawn < 26) return { ...deletion, targetAuthor };
  if (drawn < 27) return deletion;
  return drawNonsense(draw, [message, edit, deletion, reaction, pin, drawServers(draw, [1])]);
}

function drawFiles(random: prng.PRNG): Attachment[] {
  const names = ['a', 'b', 'c'].slice(prng.int32(random, 0, 2));
  return names.map((name) => prng.oneOf(random, [previewedOf, pictureOf, voiceOf, documentOf])(name));
}

/** What its writer may not say, or nobody. */
function drawNonsense({ random, freshId }: Draw, events: readonly object[]): unknown {
  const event = prng.oneOf(random, [...events]);
  const isOfServer = !('target' in event || 'text' in event);
  const wrong = [
    { ...event, more: 1 },
    { ...event, at: -1 },
    { ...event, id: 'msg_short' },
    { kind: 'reaction', at: 3 },
    { ...event, attachments: [] },
    ...('text' in event
      ? [
          { ...event, text: '' },
          { ...event, attachments: [{ form: 'document' }] },
        ]
      : []),
  ];
  const swapped = { kind: 'message', id: freshId(), at: 3, text: 'under the name of an edit' };
  return prng.oneOf(random, [...wrong, swapped, 'text', 7, null, ...(isOfServer ? [event] : [])]);
}

function drawServers({ random, freshId, messageIds }: Draw, clients: readonly number[]): object {
  const at = prng.int32(random, 0, latestAt);
  const base = { id: freshId(), at };
  const [by, userId] = [prng.oneOf(random, [...people]), prng.oneOf(random, [...people])];
  const clock = prng.int32(random, 0, 6);
  const late = { kind: 'late', ...base, client: prng.oneOf(random, [...clients]), clock, count: 1 + (at % 4) };
  const notices = [
    { kind: 'began', ...base, by, title: 'Spring' },
    { kind: 'renamed', ...base, by, title: 'Summer' },
    { kind: 'described', ...base, by },
    { kind: prng.bool(random) ? 'joined' : 'left', ...base, by, userId },
    { kind: 'role', ...base, by, userId, role: 'reader' },
  ];
  const strange = { kind: 'message', id: prng.oneOf(random, [...messageIds]), at, text: 'by the server' };
  return prng.oneOf(random, [late, late, late, late, ...notices, { kind: 'closed', ...base }, strange]);
}

/** Of what its own writer has deleted, now and then the content is gone. */
function eraseSome(random: prng.PRNG, logs: readonly Own[]): PlainLog[] {
  return logs.map(({ author, root, entries }) => {
    const said = logs.flatMap((log) => log.entries.map((value) => ({ by: log.author, ...fieldsOf(value) })));
    const deleted = said.flatMap(({ kind, by, target, targetAuthor, targetAt }: Said) =>
      kind === 'delete' && Number(targetAt) >= 0 ? JSON.stringify([targetAuthor ?? by, target]) : [],
    );
    const isGone = (value: unknown) => {
      const { kind, id, target, targetAuthor }: Said = { by: author, ...fieldsOf(value) };
      if (kind === 'delete' || kind === 'pin') return false;
      const subject = JSON.stringify([targetAuthor ?? author, kind === 'message' ? id : target]);
      return deleted.includes(subject) && prng.bool(random);
    };
    return { root, entries: entries.map((value) => (isGone(value) ? erased : value)) };
  });
}

export function shuffled<T>(random: prng.PRNG, list: readonly T[]): T[] {
  const drawn = list.map((value) => ({ value, place: prng.real53(random) }));
  return drawn.sort((one, other) => one.place - other.place).map(({ value }) => value);
}

function drawList<T>(random: prng.PRNG, most: number, draw: () => T): T[] {
  return Array.from({ length: prng.int32(random, 0, most) }, draw);
}

interface Said extends Readonly<Record<string, unknown>> {
  readonly by: UserId;
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function numbered(first: number, last: number): Uint8Array {
  const bytes = new Uint8Array(15);
  bytes.set([first], 0);
  bytes.set([last >> 8, last & 255], 13);
  return bytes;
}
