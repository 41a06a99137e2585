// Finding messages on a device: what lies there, as it is now, with no network and after anything that may happen to it.
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { OpenConversation } from '../../client/engine/messenger.ts';
import { must } from '../../shared/base/assert.ts';
import { act, makeGroup } from '../kit/group-acts.ts';
import { goOffline, openJourney, type Journey } from '../kit/journey.ts';
import { indexIsReady, lookFor, lookForAll, watchFor } from '../kit/look-for.ts';
import { documentOf } from '../kit/sample-files.ts';
import { sayWithFiles } from '../kit/say-with-files.ts';
import { until } from '../kit/until.ts';

let journey: Journey;
beforeEach(async () => {
  journey = await openJourney({ chapterLimits: { entries: 32, bytes: 512 * 1024 } });
});
afterEach(() => journey.close());

test('what was said in all chapters is found offline, the newest first, also after a restart', async () => {
  const { ada, ben, conversationId } = await journey.twoPeople();
  const theirs = await (await journey.start(ben)).open(conversationId);
  const device = await journey.start(ada, { hasIndex: true });
  const mine = await device.open(conversationId);
  for (let number = 1; number <= 40; number++) {
    theirs.send(`Rechnung ${number} für die Straße`);
    await until(() => lastTextOf(mine) === `Rechnung ${number} für die Straße`, 'the message');
  }
  await indexIsReady(device);
  await goOffline(device);
  const expected = Array.from({ length: 40 }, (_, index) => `Rechnung ${40 - index} für die Straße`);
  await until(async () => (await lookFor(device, 'rechnung')).length === 40, 'all of them').catch(() => undefined);
  expect(await lookFor(device, 'rechnung')).toEqual(expected);
  expect(await lookFor(device, 'STRASSE chnun "17 für"')).toEqual(['Rechnung 17 für die Straße']);
  await device.restart();
  await indexIsReady(device);
  expect(await lookFor(device, 'rechnung')).toEqual(expected);
  expect(await lookFor(device, 'from:ben 40')).toEqual(['Rechnung 40 für die Straße']);
  expect(await lookFor(device, 'from:me rechnung')).toEqual([]);
});

test('what is written, edited and deleted while somebody looks for it comes, changes and goes', async () => {
  const { ada, conversationId } = await journey.twoPeople();
  const device = await journey.start(ada, { hasIndex: true });
  const mine = await device.open(conversationId);
  await indexIsReady(device);
  const looking = watchFor(device, 'harbour');
  mine.send('the harbour at noon');
  await until(() => looking.texts().includes('the harbour at noon'), 'the message');
  expect(mine.edit(lastOf(mine), 'the harbour at night')).toBeNull();
  await until(() => looking.texts().join() === 'the harbour at night', 'its other text');
  expect(await lookFor(device, 'noon')).toEqual([]);
  expect(mine.remove([lastOf(mine)])).toBeNull();
  await until(() => looking.texts().length === 0, 'it to be gone');
  looking.stop();
  await device.restart();
  await indexIsReady(device);
  expect(await lookFor(device, 'harbour')).toEqual([]);
});

test('a file is found by its name and kind as it comes, and no more when its message is deleted', async () => {
  const { ada, ben, conversationId } = await journey.twoPeople();
  const device = await journey.start(ada, { hasIndex: true });
  const mine = await device.open(conversationId);
  await indexIsReady(device);
  const looking = watchFor(device, 'angebot has:document');
  const names = () => looking.found?.hits.flatMap(({ files }) => files.map(({ attachment }) => attachment.name)).join();
  await sayWithFiles(journey.server, ben, {
    chapter: { conversationId, chapter: 1 },
    sayings: [{ attachments: [documentOf('Angebot.pdf')] }],
  });
  await until(() => names() === 'Angebot.pdf', 'the file');
  await device.restart();
  await indexIsReady(device);
  const again = await device.open(conversationId);
  expect((await lookForAll(device, 'has:file')).hits).toHaveLength(1);
  expect((await lookForAll(device, 'has:image')).hits).toHaveLength(0);
  const theirs = await (await journey.start(ben)).open(conversationId);
  await until(() => theirs.items.get().length === 1, 'the message');
  const later = watchFor(device, 'angebot');
  await until(() => later.texts().length === 1, 'the file once more');
  expect(theirs.remove([lastOf(theirs)])).toBeNull();
  await until(() => later.texts().length === 0, 'it to be gone');
  again.close();
  mine.close();
});

test('a device that was killed while it made its index finds everything after its next start', async () => {
  const { ada, conversationId } = await journey.twoPeople();
  const killed = await journey.start(ada, { name: 'killed', hasIndex: true });
  const mine = await killed.open(conversationId);
  for (let number = 1; number <= 20; number++) mine.send(`lighthouse ${number}`);
  await until(() => mine.items.get().every((item) => mine.markOf(item)?.status !== 'writing'), 'it to be on the disk');
  killed.kill();
  const again = await journey.start(ada, { name: 'killed', hasIndex: true, hasNetwork: false });
  await indexIsReady(again);
  expect(await lookFor(again, 'lighthouse')).toHaveLength(20);
});

test('a second tab asks the index of the first, and makes its own when that is killed', async () => {
  const { ada, conversationId } = await journey.twoPeople();
  const first = await journey.start(ada, { name: 'shared', hasIndex: true });
  const mine = await first.open(conversationId);
  await indexIsReady(first);
  const second = await journey.start(ada, { name: 'shared', hasIndex: true });
  await indexIsReady(second);
  mine.send('two tabs');
  await until(async () => (await lookFor(second, 'tabs')).length === 1, 'the other tab to find it');
  const theirs = await second.open(conversationId);
  await until(() => lastTextOf(theirs) === 'two tabs', 'it to show');
  const looking = watchFor(second, 'orphan');
  first.kill();
  theirs.send('an orphan');
  await until(() => looking.texts().includes('an orphan'), 'the second tab to go on');
  expect(await lookFor(second, 'tabs')).toEqual(['two tabs']);
});

test('of a conversation that one is out of nothing is found, while one looks for it and later', async () => {
  const [ada, ben] = await journey.server.people('Ada', 'Ben');
  const [owner, member] = [must(ada, 'Ada'), must(ben, 'Ben')];
  const group = await makeGroup([owner, member]);
  const device = await journey.start(member, { hasIndex: true });
  const mine = await device.open(group);
  mine.send('a secret of the group');
  await indexIsReady(device);
  const looking = watchFor(device, 'secret');
  await until(() => looking.texts().length === 1, 'it to be found');
  await act(owner, { kind: 'remove-member', conversationId: group, userId: member.userId });
  await until(() => looking.texts().length === 0, 'it to be gone');
  mine.close();
  await device.restart();
  await indexIsReady(device);
  expect(await lookFor(device, 'secret')).toEqual([]);
});

test('a word typed wrong is guessed, and only where little is found as it stands', async () => {
  const { ada, conversationId } = await journey.twoPeople();
  const device = await journey.start(ada, { hasIndex: true });
  const mine = await device.open(conversationId);
  for (const text of ['about the invoice', 'the garden', 'an unforgettable day']) mine.send(text);
  await indexIsReady(device);
  await device.restart();
  await indexIsReady(device);
  const guessed = async (text: string) => {
    const looking = watchFor(device, text);
    await until(() => (looking.found?.guesses.length ?? 0) > 0, `a guess at ${text}`);
    looking.stop();
    return looking.found?.guesses.map((hit) => hit.text);
  };
  expect(await guessed('invoise')).toEqual(['about the invoice']);
  expect(await guessed('gadren')).toEqual(['the garden']);
  expect(await guessed('unforgetable day')).toEqual(['an unforgettable day']);
  expect((await lookForAll(device, 'garden')).guesses).toEqual([]);
});

function lastOf(conversation: OpenConversation) {
  return must(conversation.items.get().at(-1), 'a message');
}

function lastTextOf(conversation: OpenConversation): string | null {
  return conversation.items.get().at(-1)?.text ?? null;
}
