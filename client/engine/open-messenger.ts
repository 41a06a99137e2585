// The engine's own composition: link, list, conversations and clock, put together into what the screens may ask.
// Promises what messenger.ts says. Works the same with no network; what the server must decide waits in the queue.
import { makeClock } from '../../shared/clock.ts';
import type { Me } from '../../shared/protocol/people-api.ts';
import type { LinkSignal } from '../../shared/protocol/signals.ts';
import { parseDocumentName, type DocumentName } from '../../shared/conversation/document-name.ts';
import { serverAuthor } from '../../shared/conversation/log.ts';
import {
  directConversationId,
  idBytes,
  isDirectConversationId,
  mintCommandId,
  mintEventId,
  type ConversationId,
  type UserId,
} from '../../shared/ids.ts';
import { besideKey } from '../../shared/personal/drafts.ts';
import { noMarks } from '../../shared/personal/marks.ts';
import { callsFor } from '../../shared/rules/calls.ts';
import type { Api } from './api/api.ts';
import type { FailureCode } from './api/request.ts';
import { openCommands } from './commands/open-commands.ts';
import { startBackFill, wasFetched } from './conversation/back-fill.ts';
import { makeConversationPool, type Taken } from './conversation/conversation-pool.ts';
import { countUnsent, documentsIn } from './conversation/count-unsent.ts';
import { begunIn, openBegunConversations } from './conversation/begun-conversations.ts';
import { makeFirstShown } from './conversation/first-shown.ts';
import { forward } from './conversation/forward.ts';
import { followNewest } from './conversation/follow-newest.ts';
import { followOutbox } from './conversation/follow-outbox.ts';
import {
  mentionsIn,
  problemWith,
  type Actor,
  type MessageAction,
  type Source,
} from './conversation/message-actions.ts';
import { openLiveChapter } from './conversation/open-live-chapter.ts';
import { openLiveConversation } from './conversation/open-live-conversation.ts';
import { forgetScreenfuls, onlyOf, openScreenfuls } from './conversation/screenfuls.ts';
import { whenOpen } from './conversation/when-open.ts';
import { openOutbox } from './conversation/outbox.ts';
import { openKeptStore, type KeptStore } from './disk/kept-store.ts';
import { makeStorageKeeper } from './disk/storage-keeper.ts';
import { watchLoss } from './disk/watch-loss.ts';
import { openContacts } from './contacts/open-contacts.ts';
import { mergeKeptDraft, openDrafts } from './drafts/open-drafts.ts';
import { bringBack, couldCallIn } from './marks/bring-back.ts';
import { openMarks } from './marks/open-marks.ts';
import { openSaved, type Saved } from './drafts/open-saved.ts';
import { makeRecentSearches } from './search/recent-searches.ts';
import { fetchAhead } from './files/fetch-ahead.ts';
import { openFiles, type Files } from './files/open-files.ts';
import { makeEmojiHabits } from './emoji/emoji-habit.ts';
import { openArrivals } from './inbox/arrivals.ts';
import { ConversationTable, isListed } from './inbox/conversation-table.ts';
import { openInbox } from './inbox/open-inbox.ts';
import { openLink, type Link } from './link/open-link.ts';
import type { ConversationSummary, Member, Messenger, OpenConversation, Readable } from './messenger.ts';
import { openErrands } from './errands/open-errands.ts';
import { finishForgetting, forgetConversation } from './conversation/forgotten.ts';
import { makePutBack } from './conversation/put-back.ts';
import { makeFormerMembers } from './people/former-members.ts';
import { makeKnownPeople, mergeKeptPeople } from './people/known-people.ts';
import { meetMembers } from './people/meet-members.ts';
import { openPersonal } from './personal/open-personal.ts';
import type { Platform } from './platform.ts';
import { openSearch } from './search/open-search.ts';
import { openPresence } from './presence/open-presence.ts';
import { makeBerths } from './replica/berths.ts';
import { findDatabases, makeRegisteringDisk, noteDatabase } from './session/database-registry.ts';
import { isDeparting } from './session/departure.ts';
import { findUnread } from './reads/find-unread.ts';
import { openReading } from './reads/reading.ts';
import { mergeKeptRead, openReads } from './reads/open-reads.ts';
import { detailsWithoutReading, openReceipts, withoutReading } from './reads/receipts.ts';
import { watchDeparture } from './session/watch-departure.ts';
import { makeWritable } from './writable.ts';
import { personPrefix } from './session/person-prefix.ts';

/** A conversation that is new here opens at once; a slow disk may take its time. */
const sayWithinMs = 20_000;

export interface MessengerOptions {
  readonly platform: Platform;
  readonly api: Api;
  readonly me: Me;
}

/** Null when this person begins to leave in another tab meanwhile. */
export async function openMessenger(options: MessengerOptions): Promise<Messenger | null> {
  const { platform, me } = options;
  const prefix = personPrefix(platform, me.userId);
  const name = `${prefix}/kept`;
  noteDatabase(platform.store, prefix, name);
  const merge = (key: string, written: unknown, found: unknown) => {
    const both = { written, found };
    return mergeKeptRead(key, both) ?? mergeKeptPeople(key, both) ?? mergeKeptDraft(key, both) ?? written;
  };
  const kept = await openKeptStore({ platform, name, merge });
  await finishForgetting({ platform, kept, diskPrefix: prefix }, (id) => isListed(kept, id));
  if (!isDeparting(platform, me.userId)) return compose(options, kept);
  await kept.close();
  return null;
}

function compose({ platform: given, api: anybody, me }: MessengerOptions, kept: KeptStore): Messenger {
  const api = anybody.as(me.userId);
  const clock = makeClock(() => given.nowMs());
  const diskPrefix = personPrefix(given, me.userId);
  const platform: Platform = { ...given, openDisk: makeRegisteringDisk(given, diskPrefix) };
  const onFailure = (code: FailureCode) => {
    if (code === 'not-signed-in') void learnEnd(api, link, me.userId);
  };
  const commands = openCommands({ platform, api, kept, onFailure });
  const table = new ConversationTable({
    ...{ platform, kept, me: me.userId },
    begun: begunIn(commands, me.userId),
    findPartner: (id) => findPartner(id),
    holdsUnsent: async (id) => (await countIn((database) => database.includes(`/${id}/`))) > 0,
    onForgotten: (id, wasTold) => void wipe(id, wasTold),
  });
  /** Nothing of a conversation stays with somebody who is in it no more. */
  const wipe = (conversationId: ConversationId, wasTold: boolean) => {
    const close = (id: ConversationId) => pool.forget(id);
    const isBack = (id: ConversationId) => table.has(id);
    return forgetConversation({ platform, kept, diskPrefix, close, isBack, letGo }, { conversationId, wasTold });
  };
  /** A draft goes from its writer's own document too: all their devices are out. What is typed meanwhile stays. */
  const letGo = (conversationId: ConversationId, wasTold: boolean) => {
    search.forget(conversationId);
    reads.forget(conversationId);
    files.forgetAll(conversationId);
    outbox.forgetAll(conversationId);
    marks.forget(conversationId);
    for (const key of wasTold ? [conversationId, besideKey(conversationId)] : []) {
      if (drafts.read(key) !== '') drafts.take(key, '');
    }
  };
  const outbox = openOutbox(kept);
  const receipts = openReceipts({ kept, commands });
  const reads = openReads({ platform, api, kept, onFailure, isHeld: receipts.isWaiting });
  const contacts = openContacts(kept);
  const errands = openErrands({
    ...{ platform, kept, commands },
    mentionsIn: (id, { text, mentions = [] }) =>
      mentionsIn(text, mentions, actorIn(table.summaries.get(), id, me.userId)),
  });
  const inbox = openInbox({ platform, api, kept, table, contacts, receipts, errands, reads, onFailure });
  const isCaughtUp = makeWritable(false);
  // What was begun offline is there before its messages arrive.
  const prepare = async () => {
    await commands.flush();
    await inbox.refresh();
    isCaughtUp.set(link.state.get().status === 'online');
  };
  const link: Link = openLink({ platform, me: me.userId, prepare });
  const presence = openPresence({ platform, link, conversations: table.summaries });
  const people = makeKnownPeople({ kept, me: me.userId });
  const formerMember = makeFormerMembers(table);
  const metPeople = () => [...people.all(), ...contacts.all.get().sent];
  const findPartner = (id: ConversationId): Member | null => {
    const partner = metPeople().find(({ userId }) => directConversationId(me.userId, userId) === id);
    return partner === undefined ? null : { ...partner, role: 'member' };
  };
  /** What cannot be written now stands in the composer. */
  const say = async (conversationId: ConversationId, text: string) => {
    const taken = pool.take(conversationId, true);
    await whenOpen(taken.live, { platform, maxMs: sayWithinMs });
    if (taken.live.send(text) !== null) drafts.write(conversationId, text);
    taken.release();
  };
  const begun = openBegunConversations({
    ...{ platform, clock, me, link, commands, table, inbox, people, kept, say },
    mayAnyoneWrite: () => contacts.all.get().whoMayWrite === 'anyone',
  });
  const berths = makeBerths(undefined, () => platform.afterPaint());
  const recoveriesName = `${diskPrefix}/recoveries`;
  noteDatabase(platform.store, diskPrefix, recoveriesName);
  const recoveries = platform.openTable(recoveriesName);
  const screenfulsName = `${diskPrefix}/screenfuls`;
  noteDatabase(platform.store, diskPrefix, screenfulsName);
  const screenfuls = openScreenfuls({ platform, table: platform.openTable(screenfulsName), name: screenfulsName });
  const openChapter = (conversationId: ConversationId, chapter: number) =>
    openLiveChapter({
      ...{ platform, link, berths, clock, recoveries, outbox, diskPrefix },
      ...{ me: me.userId, conversationId, chapter, follower: search.follow },
    });
  const pool = makeConversationPool(platform, (conversationId) =>
    openLiveConversation({
      ...{ platform, link, conversationId, screenfuls },
      chapters: table.chaptersOf(conversationId),
      parcels: files.parcels.rowsIn(conversationId),
      openChapter: (chapter) => openChapter(conversationId, chapter),
      openReading: (live) => openReading({ me: me.userId, conversationId, live, reads, table }),
    }),
  );
  const keepStorage = makeStorageKeeper(platform);
  const files: Files = openFiles({
    ...{ platform, api, link, kept, clock, diskPrefix, me: me.userId, onKept: keepStorage },
    pool: { take: (id, isShown) => pool.take(id, isShown) },
    mentionsIn: (id, text, mentions) => mentionsIn(text, mentions, actorIn(table.summaries.get(), id, me.userId)),
  });
  const firstShown = makeFirstShown(platform);
  const search = openSearch({ platform, diskPrefix, table, whenToBegin: whenRead(kept, firstShown.whenShown) });
  const drafts = openDrafts({ platform, kept });
  const saved = openSaved(drafts);
  const marks = openMarks({
    ...{ platform, drafts, nowMs: () => clock.now() },
    newestAt: (id) => table.summaryOf(id)?.lastMessage?.at ?? 0,
    couldCall: (id, marks) => couldCallIn(table.summaryOf(id), marks),
    isGone: (id) => isCaughtUp.get() && table.summaryOf(id) === null,
  });
  const arrivals = openArrivals({
    ...{ platform, me: me.userId, conversations: table.summaries, isCaughtUp },
    calls: ({ conversationId, kind }, isMentioned) =>
      callsFor({
        ...{ marks: marks.all.get().get(conversationId) ?? noMarks, isMentioned },
        ...{ isDirect: kind === 'direct', nowMs: clock.now() },
      }),
  });
  const loss = watchLoss({ store: platform.store, kept, prefix: diskPrefix });
  const putBack = makePutBack({
    ...{ kept, outbox },
    findDocuments: async () => documentsIn(await findDatabases(platform, diskPrefix), diskPrefix),
  });
  const accountNews = makeWritable(0);
  const takeSignal = (signal: LinkSignal) => {
    if ('now' in signal) clock.calibrate(signal.now);
    if (signal.kind === 'hello') void putBack(signal.epoch);
    // What changed while there was no link was told to nobody.
    if (signal.kind === 'hello' || signal.kind === 'account') accountNews.set(accountNews.get() + 1);
    if (signal.kind !== 'changed') return;
    inbox.refreshSoon();
    pool.askAgain(signal.conversationId);
  };
  /** What the disk gave out late may be waiting to be sent. */
  const goOnFromDisk = () => {
    const epoch = link.epoch();
    if (epoch !== null) void putBack(epoch);
    void prepare();
  };
  const meetContacts = () => {
    const { contacts: mine, received, sent, blocked } = contacts.all.get();
    people.meet([...mine, ...received.map(({ person }) => person), ...sent, ...blocked]);
  };
  const stops = [
    link.onSignal(takeSignal),
    link.state.subscribe(() => {
      if (link.state.get().status !== 'online') isCaughtUp.set(false);
    }),
    followNewest(table, pool, firstShown.whenShown),
    followOutbox({ platform, outbox, pool, whenToBegin: firstShown.whenShown }),
    startBackFill({
      ...{ platform, kept, table, link, pool, openChapter, whenToBegin: firstShown.whenShown },
      onFetched: (conversationId, live) => screenfuls.mend(conversationId, onlyOf(live)),
    }),
    meetMembers(table, people),
    contacts.all.subscribe(meetContacts),
    kept.state.subscribe(() => goOnFromDisk()),
    forgetScreenfuls(table, screenfuls),
    bringBack({
      ...{ conversations: table.summaries, marks, nowMs: () => clock.now() },
      summaryOf: (conversationId) => table.summaryOf(conversationId),
    }),
    openPersonal({
      ...{ platform, link, berths, kept, drafts, diskPrefix, me: me.userId },
      whenToBegin: firstShown.whenShown,
    }),
  ];
  const close = async () => {
    for (const stop of stops) stop();
    begun.stop();
    contacts.close();
    receipts.close();
    errands.close();
    presence.close();
    search.close();
    await files.close();
    arrivals.close();
    commands.close();
    saved.close();
    marks.close();
    drafts.close();
    inbox.close();
    outbox.close();
    reads.close();
    table.close();
    await Promise.all([pool.close(), kept.close()]);
    recoveries.close();
    screenfuls.close();
    link.close();
  };
  const isSettled = (document: DocumentName) => {
    const chapter = parseDocumentName(document);
    const isRead = kept.state.get() !== 'unread'; // else what is unsent may not be noted here
    return isRead && chapter !== null && wasFetched(kept, chapter) && outbox.clientsOf(document).length === 0;
  };
  const countIn = async (isWanted: (database: string) => boolean) =>
    countUnsent({
      ...{
        platform,
        recoveries,
        me: me.userId,
        diskPrefix,
        epoch: link.epoch(),
        openOne: (id: ConversationId) => pool.openOne(id),
        isSettled,
      },
      databases: (await findDatabases(platform, diskPrefix)).filter(isWanted),
    });
  const countAll = async () =>
    commands.pending.get().length + files.parcels.all.get().length + files.countChosen() + (await countIn(() => true));
  const watch = watchDeparture({ platform, api, me, link, countUnsent: countAll, close });
  meetContacts();
  void inbox.refresh();
  return {
    me: { userId: me.userId, name: me.name, handle: me.handle, picture: me.picture },
    link: link.state,
    conversations: table.summaries,
    storage: loss.storage,
    dismissLoss: () => loss.dismiss(),
    drafts,
    emojiHabits: makeEmojiHabits(kept),
    search,
    files,
    searches: makeRecentSearches(kept),
    saved: saved.all,
    marks,
    async markAllRead(conversationId) {
      marks.change(conversationId, { isUnread: false });
      const { live, release } = pool.take(conversationId, true);
      await whenOpen(live, { platform, maxMs: sayWithinMs });
      await live.reading.markAllRead();
      release();
    },
    unsave: (message) => void saved.save(message.conversationId, message, false),
    async findPeople(query) {
      const answer = await api.findPeople(query);
      if (answer.status === 'failed') return { people: people.find(query), problem: answer.code };
      people.meet(answer.value.people);
      return { people: answer.value.people, problem: null };
    },
    startDirect: (userId) => begun.startDirect(userId),
    requestContact: (userId, text) => begun.requestContact(userId, text),
    personOf(userId) {
      if (userId === me.userId) return me;
      return people.get(userId as UserId) ?? formerMember(userId); // a look-up: no other key is there
    },
    createGroup: (group) => begun.createGroup(group),
    async joinGroup(token) {
      const commandId = mintCommandId(platform.randomBytes(idBytes));
      const answer = await api.sendCommand({ commandId, command: { kind: 'join-group', token } });
      if (answer.status === 'failed') return answer;
      const { result } = answer.value;
      if (result.kind !== 'group-changed') return { status: 'failed', code: 'unexpected' };
      await inbox.refresh();
      return { status: 'ok', conversationId: result.conversationId };
    },
    onArrival: (listener) => arrivals.onArrival(listener),
    change: (command) => commands.submit(command),
    pendingCommands: commands.pending,
    contacts: contacts.all,
    receipts: receipts.areOn,
    errands,
    presence,
    accountNews,
    failedCommands: commands.failed,
    leftOut: commands.leftOut,
    dismissCommand: (commandId) => commands.dismiss(commandId),
    countUnsent: countAll,
    departure: watch.departure,
    signOut: () => watch.signOut(),
    openConversation(conversationId) {
      const taken = pool.take(conversationId, true);
      firstShown.note(taken.live);
      taken.live.reading.visit();
      marks.change(conversationId, { isUnread: false });
      const actor = () => actorIn(table.summaries.get(), conversationId, me.userId);
      return openConversation(taken, {
        ...{ conversationId, onSent: keepStorage, actor, saved, receipts: receipts.areOn, files },
        link,
      });
    },
    async find(conversationId, place) {
      const { live, release } = pool.take(conversationId);
      try {
        return await live.find(place);
      } finally {
        release();
      }
    },
    forward: (forwarding) =>
      forward(
        {
          ...{ platform, pool, conversations: () => table.summaries.get() },
          forwardFiles(item, { from, to }, forwarded) {
            const id = mintEventId('message', platform.randomBytes(idBytes));
            const { text, attachments } = item;
            const event = { kind: 'message', id, at: clock.next(), text: text ?? '', forwarded } as const;
            files.forward({ conversationId: to, from, event: { ...event, attachments: [...attachments] } });
          },
        },
        forwarding,
      ),
    async close() {
      watch.stop();
      if (watch.departure.get() === null) await close(); // whoever leaves closes by themselves
    },
  };
}

/** What is listed is then all that is kept here. */
async function whenRead({ state }: Pick<KeptStore, 'state'>, whenShown: Promise<void>): Promise<void> {
  await whenShown;
  if (state.get() !== 'unread') return;
  await new Promise<void>((resolve) => void state.subscribe(resolve));
}

/** A request was refused for want of a session: the server says how it ended, if it did. */
async function learnEnd(api: Pick<Api, 'hello'>, link: Pick<Link, 'endSession'>, userId: UserId): Promise<void> {
  const answer = await api.hello();
  if (answer.status === 'failed' || answer.value.me?.userId === userId) return;
  link.endSession(answer.value.ended === 'elsewhere' ? 'signed-out-elsewhere' : 'signed-out');
}

interface Opening {
  readonly conversationId: ConversationId;
  readonly onSent: () => void;
  readonly actor: () => Actor;
  readonly saved: Pick<Saved, 'save'>;
  readonly receipts: Readable<boolean>;
  readonly files: Files;
  readonly link: Link;
}

/** One that this device has not heard of is judged by the server alone. */
function actorIn(
  conversations: readonly Pick<ConversationSummary, 'conversationId' | 'kind' | 'members'>[],
  wanted: ConversationId,
  me: UserId,
): Actor {
  const known = conversations.find(({ conversationId }) => conversationId === wanted);
  const role = known?.members.find(({ userId }) => userId === me)?.role ?? 'member';
  return { me, kind: known?.kind ?? (isDirectConversationId(wanted) ? 'direct' : 'group'), role };
}

function openConversation(taken: Taken, opening: Opening): OpenConversation {
  const { conversationId, onSent, actor, saved, receipts, files, link } = opening;
  const { live } = taken;
  const marks = makeWritable(live.marks.get());
  const tellMarks = () => marks.set(marks.get() + 1);
  const stops = [
    live.marks.subscribe(tellMarks),
    receipts.subscribe(tellMarks),
    fetchAhead({ me: actor().me, conversationId, items: live.items, files, link }),
  ];
  const act = (action: MessageAction) => {
    const problem = problemWith(action, actor()) ?? (live.act(action) ? null : 'not-ready');
    if (problem === null) onSent();
    return problem;
  };
  const send = (text: string, { mentions = [], ...source }: Source) => {
    const problem = live.send(text, { ...source, mentions: mentionsIn(text, mentions, actor()) });
    if (problem === null) onSent();
    return problem;
  };
  return {
    conversationId,
    state: live.state,
    disk: live.disk,
    items: live.items,
    edges: live.edges,
    showOlder: () => live.showOlder(),
    showNewer: () => live.showNewer(),
    goTo: (target) => live.goTo(target),
    unread: live.reading.unread,
    noteSeen: (keys) => live.reading.noteSeen(keys),
    findUnread: (side) => findUnread(live, side),
    markAllRead: () => live.reading.markAllRead(),
    markUnreadFrom: (item) => live.reading.markUnreadFrom(item),
    marks,
    markOf: (item) => (receipts.get() ? live.markOf(item) : withoutReading(live.markOf(item))),
    send: (text, mentions = []) => send(text, { mentions }),
    reply({ author, id, at, notice }, text, mentions = []) {
      if (notice !== null || author === serverAuthor) return 'not-there';
      return send(text, { replyTo: { author, id, at }, mentions });
    },
    quoteOf: (item) => live.quoteOf(item),
    find: (place) => live.find(place),
    refusedActs: live.refusedActs,
    dismissRefused: (refused) => live.dismissRefused(refused),
    edit: (item, text, mentions = []) =>
      act({ kind: 'edit', item, text, mentions: mentionsIn(text, mentions, actor()) }),
    remove: (items) => act({ kind: 'delete', items }),
    react: (item, emoji, isOn) => act({ kind: 'reaction', item, emoji, isOn }),
    pins: live.pins,
    pin: (item, isOn) => act({ kind: 'pin', item, isOn }),
    save: (item, isSaved) => saved.save(conversationId, item, isSaved),
    detailsOf: (item) => (receipts.get() ? live.detailsOf(item) : detailsWithoutReading(live.detailsOf(item))),
    whenReady: (about) => live.whenReady(about),
    hold: (item) => live.hold(item),
    retry(item) {
      // Its files may be what the server does not have.
      if (item.attachments.length === 0 || item.place !== null) return live.retry(item);
      const event = live.renewed(item);
      if (event !== null) void files.sendAgain(conversationId, event).then(() => live.discard(item));
    },
    discard: (item) => (files.parcels.get(item.key) === null ? live.discard(item) : files.cancel(item.key)),
    close() {
      for (const stop of stops) stop();
      taken.release();
    },
  };
}
