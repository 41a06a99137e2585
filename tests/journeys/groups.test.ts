// Groups on the wire: who may do what, what everybody reads of it, and that nothing reaches one who is out.
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { must } from '../../shared/base/assert.ts';
import { chapterName } from '../../shared/conversation/document-name.ts';
import { parseGroupEvent, type GroupEvent } from '../../shared/conversation/events.ts';
import { readLogs } from '../../shared/conversation/log.ts';
import type { ConversationId } from '../../shared/ids.ts';
import type { InboxAnswer } from '../../shared/protocol/inbox-api.ts';
import type { Command } from '../../shared/protocol/commands.ts';
import { groupRoles, type GroupRole } from '../../shared/rules/group-roles.ts';
import { act, freshCommandId, freshGroupId, makeGroup } from '../kit/group-acts.ts';
import type { Person } from '../kit/person.ts';
import { openTestServer, type TestServer } from '../kit/test-server.ts';
import { until } from '../kit/until.ts';
import { openDevice, textsOf, type WireDevice, type WireReplica } from '../kit/wire-device.ts';

let server: TestServer;
let ada: Person;
let ben: Person;
let cleo: Person;
let dan: Person;
const devices: WireDevice[] = [];
const device = async (person: Person) => {
  const opened = await openDevice({ ...person, url: server.url });
  devices.push(opened);
  return opened;
};

beforeEach(async () => {
  server = await openTestServer();
  const people = await server.people('Ada', 'Ben', 'Cleo', 'Dan');
  [ada, ben, cleo, dan] = [0, 1, 2, 3].map((at) => must(people[at], 'a person')) as [Person, Person, Person, Person];
});
afterEach(async () => {
  for (const one of devices.splice(0)) await one.close();
  await server.close();
});

const noticesOf = ({ doc }: WireReplica): GroupEvent[] =>
  [...readLogs(doc)].flatMap(({ event }) => parseGroupEvent(event) ?? []);
const inboxOf = async (person: Person, since?: string) => {
  const query = since === undefined ? '' : `?since=${encodeURIComponent(since)}`;
  return (await person.call('GET', `/api/inbox${query}`)).body as unknown as InboxAnswer;
};
const codeOf = ({ status, body }: { status: number; body: Record<string, unknown> }) =>
  status === 200 ? 'done' : body['code'];

describe('a group', () => {
  test('is there for all its people with its name and roles, and says in itself how it began', async () => {
    const group = await makeGroup([ada, ben, cleo], { title: '  Harbour   office ' });
    const [row] = (await inboxOf(cleo)).conversations;
    expect(row).toMatchObject({ conversationId: group, kind: 'group', title: 'Harbour office' });
    expect(row?.members.map(({ handle, role }) => [handle, role]).sort()).toEqual([
      ['ada', 'owner'],
      ['ben', 'member'],
      ['cleo', 'member'],
    ]);
    const replica = await (await device(cleo)).openConversation(group);
    await until(() => noticesOf(replica).length === 3, 'three notices');
    expect(noticesOf(replica).map(({ kind, by }) => [kind, by])).toEqual([
      ['began', ada.userId],
      ['joined', ada.userId],
      ['joined', ada.userId],
    ]);
    expect((await inboxOf(cleo)).chapters).toMatchObject([{ unread: 0 }]);
    expect((await (await device(dan)).openConversation(group)).closedFor).toBe('permission-denied');
    expect((await inboxOf(dan)).conversations).toEqual([]);
  });

  test('is made once, however often its command comes, and nobody makes another by its id', async () => {
    const conversationId = freshGroupId();
    const command: Command = { kind: 'create-group', conversationId, title: 'Yard', userIds: [], history: 'all' };
    const commandId = freshCommandId();
    const answers = await Promise.all([act(ada, command, commandId), act(ada, command, commandId)]);
    expect(answers.map(codeOf)).toEqual(['done', 'done']);
    expect(codeOf(await act(ben, command))).toBe('conversation-taken');
    expect(codeOf(await act(ben, { ...command, conversationId: freshGroupId(), title: ' ' }))).toBe('name-invalid');
    const replica = await (await device(ada)).openConversation(conversationId);
    await until(() => noticesOf(replica).length > 0, 'a notice');
    expect(noticesOf(replica)).toHaveLength(1);
  });

  test('says what happened once, also when its server ended before it had said it or noted that it had', async () => {
    const group = await makeGroup([ada, ben]);
    const replica = await (await device(ben)).openConversation(group);
    await until(() => noticesOf(replica).length === 2, 'what happened');
    const [said] = noticesOf(replica);
    await server.stop();
    const unsaid = { kind: 'renamed', id: `evt_${'7'.repeat(24)}`, at: Date.now(), by: ada.userId, title: 'Unsaid' };
    const database = new DatabaseSync(join(server.dataDir, 'directory.db'));
    const note = database.prepare('insert into notice (conversationId, event) values (?, ?)');
    for (const event of [said, unsaid]) note.run(group, JSON.stringify(event));
    database.close();
    server = await openTestServer({ dataDir: server.dataDir });
    const again = await (await device(ben)).openConversation(group);
    await until(() => noticesOf(again).some(({ id }) => id === unsaid.id), 'what was left unsaid');
    expect(
      noticesOf(again)
        .map(({ kind }) => kind)
        .sort(),
    ).toEqual(['began', 'joined', 'renamed']);
  });
});

describe('a description', () => {
  test('is for all in the group, by those who manage it, and takes no more than its length', async () => {
    const group = await makeGroup([ada, ben]);
    const since = (await inboxOf(ben)).token;
    const describeAs = (person: Person, description: string) =>
      act(person, { kind: 'describe-group', conversationId: group, description });
    expect(codeOf(await describeAs(ben, 'mine'))).toBe('not-allowed');
    expect(codeOf(await describeAs(dan, 'mine'))).toBe('not-found');
    expect(codeOf(await describeAs(ada, 'x'.repeat(1_001)))).toBe('bad-request');
    expect(codeOf(await describeAs(ada, ' Who unloads when.\nAsk Ada. '))).toBe('done');
    const [row] = (await inboxOf(ben, since)).conversations;
    expect(row).toMatchObject({ conversationId: group, description: 'Who unloads when.\nAsk Ada.', history: 'all' });
    const replica = await (await device(ben)).openConversation(group);
    await until(() => noticesOf(replica).some(({ kind }) => kind === 'described'), 'that it was described');
    expect(codeOf(await describeAs(ada, 'Who unloads when.\nAsk Ada.'))).toBe('done');
    expect(codeOf(await describeAs(ada, ''))).toBe('done');
    expect((await inboxOf(ben)).conversations).toMatchObject([{ description: '' }]);
    expect(noticesOf(replica).filter(({ kind }) => kind === 'described').length).toBeLessThanOrEqual(2);
  });
});

describe('roles', () => {
  const rows = groupRoles.flatMap((mine) => groupRoles.map((theirs) => [mine, theirs] as const));
  test('each may do to each what the rules say, and nothing else', async () => {
    const group = await makeGroup([ada, ben, cleo, dan]);
    const give = (person: Person, role: GroupRole) =>
      act(ada, { kind: 'set-role', conversationId: group, userId: person.userId, role });
    const seen: string[] = [];
    for (const [mine, theirs] of rows) {
      await give(ben, mine);
      await give(cleo, theirs);
      const to = theirs === 'member' ? 'reader' : 'member';
      const changed = await act(ben, { kind: 'set-role', conversationId: group, userId: cleo.userId, role: to });
      await give(cleo, theirs);
      const removed = await act(ben, { kind: 'remove-member', conversationId: group, userId: cleo.userId });
      const renamed = await act(ben, { kind: 'rename-group', conversationId: group, title: `By ${mine} ${theirs}` });
      if (codeOf(removed) === 'done')
        await act(ada, { kind: 'add-members', conversationId: group, userIds: [cleo.userId] });
      seen.push([mine, theirs, codeOf(changed), codeOf(removed), codeOf(renamed)].join(' '));
    }
    expect(seen).toEqual([
      'owner owner done done done',
      'owner admin done done done',
      'owner member done done done',
      'owner reader done done done',
      'admin owner not-allowed not-allowed done',
      'admin admin not-allowed not-allowed done',
      'admin member done done done',
      'admin reader done done done',
      'member owner not-allowed not-allowed not-allowed',
      'member admin not-allowed not-allowed not-allowed',
      'member member not-allowed not-allowed not-allowed',
      'member reader not-allowed not-allowed not-allowed',
      'reader owner not-allowed not-allowed not-allowed',
      'reader admin not-allowed not-allowed not-allowed',
      'reader member not-allowed not-allowed not-allowed',
      'reader reader not-allowed not-allowed not-allowed',
    ]);
  });

  test('a reader reads and writes nothing, from the moment they are one', async () => {
    const group = await makeGroup([ada, ben]);
    const [mine, theirs] = [await device(ada), await device(ben)];
    const [adas, bens] = [await mine.openConversation(group), await theirs.openConversation(group)];
    theirs.write(bens, 'as a member');
    await theirs.acknowledged(bens);
    await act(ada, { kind: 'set-role', conversationId: group, userId: ben.userId, role: 'reader' });
    await until(() => bens.closedFor !== null, 'the channel to be ended');
    const again = await theirs.openConversation(group);
    theirs.write(again, 'as a reader');
    await until(() => again.closedFor !== null, 'the message to be refused');
    expect(again.closedFor).toMatch(/^read-only/);
    mine.write(adas, 'still heard');
    const third = await theirs.openConversation(group);
    await until(() => textsOf(third).includes('still heard'), 'what others write');
    expect(textsOf(adas)).toEqual(['as a member', 'still heard']);
  });

  test('a group is never left to nobody', async () => {
    const group = await makeGroup([ada, ben]);
    expect(codeOf(await act(ada, { kind: 'leave-group', conversationId: group }))).toBe('last-owner');
    const stepDown = { kind: 'set-role', conversationId: group, userId: ada.userId, role: 'member' } as const;
    expect(codeOf(await act(ada, stepDown))).toBe('last-owner');
    await act(ada, { kind: 'set-role', conversationId: group, userId: ben.userId, role: 'owner' });
    expect(codeOf(await act(ada, { kind: 'leave-group', conversationId: group }))).toBe('done');
    expect(codeOf(await act(ben, { kind: 'leave-group', conversationId: group }))).toBe('done');
  });

  test('to somebody outside a group looks like none', async () => {
    const group = await makeGroup([ada, ben]);
    const missing = freshGroupId();
    for (const conversationId of [group, missing]) {
      const answers = [
        await act(dan, { kind: 'rename-group', conversationId, title: 'Mine' }),
        await act(dan, { kind: 'add-members', conversationId, userIds: [dan.userId] }),
        await act(dan, { kind: 'remove-member', conversationId, userId: ada.userId }),
        await act(dan, { kind: 'set-role', conversationId, userId: dan.userId, role: 'owner' }),
        await act(dan, { kind: 'leave-group', conversationId }),
        await dan.call('GET', `/api/groups/${conversationId}/links`),
        await dan.call('POST', `/api/groups/${conversationId}/links`, { lifeMs: 60_000, uses: 1 }),
        await dan.call('POST', `/api/groups/${conversationId}/links/revoke`, { linkId: 'lnk_x' }),
      ];
      expect(answers.map(({ status, body }) => [status, body['code']])).toEqual(answers.map(() => [404, 'not-found']));
    }
  });
});

describe('who is taken out', () => {
  test('hears nothing more, with two sockets open, and their list says so', async () => {
    const group = await makeGroup([ada, ben, cleo]);
    const [mine, one, two] = [await device(ada), await device(ben), await device(ben)];
    const adas = await mine.openConversation(group);
    const bens = [await one.openConversation(group), await two.openConversation(group)];
    const { token } = await inboxOf(ben);
    const started = performance.now();
    await act(ada, { kind: 'remove-member', conversationId: group, userId: ben.userId });
    await until(() => bens.every(({ closedFor }) => closedFor !== null), 'both channels to be ended');
    console.log(`cut off ${(performance.now() - started).toFixed(0)} ms after the command was sent`);
    mine.write(adas, 'without Ben');
    await mine.acknowledged(adas);
    for (const wire of [one, two]) {
      expect((await wire.openConversation(group)).closedFor).toBe('permission-denied');
      expect(wire.transcript.join('\n')).not.toContain('without Ben');
    }
    for (const replica of bens) expect(textsOf(replica)).toEqual([]);
    expect(await inboxOf(ben, token)).toMatchObject({ whole: false, conversations: [], left: [group], chapters: [] });
    expect(await inboxOf(ben)).toMatchObject({ whole: true, conversations: [], left: [], chapters: [] });
    await act(ada, { kind: 'add-members', conversationId: group, userIds: [ben.userId] });
    const back = await inboxOf(ben, token);
    expect(back).toMatchObject({ left: [], conversations: [{ conversationId: group }] });
    expect(textsOf(await one.openConversation(group))).toEqual(['without Ben']);
  });

  test('is told of nothing that is said afterwards', async () => {
    const group = await makeGroup([ada, ben]);
    const [mine, theirs] = [await device(ada), await device(ben)];
    const adas = await mine.openConversation(group);
    const told = ({ signals }: WireDevice) => signals.filter(({ kind }) => kind === 'changed').length;
    mine.write(adas, 'with Ben');
    await until(() => told(theirs) > 0, 'Ben to be told');
    await act(ada, { kind: 'remove-member', conversationId: group, userId: ben.userId });
    const kinds = () => [...readLogs(adas.doc)].map(({ event }) => event?.kind);
    await until(() => kinds().includes('left'), 'the group to be told that he is out');
    await Promise.all([inboxOf(ada), inboxOf(ben)]); // from here on each is told of news again
    const [toldAda, toldBen] = [told(mine), told(theirs)];
    mine.write(adas, 'without Ben');
    await until(() => told(mine) > toldAda, 'Ada to be told');
    await theirs.heard();
    expect(told(theirs)).toBe(toldBen);
  });
});

describe('history from joining', () => {
  const chapterOf = (conversationId: ConversationId, chapter: number) => chapterName({ conversationId, chapter });

  test('shows who comes later nothing of what was said before, by no way', async () => {
    const group = await makeGroup([ada, ben], { history: 'from-joining' });
    const mine = await device(ada);
    const first = await mine.open(chapterOf(group, 1));
    mine.write(first, 'before Cleo');
    await mine.acknowledged(first);
    await act(ada, { kind: 'add-members', conversationId: group, userIds: [cleo.userId] });
    const theirs = await device(cleo);
    const closed = () => [...readLogs(first.doc)].some(({ event }) => event?.kind === 'closed');
    await until(closed, 'the chapter to end');
    expect((await theirs.open(chapterOf(group, 1))).closedFor).toBe('permission-denied');
    const second = await theirs.open(chapterOf(group, 2));
    await until(() => noticesOf(second).some(({ kind }) => kind === 'joined'), 'the word of their coming');
    const adas = await mine.open(chapterOf(group, 2));
    mine.write(adas, 'after Cleo came');
    await until(() => textsOf(second).includes('after Cleo came'), 'the message');
    const { chapters } = await inboxOf(cleo);
    expect(chapters.map(({ chapter, unread }) => [chapter, unread])).toEqual([[2, 1]]);
    const report = { chapters: [{ conversationId: group, chapter: 1, epoch: 0, clocks: 'all' }] };
    await cleo.call('POST', '/api/reads', report);
    expect((await inboxOf(cleo)).chapters.map(({ chapter }) => chapter)).toEqual([2]);
    expect((await inboxOf(ben)).chapters.map(({ chapter }) => chapter).toSorted((one, other) => one - other)).toEqual([
      1, 2,
    ]);
  });

  test('names those who are gone to whoever can read what they wrote, and nobody whose account has ended', async () => {
    const formerOf = async (person: Person, group: ConversationId) =>
      (await inboxOf(person)).conversations
        .find(({ conversationId }) => conversationId === group)
        ?.former.map(({ name }) => name);
    const made = {
      whole: await makeGroup([ada, ben, cleo]),
      part: await makeGroup([ada, ben, cleo], { history: 'from-joining' }),
    };
    for (const conversationId of Object.values(made)) {
      await act(ben, { kind: 'leave-group', conversationId });
      await act(ada, { kind: 'remove-member', conversationId, userId: cleo.userId });
      await act(ada, { kind: 'add-members', conversationId, userIds: [dan.userId] });
    }
    expect(await formerOf(ada, made.part)).toEqual(['Cleo', 'Ben']);
    expect(await formerOf(dan, made.part)).toEqual([]);
    expect(await formerOf(dan, made.whole)).toEqual(['Cleo', 'Ben']);
    await act(ada, { kind: 'add-members', conversationId: made.whole, userIds: [cleo.userId] });
    expect(await formerOf(dan, made.whole)).toEqual(['Ben']);
    await ben.call('POST', '/api/account/delete', { current: ben.password });
    expect(await formerOf(dan, made.whole)).toEqual([]);
  });

  test('and with all of it, it is there and counts as read', async () => {
    const group = await makeGroup([ada, ben]);
    const mine = await device(ada);
    const replica = await mine.openConversation(group);
    mine.write(replica, 'before Cleo');
    await mine.acknowledged(replica);
    await act(ada, { kind: 'add-members', conversationId: group, userIds: [cleo.userId] });
    const theirs = await (await device(cleo)).openConversation(group);
    await until(
      () =>
        noticesOf(theirs).some(
          ({ kind, ...said }) => kind === 'joined' && 'userId' in said && said.userId === cleo.userId,
        ),
      'their coming',
    );
    expect(textsOf(theirs)).toEqual(['before Cleo']);
    expect((await inboxOf(cleo)).chapters).toMatchObject([{ unread: 0 }]);
    expect((await inboxOf(ben)).chapters).toMatchObject([{ unread: 1 }]);
  });
});

describe('a link into a group', () => {
  const makeLink = async (person: Person, group: ConversationId, uses = 1) =>
    (await person.call('POST', `/api/groups/${group}/links`, { lifeMs: 3_600_000, uses })).body as {
      token: string;
      link: { linkId: string };
    };

  test('shows what it leads to, lets so many in, and none twice', async () => {
    const group = await makeGroup([ada, ben]);
    const { token } = await makeLink(ada, group, 1);
    expect((await cleo.call('GET', `/api/group-links/${token}`)).body).toEqual({
      title: 'Harbour',
      members: 2,
      conversationId: null,
      wasRemoved: false,
    });
    const seenByBen = (await ben.call('GET', `/api/group-links/${token}`)).body;
    expect(seenByBen).toMatchObject({ conversationId: group });
    expect(codeOf(await act(ben, { kind: 'join-group', token }))).toBe('done'); // in it already: takes no use
    expect(codeOf(await act(cleo, { kind: 'join-group', token }))).toBe('done');
    expect(codeOf(await act(dan, { kind: 'join-group', token }))).toBe('invite-invalid');
    expect((await cleo.call('GET', `/api/group-links/${token}`)).status).toBe(404);
    expect((await inboxOf(cleo)).conversations).toMatchObject([{ conversationId: group }]);
    const { token: another } = await makeLink(ada, group);
    await act(ada, { kind: 'remove-member', conversationId: group, userId: cleo.userId });
    expect((await cleo.call('GET', `/api/group-links/${another}`)).body).toMatchObject({ wasRemoved: true });
    expect(codeOf(await act(cleo, { kind: 'join-group', token: another }))).toBe('invite-invalid');
  });

  test('is made, listed and revoked by owners and admins only, and opens nothing else', async () => {
    const group = await makeGroup([ada, ben]);
    const { token, link } = await makeLink(ada, group, 5);
    expect((await ben.call('GET', `/api/groups/${group}/links`)).body).toEqual({ code: 'not-allowed' });
    expect(await makeLink(ben, group)).toEqual({ code: 'not-allowed' });
    const listed = (await ada.call('GET', `/api/groups/${group}/links`)).body;
    expect(listed).toMatchObject({ links: [{ linkId: link.linkId, usesLeft: 5 }] });
    expect(JSON.stringify(listed)).not.toContain(token);
    const signUp = { token, name: 'Eve', handle: 'eve', email: 'eve@example.test', password: 'correct horse eve' };
    expect((await dan.call('POST', '/api/sign-up', signUp)).body).toEqual({ code: 'invite-invalid' });
    expect(codeOf(await act(dan, { kind: 'join-group', token: await ada.invite() }))).toBe('invite-invalid');
    await ada.call('POST', `/api/groups/${group}/links/revoke`, { linkId: link.linkId });
    expect(codeOf(await act(cleo, { kind: 'join-group', token }))).toBe('invite-invalid');
    for (const bad of [{ lifeMs: 1, uses: 1 }, { lifeMs: 3_600_000, uses: 0 }, { lifeMs: 3_600_000 }, {}]) {
      expect((await ada.call('POST', `/api/groups/${group}/links`, bad)).status).toBe(400);
    }
  });
});
