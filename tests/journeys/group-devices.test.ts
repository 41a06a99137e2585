// Groups and contacts on whole devices: begun offline, told to everybody, and gone from whoever is out.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { personPrefix } from '../../client/engine/session/person-prefix.ts';
import { must } from '../../shared/base/assert.ts';
import { act, freshGroupId, makeGroup } from '../kit/group-acts.ts';
import type { EngineDevice } from '../kit/engine-device.ts';
import { goOffline, linkIs, openJourney, shows, type Journey } from '../kit/journey.ts';
import type { Person } from '../kit/person.ts';
import { until } from '../kit/until.ts';

let journey: Journey;
let ada: Person;
let ben: Person;
let cleo: Person;
beforeEach(async () => {
  journey = await openJourney();
  const people = await journey.server.people('Ada', 'Ben', 'Cleo');
  [ada, ben, cleo] = [0, 1, 2].map((at) => must(people[at], 'a person')) as [Person, Person, Person];
});
afterEach(() => journey.close());

const groupOf = (device: EngineDevice) => device.messenger.conversations.get().find(({ kind }) => kind === 'group');
const titleOf = (device: EngineDevice) => groupOf(device)?.title;
const rolesOf = (device: EngineDevice) =>
  Object.fromEntries((groupOf(device)?.members ?? []).map(({ handle, role }) => [handle, role]));

/** What Ben's device keeps beside the documents, as it stands on its disk. */
async function keptOf({ platform }: EngineDevice): Promise<ReadonlyMap<string, unknown>> {
  const table = platform.openTable(`${personPrefix(platform, ben.userId)}/kept`);
  const reading = await table.readAll();
  table.close();
  return reading.status === 'read' ? reading.values : new Map();
}

/** Ada's group with Ben and Cleo, begun on her device with a network. */
async function beginGroup(device: EngineDevice) {
  for (const handle of ['ben', 'cleo']) await device.messenger.findPeople(handle);
  const begun = await device.messenger.createGroup({
    title: 'Harbour',
    userIds: [ben.userId, cleo.userId],
    history: 'all',
  });
  if (begun.status === 'failed') throw new Error(begun.code);
  return begun.conversationId;
}

describe('a group begun with no network', () => {
  test('takes messages at once, survives a killed browser, and arrives with them', async () => {
    const mine = await journey.start(ada, { haste: 10 });
    await linkIs(mine, 'online');
    for (const handle of ['ben', 'cleo']) await mine.messenger.findPeople(handle);
    await goOffline(mine);
    const group = await beginGroup(mine);
    (await mine.open(group)).send('before anybody knows');
    await mine.restart();
    expect(groupOf(mine)).toMatchObject({ title: 'Harbour', isPending: true });
    await shows(await mine.open(group), ['before anybody knows (waiting)']);
    mine.setNetwork(true);
    const theirs = await journey.start(ben, { haste: 10 });
    await until(() => titleOf(theirs) === 'Harbour', 'the group on the other device');
    const bens = await theirs.open(group);
    await until(() => bens.items.get().some(({ text }) => text === 'before anybody knows'), 'the message');
    expect(
      bens.items
        .get()
        .flatMap(({ notice }) => notice?.kind ?? [])
        .sort(),
    ).toEqual(['began', 'joined', 'joined']);
    await until(() => groupOf(mine)?.isPending === false, 'the group to be begun');
    expect(rolesOf(mine)).toEqual({ ada: 'owner', ben: 'member', cleo: 'member' });
  });
});

test('a group in which nobody has said anything shows all that happened in it, however many chapters it takes', async () => {
  const group = await makeGroup([ada], { history: 'from-joining' });
  for (const { userId } of [ben, cleo]) {
    await act(ada, { kind: 'add-members', conversationId: group, userIds: [userId] });
  }
  const mine = await journey.start(ada, { haste: 10 });
  await until(() => groupOf(mine) !== undefined, 'the group');
  const adas = await mine.open(group);
  const happened = () => adas.items.get().flatMap(({ notice }) => notice?.kind ?? []);
  await until(() => {
    if (adas.edges.get().older === 'more') adas.showOlder();
    return happened().length === 3;
  }, 'all of it');
  expect(happened()).toEqual(['began', 'joined', 'joined']);
});

describe('a change of a group', () => {
  test('made offline waits its turn, and is told to everybody', async () => {
    const [mine, theirs] = [await journey.start(ada, { haste: 10 }), await journey.start(ben, { haste: 10 })];
    const conversationId = await beginGroup(mine);
    await until(() => titleOf(theirs) === 'Harbour', 'the group');
    await goOffline(mine);
    mine.messenger.change({ kind: 'rename-group', conversationId, title: 'Shipyard' });
    mine.messenger.change({ kind: 'set-role', conversationId, userId: ben.userId, role: 'admin' });
    await mine.restart();
    expect(mine.messenger.pendingCommands.get().map(({ command }) => command.kind)).toEqual([
      'rename-group',
      'set-role',
    ]);
    mine.setNetwork(true);
    await until(() => titleOf(theirs) === 'Shipyard' && rolesOf(theirs)['ben'] === 'admin', 'both changes');
    expect(mine.messenger.failedCommands.get()).toEqual([]);
  });

  test('that one may not make is said to have failed', async () => {
    const [mine, theirs] = [await journey.start(ada, { haste: 10 }), await journey.start(ben, { haste: 10 })];
    const conversationId = await beginGroup(mine);
    await until(() => titleOf(theirs) === 'Harbour', 'the group');
    theirs.messenger.change({ kind: 'rename-group', conversationId, title: 'Mine' });
    await until(() => theirs.messenger.failedCommands.get().length === 1, 'the refusal');
    expect(theirs.messenger.failedCommands.get()).toMatchObject([{ code: 'not-allowed' }]);
    expect(titleOf(theirs)).toBe('Harbour');
  });
});

test('whoever left before one came is known by name, also with no network after a restart', async () => {
  const conversationId = await makeGroup([ada, ben]);
  await act(ben, { kind: 'leave-group', conversationId });
  await act(ada, { kind: 'add-members', conversationId, userIds: [cleo.userId] });
  const device = await journey.start(cleo);
  await until(() => groupOf(device) !== undefined, 'the group');
  expect(device.messenger.personOf(ben.userId)).toMatchObject({ name: 'Ben', handle: 'ben' });
  expect(Object.keys(rolesOf(device)).toSorted()).toEqual(['ada', 'cleo']);
  await goOffline(device);
  await device.restart();
  expect(device.messenger.personOf(ben.userId)?.name).toBe('Ben');
});

test('whom the server leaves out of a group is told until it was seen, the same each time, and not why', async () => {
  const conversationId = await makeGroup([ada, ben]);
  await act(ben, { kind: 'leave-group', conversationId });
  await act(cleo, { kind: 'block-person', userId: ada.userId });
  const device = await journey.start(ada, { haste: 10 });
  await until(() => groupOf(device) !== undefined, 'the group');
  const userIds = [ben.userId, cleo.userId];
  device.messenger.change({ kind: 'add-members', conversationId, userIds });
  await until(() => device.messenger.leftOut.get().length > 0, 'who was left out');
  const [told] = device.messenger.leftOut.get();
  expect(told).toMatchObject({ conversationId, userIds });
  const { commandId } = must(told, 'who was left out');
  const again = await act(ada, { kind: 'add-members', conversationId, userIds }, commandId);
  expect(again.body).toEqual({ result: { kind: 'group-changed', conversationId, leftOut: userIds } });
  device.messenger.dismissCommand(commandId);
  expect(device.messenger.leftOut.get()).toEqual([]);
  const alone = { kind: 'create-group', conversationId: freshGroupId(), title: 'Yard', history: 'all' } as const;
  expect((await act(ada, { ...alone, userIds: [cleo.userId] })).body).toMatchObject({
    result: { leftOut: [cleo.userId] },
  });
});

describe('whoever is out', () => {
  test.each(['taken out', 'leaving'] as const)('by %s keeps nothing of it on their device', async (how) => {
    const [mine, theirs] = [await journey.start(ada, { haste: 10 }), await journey.start(ben, { haste: 10 })];
    const conversationId = await beginGroup(mine);
    await until(() => titleOf(theirs) === 'Harbour', 'the group');
    (await mine.open(conversationId)).send('said while Ben was in it');
    const bens = await theirs.open(conversationId);
    await until(() => bens.items.get().some(({ text }) => text === 'said while Ben was in it'), 'the message');
    bens.close();
    if (how === 'leaving') theirs.messenger.change({ kind: 'leave-group', conversationId });
    else mine.messenger.change({ kind: 'remove-member', conversationId, userId: ben.userId });
    await until(() => groupOf(theirs) === undefined, 'the group to go from the list');
    const databases = async () =>
      (await theirs.platform.listDatabases('')).filter(
        (name) => name.includes(conversationId) && name.includes(ben.userId),
      );
    await until(async () => (await databases()).length === 0, 'its databases to go');
    expect(groupOf(theirs)).toBeUndefined();
  });

  test('keeps nothing that names it, and has its history again with no network once they are back', async () => {
    const mine = await journey.start(ada, { haste: 10 });
    const [desk, phone] = [await journey.start(ben, { haste: 10 }), await journey.start(ben, { haste: 10 })];
    const conversationId = await beginGroup(mine);
    (await mine.open(conversationId)).send('said while Ben was in it');
    const keysOf = async (device: EngineDevice) => [...(await keptOf(device)).keys()];
    const isHeld = async (device: EngineDevice) => (await keysOf(device)).includes(`held/${conversationId}/1`);
    await until(() => groupOf(desk)?.lastMessage?.text === 'said while Ben was in it', 'the message');
    const bens = await desk.open(conversationId);
    bens.noteSeen(bens.items.get().map(({ key }) => key));
    bens.close();
    desk.messenger.drafts.write(conversationId, 'half written');
    await until(() => phone.messenger.drafts.read(conversationId) === 'half written', 'the draft to travel');
    await until(async () => (await isHeld(desk)) && (await isHeld(phone)), 'it to be fetched');
    mine.messenger.change({ kind: 'remove-member', conversationId, userId: ben.userId });
    for (const device of [desk, phone]) {
      const names = async () => JSON.stringify([...(await keptOf(device))]);
      await until(async () => !(await names()).includes(conversationId), 'all that names it to go');
      expect(await names()).not.toContain('half written');
      expect(device.messenger.drafts.read(conversationId)).toBe('');
    }
    mine.messenger.change({ kind: 'add-members', conversationId, userIds: [ben.userId] });
    await until(async () => isHeld(desk), 'it to be fetched again');
    await goOffline(desk);
    await desk.restart();
    const again = await desk.open(conversationId);
    await until(() => again.items.get().some(({ text }) => text === 'said while Ben was in it'), 'its history');
  });

  test('while they look at it keeps it until they look away, and nothing of it once their browser was killed', async () => {
    const mine = await journey.start(ada, { haste: 10 });
    const theirs = await journey.start(ben, { name: 'of-ben', haste: 10 });
    const conversationId = await beginGroup(mine);
    await until(() => titleOf(theirs) === 'Harbour', 'the group');
    (await mine.open(conversationId)).send('said while Ben was in it');
    const bens = await theirs.open(conversationId);
    const isShown = () => bens.items.get().some(({ text }) => text === 'said while Ben was in it');
    await until(isShown, 'the message');
    mine.messenger.change({ kind: 'remove-member', conversationId, userId: ben.userId });
    await until(() => groupOf(theirs) === undefined, 'the group to go from the list');
    const databases = async (device: EngineDevice) =>
      (await device.platform.listDatabases('')).filter(
        (name) => name.includes(conversationId) && name.includes(ben.userId),
      );
    expect([isShown(), (await databases(theirs)).length > 0]).toEqual([true, true]);
    theirs.kill();
    const again = await journey.start(ben, { name: 'of-ben', haste: 10, hasNetwork: false });
    expect(await databases(again)).toEqual([]);
    expect(groupOf(again)).toBeUndefined();
  });

  test('with something unsent is shown it as not sent, and keeps the rest until they have decided', async () => {
    const [mine, theirs] = [await journey.start(ada, { haste: 10 }), await journey.start(ben, { haste: 10 })];
    const conversationId = await beginGroup(mine);
    await until(() => titleOf(theirs) === 'Harbour', 'the group');
    const bens = await theirs.open(conversationId);
    await until(() => bens.items.get().length > 0, 'how it began');
    await goOffline(theirs);
    bens.send('too late');
    mine.messenger.change({ kind: 'remove-member', conversationId, userId: ben.userId });
    await until(() => mine.messenger.pendingCommands.get().length === 0, 'the change');
    theirs.setNetwork(true);
    await until(() => groupOf(theirs)?.isClosed === true, 'the word that they are out');
    const row = () =>
      must(
        bens.items.get().find(({ text }) => text === 'too late'),
        'the message',
      );
    await until(() => bens.markOf(row())?.status === 'refused', 'the message to be called not sent');
    expect(groupOf(theirs)).toBeDefined();
    bens.discard(row());
    await until(() => !bens.items.get().some(({ text }) => text === 'too late'), 'the message to go');
  });
});

test('a reader’s words are called not sent, and go when they may write again', async () => {
  const [mine, theirs] = [await journey.start(ada, { haste: 10 }), await journey.start(ben, { haste: 10 })];
  const conversationId = await beginGroup(mine);
  await until(() => titleOf(theirs) === 'Harbour', 'the group');
  const bens = await theirs.open(conversationId);
  await until(() => bens.items.get().length > 0, 'how it began');
  mine.messenger.change({ kind: 'set-role', conversationId, userId: ben.userId, role: 'reader' });
  await until(() => rolesOf(theirs)['ben'] === 'reader', 'the role');
  bens.send('may I?');
  const row = () =>
    must(
      bens.items.get().find(({ text }) => text === 'may I?'),
      'the message',
    );
  await until(() => bens.markOf(row())?.status === 'refused' && row().place === null, 'the message to be refused');
  mine.messenger.change({ kind: 'set-role', conversationId, userId: ben.userId, role: 'member' });
  await until(() => rolesOf(theirs)['ben'] === 'member', 'the role');
  bens.retry(row());
  const adas = await mine.open(conversationId);
  await until(() => adas.items.get().some(({ text }) => text === 'may I?'), 'the message');
  expect(adas.items.get().filter(({ text }) => text === 'may I?')).toHaveLength(1);
});

test('contacts and requests are there with no network, and what one does with them waits', async () => {
  const mine = await journey.start(ada, { haste: 10 });
  await linkIs(mine, 'online');
  await act(ben, { kind: 'request-contact', userId: ada.userId, text: 'May I?' });
  const received = () => mine.messenger.contacts.get().received.map(({ person }) => person.handle);
  await until(() => received().includes('ben'), 'the request');
  await goOffline(mine);
  await mine.restart();
  expect(received()).toEqual(['ben']);
  mine.messenger.change({ kind: 'accept-contact', userId: ben.userId });
  mine.setNetwork(true);
  await until(() => mine.messenger.contacts.get().contacts.length === 1, 'the contact');
  expect(mine.messenger.contacts.get()).toMatchObject({ contacts: [{ handle: 'ben' }], received: [] });
});

test('who is there and who writes is shown while one looks', async () => {
  const [mine, theirs] = [await journey.start(ada, { haste: 10 }), await journey.start(ben, { haste: 10 })];
  const conversationId = await beginGroup(mine);
  await until(() => titleOf(theirs) === 'Harbour', 'the group');
  const stop = mine.messenger.presence.watch([ben.userId]);
  await until(() => mine.messenger.presence.of(ben.userId).get()?.state === 'online', 'Ben to be there');
  await mine.open(conversationId);
  theirs.messenger.presence.noteTyping(conversationId);
  await until(() => mine.messenger.presence.typists(conversationId).get().includes(ben.userId), 'that Ben writes');
  await until(() => mine.messenger.presence.typists(conversationId).get().length === 0, 'that he has stopped');
  stop();
  await goOffline(mine);
  expect(mine.messenger.presence.of(ben.userId).get()).toBeNull();
});
