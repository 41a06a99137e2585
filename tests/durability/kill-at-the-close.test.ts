// The server is killed while a chapter is being closed: what was acknowledged stands once, each full chapter is closed
// once, and the devices on both sides go on in the next.
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { OpenConversation } from '../../client/engine/messenger.ts';
import { chapterName } from '../../shared/conversation/document-name.ts';
import type { ConversationId } from '../../shared/ids.ts';
import type { PathStep } from '../../sync-server/path.ts';
import { openChildServer, type ChildServer } from '../kit/child-server.ts';
import { linesOf, startDevice, type EngineDevice } from '../kit/engine-device.ts';
import type { Person } from '../kit/person.ts';
import { until } from '../kit/until.ts';
import { readKept, tornParts } from './kept-log.ts';

const chapterEntries = 4;
let server: ChildServer;
const devices: EngineDevice[] = [];
beforeEach(async () => {
  server = await openChildServer({ chapterEntries });
});
afterEach(async () => {
  for (const device of devices.splice(0)) await device.close();
  await server.close();
});

async function opened(person: Person, conversationId: ConversationId): Promise<OpenConversation> {
  const device = await startDevice(person, { haste: 20 });
  devices.push(device);
  await until(() => device.messenger.link.get().status === 'online', 'the link');
  return device.open(conversationId);
}

/** What stands in each chapter on the server's disk, and how often it was closed. */
async function onDisk(conversationId: ConversationId): Promise<{ texts: string[]; closings: number[] }> {
  const texts: string[] = [];
  const closings: number[] = [];
  for (let chapter = 1; ; chapter++) {
    const kept = await readKept(server.dataDir, chapterName({ conversationId, chapter }));
    if (kept.rows.length === 0) return { texts, closings };
    expect(tornParts(kept)).toEqual([]);
    const events = kept.rows.flatMap(({ event }) => event ?? []);
    texts.push(...events.flatMap((event) => (event.kind === 'message' ? [event.text] : [])));
    closings.push(events.filter(({ kind }) => kind === 'closed').length);
  }
}

const isSent = (conversation: OpenConversation, text: string) => linesOf(conversation).includes(`${text} (sent)`);

test.each<[PathStep, number]>([
  ['received', 0],
  ['logged', 0],
  ['applied', 0],
  ['acknowledged', 0],
  ['received', 300],
  ['logged', 300],
])('killed at the last entry of a chapter when it is %s, %i µs later', async (step, delayUs) => {
  const [ada, ben] = await server.people('Ada', 'Ben');
  const conversationId = await ada.direct(ben!);
  const [mine, theirs] = [await opened(ada, conversationId), await opened(ben!, conversationId)];
  const written: string[] = [];
  const say = (conversation: OpenConversation, text: string) => {
    expect(conversation.send(text)).toBeNull();
    written.push(text);
  };
  for (let round = 0; round < 2; round++) {
    const [before, closing] = [`before ${round}`, `closing ${round}`];
    for (let index = 0; index < chapterEntries - 1; index++) {
      say(mine, `${before} ${index}`);
      await until(() => isSent(mine, `${before} ${index}`), 'it to be sent');
    }
    server.arm({ step, occurrence: 1, delayUs });
    say(mine, closing);
    say(theirs, `at the same time ${round}`);
    expect(await server.ended()).toBe('SIGKILL');
    const acknowledged = written.filter((text) => isSent(mine, text) || isSent(theirs, text));
    expect((await onDisk(conversationId)).texts).toEqual(expect.arrayContaining(acknowledged));
    await server.start();
    await until(() => isSent(mine, closing) && isSent(theirs, `at the same time ${round}`), 'both to go on');
  }
  say(theirs, 'and on');
  await until(() => isSent(theirs, 'and on'), 'it to be sent');
  const { texts, closings } = await onDisk(conversationId);
  expect(texts.toSorted()).toEqual(written.toSorted());
  expect(closings.slice(0, -1).every((count) => count === 1)).toBe(true);
  expect(closings.length).toBeGreaterThanOrEqual(2);
  for (const conversation of [mine, theirs]) {
    const texts = () => conversation.items.get().map(({ text }) => `${text}`);
    await until(() => {
      conversation.showOlder();
      return texts().length === written.length;
    }, 'all of it').catch(() => undefined);
    expect(texts().toSorted()).toEqual(written.toSorted());
  }
});
