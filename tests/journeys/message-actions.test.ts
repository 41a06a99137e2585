// What people do to messages, from two devices and two people, offline and killed: each thing has one outcome, the same
// on every device. The rules are those of docs/merge-rules.md.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { must } from '../../shared/base/assert.ts';
import type { OpenConversation } from '../../client/engine/messenger.ts';
import type { TimelineItem } from '../../shared/conversation/timeline.ts';
import type { ConversationId } from '../../shared/ids.ts';
import { everyone } from '../../shared/rules/mentions.ts';
import { fillChapters } from '../kit/fill-chapters.ts';
import { databasesWith } from '../kit/databases-with.ts';
import { act, makeGroup } from '../kit/group-acts.ts';
import { goOffline, linkIs, openJourney, type Journey } from '../kit/journey.ts';
import type { Person } from '../kit/person.ts';
import { until } from '../kit/until.ts';

let journey: Journey;
beforeEach(async () => {
  journey = await openJourney();
});
afterEach(() => journey.close());

/** A row as its person sees it. */
function seen(conversation: OpenConversation, item: TimelineItem): string {
  const { text, versions, reactions, isPinned, deletedBy, forwarded } = item;
  const quote = conversation.quoteOf(item);
  const quoted = quote?.status === 'here' ? quote.item.text : quote?.status;
  return [
    ...(quote === null ? [] : [`> ${quoted}`]),
    ...(forwarded === null
      ? []
      : [forwarded.source === null ? 'forwarded' : `forwarded of ${forwarded.source.author}`]),
    deletedBy === null ? text : 'deleted',
    ...(versions.length === 0 ? [] : [`(was ${versions.map((version) => version.text).join(', ')})`]),
    ...reactions.map(({ emoji, userIds }) => `${emoji}${userIds.length}`),
    ...(isPinned ? ['pinned'] : []),
  ].join(' ');
}

const rowsOf = (conversation: OpenConversation) =>
  conversation.items
    .get()
    .filter(({ notice }) => notice === null)
    .map((item) => seen(conversation, item));

async function expectRows(conversations: readonly OpenConversation[], rows: readonly string[]): Promise<void> {
  for (const conversation of conversations) {
    await until(() => rowsOf(conversation).join('\n') === rows.join('\n'), 'the rows').catch(() => undefined);
    expect(rowsOf(conversation)).toEqual(rows);
  }
}

const rowWith = (conversation: OpenConversation, text: string) =>
  must(
    conversation.items.get().find((item) => item.text === text),
    text,
  );

const versionOf = (conversation: OpenConversation, text: string) =>
  must(rowWith(conversation, text).versions.at(-1), 'a version');

async function sent(conversation: OpenConversation): Promise<void> {
  const isSent = (item: TimelineItem) => {
    const status = conversation.markOf(item)?.status;
    return status === undefined || ['sent', 'delivered', 'read'].includes(status);
  };
  await until(() => conversation.items.get().every(isSent), 'everything to be sent');
}

let names = 0;

async function open(person: Person, conversationId: ConversationId) {
  const name = `of ${person.name} ${names++}`;
  const device = await journey.start(person, { name });
  return { name, device, conversation: await device.open(conversationId) };
}

describe('two people', () => {
  test('answer, react, edit, pin and delete, and see the same', async () => {
    const { ada, ben, conversationId } = await journey.twoPeople();
    const [mine, theirs] = [await open(ada, conversationId), await open(ben, conversationId)];
    const [a, b] = [mine.conversation, theirs.conversation];
    a.send('lunch?');
    await expectRows([b], ['lunch?']);
    expect(b.reply(rowWith(b, 'lunch?'), 'gladly')).toBeNull();
    expect(b.react(rowWith(b, 'lunch?'), '👍', true)).toBeNull();
    await expectRows([a, b], ['lunch? 👍1', '> lunch? gladly']);
    expect(a.react(rowWith(a, 'lunch?'), '👍', true)).toBeNull();
    expect(a.edit(rowWith(a, 'lunch?'), 'lunch at one?')).toBeNull();
    expect(b.pin(rowWith(b, 'lunch?'), true)).toBeNull();
    await expectRows([a, b], ['lunch at one? (was lunch?, lunch at one?) 👍2 pinned', '> lunch at one? gladly']);
    expect(b.react(rowWith(b, 'lunch at one?'), '👍', false)).toBeNull();
    await expectRows([a, b], ['lunch at one? (was lunch?, lunch at one?) 👍1 pinned', '> lunch at one? gladly']);
    expect(a.remove([rowWith(a, 'lunch at one?')])).toBeNull();
    await expectRows([a, b], ['deleted', '> deleted gladly']);
    await mine.device.restart();
    await expectRows(
      [await mine.device.open(conversationId), (await open(ben, conversationId)).conversation],
      ['deleted', '> deleted gladly'],
    );
  });

  test('mention whom their text names, and everyone only by role', async () => {
    const { ada, ben } = await journey.twoPeople();
    const conversationId = await makeGroup([ada, ben]);
    const [a, b] = [(await open(ada, conversationId)).conversation, (await open(ben, conversationId)).conversation];
    const [toBen, toAll] = [
      { who: ben.userId, label: 'Ben' },
      { who: everyone, label: 'all' },
    ] as const;
    a.send('@Ben and @all', [toBen, toAll, { who: ada.userId, label: 'Ada' }]);
    b.send('@Ben and @all too', [toBen, toAll]);
    await sent(b);
    const mentionsOf = (conversation: OpenConversation, text: string) =>
      conversation.items.get().find((item) => item.text === text)?.mentions;
    await until(() => mentionsOf(b, '@Ben and @all') !== undefined, 'the first');
    expect(mentionsOf(b, '@Ben and @all')).toEqual([toBen, toAll]);
    await until(() => mentionsOf(a, '@Ben and @all too') !== undefined, 'the second');
    expect(mentionsOf(a, '@Ben and @all too')).toEqual([toBen]);
    a.edit(rowWith(a, '@Ben and @all'), 'only @all', [toBen, toAll]);
    await until(() => mentionsOf(b, 'only @all') !== undefined, 'the edit');
    expect(mentionsOf(b, 'only @all')).toEqual([toAll]);
    b.reply(rowWith(b, 'only @all'), 'yes, @Ben', [toBen]);
    await until(() => mentionsOf(a, 'yes, @Ben') !== undefined, 'the answer');
    expect(mentionsOf(a, 'yes, @Ben')).toEqual([toBen]);
  });

  test('may do only what is theirs, and hear why', async () => {
    const { ada, ben, conversationId } = await journey.twoPeople();
    const [a, b] = [(await open(ada, conversationId)).conversation, (await open(ben, conversationId)).conversation];
    a.send('mine');
    await expectRows([b], ['mine']);
    const row = rowWith(b, 'mine');
    expect(b.edit(row, 'yours')).toBe('not-allowed');
    expect(b.remove([row])).toBe('not-allowed');
    expect(b.react(row, 'no emoji', true)).toBe('no-emoji');
    expect(a.edit(rowWith(a, 'mine'), ' ')).toBe('empty');
    a.remove([rowWith(a, 'mine')]);
    await expectRows([a, b], ['deleted']);
    const [gone] = b.items.get();
    expect(b.react(must(gone, 'a row'), '👍', true)).toBe('not-there');
  });

  test('are told whose devices have a message, and who has seen it', async () => {
    const { ada, ben, conversationId } = await journey.twoPeople();
    const a = (await open(ada, conversationId)).conversation;
    a.send('hello');
    await sent(a);
    expect(a.detailsOf(rowWith(a, 'hello'))).toMatchObject({ deliveredTo: [], readBy: [], arrivedAt: null });
    const b = (await open(ben, conversationId)).conversation;
    await expectRows([b], ['hello']);
    await until(() => a.detailsOf(rowWith(a, 'hello')).deliveredTo.includes(ben.userId), 'the delivery');
    b.noteSeen([rowWith(b, 'hello').key]);
    await until(() => a.detailsOf(rowWith(a, 'hello')).readBy.includes(ben.userId), 'the reading');
    expect(b.detailsOf(rowWith(b, 'hello'))).toMatchObject({ mark: null, deliveredTo: [], readBy: [] });
  });
});

describe('offline, from two devices and two people at once', () => {
  async function apart() {
    const { ada, ben, conversationId } = await journey.twoPeople();
    const laptop = await open(ada, conversationId);
    const phone = await open(ada, conversationId);
    const other = await open(ben, conversationId);
    laptop.conversation.send('one');
    laptop.conversation.send('two');
    const all = [laptop, phone, other];
    await expectRows(
      all.map(({ conversation }) => conversation),
      ['one', 'two'],
    );
    await sent(laptop.conversation);
    for (const { device } of all) await goOffline(device);
    const expectTogether = async (rows: readonly string[]) => {
      for (const { device } of all) {
        device.setNetwork(true);
        await linkIs(device, 'online');
      }
      await expectRows(
        all.map(({ conversation }) => conversation),
        rows,
      );
      for (const { device } of all) await device.restart();
      for (const { device } of all) await expectRows([await device.open(conversationId)], rows);
    };
    return { laptop, phone, other, expectTogether, conversationId, ada };
  }

  test('the later edit is shown, and both are versions', async () => {
    const { laptop, phone, expectTogether } = await apart();
    laptop.conversation.edit(rowWith(laptop.conversation, 'one'), 'first');
    const first = versionOf(laptop.conversation, 'first');
    await until(() => Date.now() > first.at + 100, 'a later moment');
    phone.conversation.edit(rowWith(phone.conversation, 'one'), 'second');
    const second = versionOf(phone.conversation, 'second');
    // Each device knows the server's time only as well as its link was quick: which is later, they say themselves.
    const [earlier, later] = first.at < second.at ? [first.text, second.text] : [second.text, first.text];
    await expectTogether([`${later} (was one, ${earlier}, ${later})`, 'two']);
  });

  test('deleted is deleted, whatever was done to it meanwhile, and several go at once', async () => {
    const { laptop, phone, other, expectTogether } = await apart();
    phone.conversation.edit(rowWith(phone.conversation, 'one'), 'changed');
    other.conversation.react(rowWith(other.conversation, 'one'), '👍', true);
    other.conversation.reply(rowWith(other.conversation, 'two'), 'an answer');
    other.conversation.pin(rowWith(other.conversation, 'two'), true);
    laptop.conversation.remove(laptop.conversation.items.get());
    await expectTogether(['deleted', 'deleted', '> deleted an answer']);
  });

  test('what was done survives the killed device that it was done on', async () => {
    const { laptop, other, phone, conversationId, ada } = await apart();
    laptop.conversation.edit(rowWith(laptop.conversation, 'one'), 'changed');
    laptop.conversation.react(rowWith(laptop.conversation, 'two'), '🎉', true);
    laptop.conversation.reply(rowWith(laptop.conversation, 'two'), 'an answer');
    const answer = rowWith(laptop.conversation, 'an answer');
    await until(() => laptop.conversation.markOf(answer)?.status === 'waiting', 'it to be on the disk');
    laptop.device.kill();
    const again = await journey.start(ada, { name: laptop.name, hasNetwork: false });
    const rows = ['changed (was one, changed)', 'two 🎉1', '> two an answer'];
    await expectRows([await again.open(conversationId)], rows);
    for (const device of [again, other.device, phone.device]) device.setNetwork(true);
    await expectRows([other.conversation, phone.conversation], rows);
  });

  test('no device keeps a word of what was deleted, nor of what was said about it meanwhile', async () => {
    const { laptop, phone, other, expectTogether } = await apart();
    phone.conversation.edit(rowWith(phone.conversation, 'two'), 'the quick secret fox');
    other.conversation.react(rowWith(other.conversation, 'two'), '🦊', true);
    await until(async () => (await databasesWith('secret fox')).length > 0, 'the edit to be on a disk');
    await until(async () => (await databasesWith('🦊')).length > 0, 'the reaction to be on a disk');
    laptop.conversation.remove([rowWith(laptop.conversation, 'two')]);
    await expectTogether(['one', 'deleted']);
    await until(async () => (await databasesWith('secret fox')).length === 0, 'the edit to be gone');
    await until(async () => (await databasesWith('🦊')).length === 0, 'the reaction to be gone');
  });

  test('two tabs of one browser show at once what is done in either', async () => {
    const { ada, conversationId } = await journey.twoPeople();
    const options = { name: 'two tabs', haste: 5 };
    const tabs = [await journey.start(ada, options), await journey.start(ada, options)];
    for (const tab of tabs) await goOffline(tab);
    const [left, right] = [
      await must(tabs[0], 'a tab').open(conversationId),
      await must(tabs[1], 'a tab').open(conversationId),
    ];
    left.send('one');
    left.send('two');
    await expectRows([left, right], ['one', 'two']);
    right.edit(rowWith(right, 'one'), 'changed');
    left.react(rowWith(left, 'two'), '👍', true);
    const changed = 'changed (was one, changed)';
    await expectRows([left, right], [changed, 'two 👍1']);
    right.react(rowWith(right, 'two'), '👍', false);
    await expectRows([left, right], [changed, 'two']);
    right.remove([rowWith(right, 'two')]);
    await expectRows([left, right], [changed, 'deleted']);
  });
});

describe('in a group', () => {
  test('whoever manages it deletes what others wrote and pins; others do not', async () => {
    const [ada, ben, cleo] = await journey.server.people('Ada', 'Ben', 'Cleo');
    const [owner, member, other] = [must(ada, 'Ada'), must(ben, 'Ben'), must(cleo, 'Cleo')];
    const group = await makeGroup([owner, member, other]);
    const [a, b, c] = [
      (await open(owner, group)).conversation,
      (await open(member, group)).conversation,
      (await open(other, group)).conversation,
    ];
    b.send('rude');
    await expectRows([a, c], ['rude']);
    c.react(rowWith(c, 'rude'), '👎', true);
    await expectRows([a, b, c], ['rude 👎1']);
    expect(c.remove([rowWith(c, 'rude')])).toBe('not-allowed');
    expect(c.pin(rowWith(c, 'rude'), true)).toBe('not-allowed');
    expect(a.pin(rowWith(a, 'rude'), true)).toBeNull();
    await expectRows([a, b, c], ['rude 👎1 pinned']);
    expect(a.remove([rowWith(a, 'rude')])).toBeNull();
    await expectRows([a, b, c], ['deleted']);
    expect(b.items.get().at(-1)?.deletedBy).toBe(owner.userId);
  });

  test('a role counts when what was done arrives: whoever is no admin then has deleted nothing', async () => {
    const [ada, ben] = await journey.server.people('Ada', 'Ben');
    const [owner, admin] = [must(ada, 'Ada'), must(ben, 'Ben')];
    const group = await makeGroup([owner, admin]);
    await act(owner, { kind: 'set-role', conversationId: group, userId: admin.userId, role: 'admin' });
    const [mine, theirs] = [await open(owner, group), await open(admin, group)];
    mine.conversation.send('stays');
    await expectRows([theirs.conversation], ['stays']);
    const isAdmin = () =>
      theirs.device.messenger.conversations
        .get()[0]
        ?.members.some(({ userId, role }) => userId === admin.userId && role === 'admin') === true;
    await until(isAdmin, 'the role to be known');
    await goOffline(theirs.device);
    expect(theirs.conversation.remove([rowWith(theirs.conversation, 'stays')])).toBeNull();
    await expectRows([theirs.conversation], ['deleted']);
    await act(owner, { kind: 'set-role', conversationId: group, userId: admin.userId, role: 'member' });
    theirs.device.setNetwork(true);
    await linkIs(theirs.device, 'online');
    await expectRows([mine.conversation, theirs.conversation], ['stays']);
    const { id } = rowWith(mine.conversation, 'stays');
    const told = [{ kind: 'delete', target: id, code: 'not-allowed' }];
    await until(() => theirs.conversation.refusedActs.get().length > 0, 'the refusal');
    expect(theirs.conversation.refusedActs.get()).toMatchObject(told);
    await theirs.device.restart();
    const again = await theirs.device.open(group);
    expect(again.refusedActs.get()).toMatchObject(told);
    again.dismissRefused(must(again.refusedActs.get()[0], 'a refusal'));
    await until(() => again.refusedActs.get().length === 0, 'it to be forgotten');
    await theirs.device.restart();
    expect((await theirs.device.open(group)).refusedActs.get()).toEqual([]);
  });
});

test('what is pinned is known of chapters that are not open, on every device', async () => {
  await journey.close();
  const limits = { entries: 6, bytes: 512 * 1024 };
  journey = await openJourney({ chapterLimits: limits });
  const { ada, ben, conversationId } = await journey.twoPeople();
  let at = Date.now() - 60_000;
  const nextAt = () => at++;
  const written = await fillChapters({ people: [ada, ben], conversationId, limits, chapters: 12, inLast: 2, nextAt });
  const { conversation: mine } = await open(ada, conversationId);
  const message = must(written[2], 'a message');
  expect(await mine.goTo(message)).toBe(`${ada.userId} ${message.id}`);
  expect(mine.pin(rowWith(mine, '1.2'), true)).toBeNull();
  await sent(mine);
  const { conversation: theirs, device } = await open(ben, conversationId);
  const { id, author } = rowWith(mine, '1.2');
  await until(() => theirs.pins.get().length === 1, 'the pin');
  expect(theirs.pins.get()).toMatchObject([{ id, author }]);
  expect(theirs.items.get().some(({ text }) => text === '1.2')).toBe(false);
  const pin = must(theirs.pins.get()[0], 'a pin');
  const shown = theirs.items.get();
  expect(await theirs.find(pin)).toMatchObject({ status: 'here', item: { text: '1.2' } });
  expect(await device.messenger.find(conversationId, pin)).toMatchObject({ status: 'here', item: { text: '1.2' } });
  expect(theirs.items.get()).toEqual(shown);
  expect(await theirs.find({ ...pin, author: ben.userId })).toEqual({ status: 'elsewhere' });
  // A screen asks for more as soon as it hears that there is some, before it hears of the rows.
  const stop = theirs.edges.subscribe(() => theirs.showNewer());
  expect(await theirs.goTo(pin)).toBe(`${author} ${id}`);
  expect(await theirs.goTo('newest')).toBe(theirs.items.get().at(-1)?.key);
  expect(await theirs.goTo(pin)).toBe(`${author} ${id}`);
  stop();
  expect(theirs.pin(rowWith(theirs, '1.2'), false)).toBeNull();
  await until(() => mine.pins.get().length + theirs.pins.get().length === 0, 'it to be gone on both sides');
});

describe('a saved message', () => {
  test('is saved on all devices of its person, and on nobody else’s', async () => {
    const { ada, ben, conversationId } = await journey.twoPeople();
    const [laptop, phone, other] = [
      await open(ada, conversationId),
      await open(ada, conversationId),
      await open(ben, conversationId),
    ];
    laptop.conversation.send('the quick saved fox');
    for (const { conversation } of [phone, other]) await expectRows([conversation], ['the quick saved fox']);
    const row = rowWith(phone.conversation, 'the quick saved fox');
    for (const { device } of [laptop, phone]) await goOffline(device);
    for (const { conversation } of [laptop, phone]) expect(conversation.save(row, true)).toBeNull();
    await phone.device.restart();
    const saved = [{ conversationId, id: row.id, author: ada.userId, at: row.at }];
    expect(phone.device.messenger.saved.get()).toEqual(saved);
    laptop.device.setNetwork(true);
    const third = await journey.start(ada);
    await until(() => third.messenger.saved.get().length === 1, 'what was saved');
    expect(third.messenger.saved.get()).toEqual(saved);
    expect(other.device.messenger.saved.get()).toEqual([]);
    phone.device.setNetwork(true);
    await linkIs(phone.device, 'online');
    third.messenger.openConversation(conversationId).save(row, false);
    for (const { device } of [laptop, phone]) {
      await until(() => device.messenger.saved.get().length === 0, 'it to be let go');
    }
  });
});

test('notes to oneself are begun offline, and stand on one’s other devices and on nobody else’s', async () => {
  const { ada, ben } = await journey.twoPeople();
  const laptop = await journey.start(ada);
  await linkIs(laptop, 'online');
  await goOffline(laptop);
  const begun = await laptop.messenger.startDirect(ada.userId);
  if (begun.status === 'failed') throw new Error(begun.code);
  const notes = await laptop.open(begun.conversationId);
  notes.send('buy milk');
  notes.react(rowWith(notes, 'buy milk'), '✅', true);
  laptop.setNetwork(true);
  const phone = await journey.start(ada);
  const isListed = () =>
    phone.messenger.conversations.get().some(({ conversationId }) => conversationId === begun.conversationId);
  await until(isListed, 'the notes to be listed');
  await expectRows([notes, await phone.open(begun.conversationId)], ['buy milk ✅1']);
  const [row] = phone.messenger.conversations.get().filter((one) => one.conversationId === begun.conversationId);
  expect(row).toMatchObject({ kind: 'direct', isAwaited: false, unread: 0, members: [{ userId: ada.userId }] });
  const stranger = await journey.start(ben);
  await linkIs(stranger, 'online');
  const denied = stranger.messenger.openConversation(begun.conversationId);
  await until(() => denied.state.get().status === 'unavailable', 'it to be denied');
});

describe('a forward', () => {
  test('names its source only where everybody may know it, and lives on when that is deleted', async () => {
    const [ada, ben, cleo] = await journey.server.people('Ada', 'Ben', 'Cleo');
    const [me, friend, stranger] = [must(ada, 'Ada'), must(ben, 'Ben'), must(cleo, 'Cleo')];
    const direct = await me.direct(friend);
    const [group, elsewhere] = [await makeGroup([me, friend, stranger]), await me.direct(stranger)];
    const mine = await open(me, group);
    const theirs = (await open(friend, group)).conversation;
    theirs.send('news');
    await expectRows([mine.conversation], ['news']);
    const isListed = () => mine.device.messenger.conversations.get().length === 3;
    await until(isListed, 'the list');
    const items = [rowWith(mine.conversation, 'news')];
    const { messenger } = mine.device;
    expect(await messenger.forward({ from: group, items, to: [direct, elsewhere, group] })).toEqual([]);
    const inGroup = `forwarded of ${friend.userId} news`;
    await expectRows([(await open(friend, direct)).conversation], [inGroup]);
    await expectRows([(await open(stranger, elsewhere)).conversation], [inGroup]);
    const toFriend = (await open(me, direct)).conversation;
    await expectRows([toFriend], [inGroup]);
    expect(await messenger.forward({ from: direct, items: toFriend.items.get(), to: [elsewhere] })).toEqual([]);
    toFriend.send('between us');
    const secret = [rowWith(toFriend, 'between us')];
    expect(await messenger.forward({ from: direct, items: secret, to: [elsewhere] })).toEqual([]);
    const told = [inGroup, inGroup, 'forwarded between us'];
    await expectRows([(await open(stranger, elsewhere)).conversation], told);
    theirs.remove(theirs.items.get().filter(({ text, forwarded }) => text === 'news' && forwarded === null));
    await expectRows([mine.conversation], ['deleted', inGroup]);
  });
});
