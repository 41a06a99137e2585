// The list of somebody with more conversations than a device keeps open: what is new to them stands where they see it.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { must } from '../../shared/base/assert.ts';
import { parseDocumentName } from '../../shared/conversation/document-name.ts';
import { addConversations } from '../kit/add-conversations.ts';
import type { EngineDevice } from '../kit/engine-device.ts';
import { act, makeGroup } from '../kit/group-acts.ts';
import { goOffline, openJourney, type Journey } from '../kit/journey.ts';
import type { Person } from '../kit/person.ts';
import { until } from '../kit/until.ts';
import { openDevice } from '../kit/wire-device.ts';

/** More than are followed. */
const count = 36;

let journey: Journey;
let ada: Person;
let ben: Person;
let cleo: Person;
let theirs: EngineDevice;

beforeEach(async () => {
  journey = await openJourney();
  const people = await journey.server.people('Ada', 'Ben', 'Cleo');
  [ada, ben, cleo] = [0, 1, 2].map((at) => must(people[at], 'a person')) as [Person, Person, Person];
});
afterEach(() => journey.close());

/** In each of Ben's other conversations Ada has said something just now. */
async function startBen(): Promise<void> {
  const documents = addConversations(journey.server.dataDir, [ada.userId, ben.userId], count);
  const adas = await openDevice({ ...ada, url: journey.server.url });
  for (const document of documents) {
    const { conversationId } = must(parseDocumentName(document), 'a chapter');
    adas.write(await adas.openConversation(conversationId), 'something else');
  }
  theirs = await journey.start(ben, { haste: 10 });
  await until(() => list().filter(({ lastMessage }) => lastMessage !== null).length === count, 'the whole list');
  await adas.close();
}

const list = () => theirs.messenger.conversations.get();
const first = () => list()[0];

test('a group that one was brought into stands first, and says so', async () => {
  await startBen();
  const group = await makeGroup([ada, ben]);
  await until(() => list().some(({ conversationId }) => conversationId === group), 'the group');
  expect(first()?.conversationId).toBe(group);
  await until(() => first()?.lastMessage?.notice?.kind === 'joined', 'word of it');
});

test('an older group that one has come into only now stands first, and a quiet one last', async () => {
  const group = await makeGroup([cleo, ben]);
  const joined = await makeGroup([cleo, ada]);
  await startBen();
  await act(cleo, { kind: 'add-members', conversationId: joined, userIds: [ben.userId] });
  await until(() => list().some(({ conversationId }) => conversationId === joined), 'the group');
  expect(first()?.conversationId).toBe(joined);
  expect(list().at(-1)?.conversationId).toBe(group);
});

test('a group begun with no network stands first, and stays there once the server knows of it', async () => {
  await startBen();
  await goOffline(theirs);
  const begun = await theirs.messenger.createGroup({ title: 'Yard', userIds: [], history: 'all' });
  const group = begun.status === 'ok' ? begun.conversationId : null;
  expect(first()).toMatchObject({ conversationId: group, isPending: true });
  theirs.setNetwork(true);
  await until(
    () => list().some(({ conversationId, isPending }) => conversationId === group && !isPending),
    'it to begin',
  );
  expect(first()?.conversationId).toBe(group);
});
