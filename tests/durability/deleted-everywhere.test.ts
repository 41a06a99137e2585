// A message that was deleted for everyone, with all that it ever said and what was said of it, is found nowhere any more:
// in no file of the server once it has folded, and in nothing that any device keeps, whoever has edited, saved, pinned or
// answered it, and whether or not they were there.
import { afterEach, expect, test } from 'vitest';
import type { OpenConversation } from '../../client/engine/messenger.ts';
import type { TimelineItem } from '../../shared/conversation/timeline.ts';
import { must } from '../../shared/base/assert.ts';
import { databasesWith } from '../kit/databases-with.ts';
import { act, makeGroup } from '../kit/group-acts.ts';
import { indexesWith } from '../kit/index-content.ts';
import { filesWith } from '../kit/holds-text.ts';
import { goOffline, linkIs, openJourney, type Journey } from '../kit/journey.ts';
import type { Person } from '../kit/person.ts';
import { openTestServer } from '../kit/test-server.ts';
import { until } from '../kit/until.ts';

let journey: Journey;
afterEach(() => journey.close());

/** Stands in each text that is to go; no other text holds it. */
const secret = 'the quick fox ';
const fox = '🦊';
/** Each is written, edited twice, pinned, saved, reacted to and answered; `old` in a chapter that is closed by then. */
const doomed = ['old by its author', 'old by an admin', 'new by its author', 'new by an admin'] as const;

test('nothing of what was deleted is left on the server or on any device', { timeout: 240_000 }, async () => {
  const limits = { entries: 16, bytes: 512 * 1024 };
  journey = await openJourney({ chapterLimits: limits });
  const [owner, author, admin] = await journey.server.people('Ada', 'Ben', 'Cleo');
  const [ada, ben, cleo] = [must(owner, 'Ada'), must(author, 'Ben'), must(admin, 'Cleo')];
  const group = await makeGroup([ada, ben, cleo]);
  await act(ada, { kind: 'set-role', conversationId: group, userId: cleo.userId, role: 'admin' });
  const open = async (person: Person, name: string) => {
    const device = await journey.start(person, { name, hasIndex: true });
    return { device, conversation: await device.open(group) };
  };
  const [mine, phone, theirs] = [await open(ben, 'laptop'), await open(ben, 'phone'), await open(cleo, 'tablet')];
  const [killed, others] = [await open(ada, 'killed'), await open(ada, 'other')];
  const everyones = [mine, phone, theirs, killed, others].map(({ conversation }) => conversation);

  for (const which of doomed) {
    mine.conversation.send(`${secret}${which} at first`);
    for (const version of ['then', 'now']) {
      const row = must(rowOf(mine.conversation, which), which);
      expect(mine.conversation.edit(row, `${secret}${which} ${version}`)).toBeNull();
    }
    for (const one of everyones) await until(() => rowOf(one, which)?.text?.endsWith('now') === true, which);
    const row = must(rowOf(theirs.conversation, which), which);
    for (const problem of [
      theirs.conversation.react(row, fox, true),
      theirs.conversation.pin(row, true),
      theirs.conversation.save(row, true),
      others.conversation.reply(must(rowOf(others.conversation, which), which), `answer to ${which}`),
    ])
      expect(problem).toBeNull();
    for (const one of everyones) await until(() => isTouched(one, which), `all that is said of ${which}`);
    if (which === doomed[1]) await fillUp(others.conversation, everyones);
  }
  const { log } = journey.server.server;
  expect(log.newestIn(group)).toBeGreaterThan(1);
  await until(async () => (await databasesWith(secret)).length >= everyones.length, 'it to be on the disks');
  expect(await databasesWith(fox)).not.toEqual([]);
  await until(async () => (await indexesWith(secret)).length > 0, 'it to be in the indexes');
  expect(filesWith(journey.server.dataDir, secret)).not.toEqual([]);

  await goOffline(phone.device);
  for (const which of doomed) {
    const row = must(rowOf(phone.conversation, which), which);
    expect(phone.conversation.edit(row, `${secret}${which} on the phone`)).toBeNull();
    expect(phone.conversation.react(row, fox, true)).toBeNull();
  }
  await until(async () => (await databasesWith('on the phone')).length > 0, 'the edit to be on the phone');
  killed.device.kill();

  for (const which of doomed) {
    const { conversation } = which.endsWith('its author') ? mine : theirs;
    expect(conversation.remove([must(rowOf(conversation, which), which)])).toBeNull();
  }
  phone.device.setNetwork(true);
  await linkIs(phone.device, 'online');
  const again = await open(ada, 'killed');
  for (const one of [mine, phone, theirs, others, again]) {
    await until(() => hasNothingOf(one.conversation), 'all of it to be deleted');
    expect(one.conversation.items.get().filter(({ deletedBy }) => deletedBy !== null)).toHaveLength(doomed.length);
  }
  for (const text of [secret, fox]) {
    await until(async () => (await databasesWith(text)).length === 0, `${text} to leave the devices`).catch(() => null);
    expect(await databasesWith(text)).toEqual([]);
  }
  await until(async () => (await indexesWith(secret)).length === 0, 'it to leave the indexes').catch(() => null);
  expect(await indexesWith(secret)).toEqual([]);
  await journey.server.stop(); // with a fold of what was erased
  const server = await openTestServer({ dataDir: journey.server.dataDir });
  try {
    for (const text of [secret, fox]) {
      await until(() => filesWith(server.dataDir, text).length === 0, `${text} to leave the server`).catch(() => null);
      expect(filesWith(server.dataDir, text)).toEqual([]);
    }
    expect(filesWith(server.dataDir, 'answer to ')).not.toEqual([]);
  } finally {
    await server.stop();
  }
});

function rowOf(conversation: OpenConversation, which: string): TimelineItem | undefined {
  return conversation.items.get().find(({ text }) => text?.startsWith(`${secret}${which}`));
}

function isTouched(conversation: OpenConversation, which: string): boolean {
  const row = rowOf(conversation, which);
  const isAnswered = conversation.items.get().some(({ text }) => text === `answer to ${which}`);
  return isAnswered && row?.isPinned === true && row.reactions.length === 1;
}

function hasNothingOf(conversation: OpenConversation): boolean {
  const rows = conversation.items.get();
  const isQuoted = rows.some((row) => row.replyTo !== null && conversation.quoteOf(row)?.status !== 'deleted');
  return !isQuoted && rows.every(({ text }) => text?.includes(secret) !== true);
}

/** Until the chapter is closed and everybody knows. */
async function fillUp(from: OpenConversation, all: readonly OpenConversation[]): Promise<void> {
  for (let count = 0; count < 12; count++) {
    from.send(`filler ${count}`);
    for (const one of all)
      await until(() => one.items.get().some(({ text }) => text === `filler ${count}`), 'a filler');
  }
}
