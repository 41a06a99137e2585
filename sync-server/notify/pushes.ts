// Tells people of messages on the devices that they have put away, and takes it back once they have read them elsewhere.
// Promises: nobody is told of what they may not see at that moment, nobody who sits before one of their devices, nobody
// who does not want it (`shared/rules/notify.ts`); nothing here holds up a message.
// Does not know: sockets, how a push travels.
import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { parseDocumentName, type DocumentName } from '../../shared/conversation/document-name.ts';
import type { MessageEvent } from '../../shared/conversation/events.ts';
import { serverAuthor } from '../../shared/conversation/log.ts';
import { parseUserId, type ConversationId, type DeviceId, type UserId } from '../../shared/ids.ts';
import type { OwnStatus } from '../../shared/protocol/presence.ts';
import type { PushPayload } from '../../shared/protocol/push-api.ts';
import { isMentioned } from '../../shared/rules/mentions.ts';
import { isToBeTold } from '../../shared/rules/notify.ts';
import { inShort } from '../../shared/conversation/files-in-short.ts';
import { parseText } from '../../shared/text/parse-text.ts';
import { plainText } from '../../shared/text/plain-text.ts';
import type { EntryRow } from '../admission/chapter-state.ts';
import type { Conversation, Conversations } from '../directory/conversations.ts';
import type { MemberCache } from '../directory/member-cache.ts';
import type { PushDevice, PushRows } from '../directory/push-rows.ts';
import { maxNewsWaiting } from '../limits.ts';
import { maxPushBytes } from './encrypt-push.ts';
import type { OwnMarks } from './own-marks.ts';
import { maySayNothing } from './push-address.ts';
import type { PushSender } from './send-push.ts';

export interface Pushes {
  /** These entries have come to be on disk. */
  noteLogged(document: DocumentName, rows: readonly EntryRow[]): void;
  /** Nothing is unread there any more, by this device: the others put away what they show of it. */
  noteRead(userId: UserId, conversationId: ConversationId, by: DeviceId): Promise<void>;
  /** False where this device gets none. */
  test(deviceId: DeviceId): Promise<boolean>;
  /** Tells nobody any more; settles when whoever was being looked up is. */
  close(): Promise<void>;
}

export interface PushesOptions {
  readonly rows: PushRows;
  readonly members: Pick<MemberCache, 'whoSee'>;
  readonly conversations: Pick<Conversations, 'describe' | 'amongOf'>;
  readonly statuses: {
    of(userId: UserId): Promise<OwnStatus>;
    /** Those of these who have blocked this person. */
    blockersAmong(userId: UserId, userIds: readonly UserId[]): Promise<ReadonlySet<UserId>>;
  };
  readonly marks: OwnMarks;
  /** Whether this person looks at one of their devices. */
  readonly isLooking: (userId: UserId) => boolean;
  readonly sender: PushSender;
  readonly now: () => number;
  readonly onTrouble: (what: string, error: unknown) => void;
}

interface Said {
  readonly document: DocumentName;
  readonly author: UserId;
  readonly event: MessageEvent;
}

/** UTF-16 units of a text that a push shows. */
const maxShownText = 240;
/** Nearly all pushes are this long, in bytes. */
const paddedTo = 1_024;

export function makePushes(options: PushesOptions): Pushes {
  const { rows, sender, onTrouble } = options;
  const waiting: Said[] = [];
  let running: Promise<void> | null = null;
  let isClosed = false;
  const run = async () => {
    for (let said = waiting.shift(); said !== undefined; said = waiting.shift()) {
      try {
        await tell(options, said);
      } catch (error) {
        onTrouble('people could not be told of a message', error);
      }
    }
    running = null;
  };
  return {
    noteLogged(document, logged) {
      if (isClosed) return;
      const said = worthTelling(logged).slice(0, maxNewsWaiting - waiting.length);
      waiting.push(...said.map((one) => ({ document, ...one })));
      // After the commit has been told to those who wait for it.
      if (waiting.length > 0) running ??= nextTurn().then(run);
    },
    async noteRead(userId, conversationId, by) {
      for (const device of await rows.takeShown(userId, conversationId)) {
        if (device.deviceId !== by && maySayNothing(device.endpoint))
          post(options, device, { kind: 'clear', conversationId });
      }
    },
    async test(deviceId) {
      const device = await rows.at(deviceId);
      if (device !== null) post(options, device, { kind: 'test' });
      return device !== null;
    },
    async close() {
      isClosed = true;
      waiting.length = 0;
      sender.close();
      await running;
    },
  };
}

/**
 * Of what came at once and was not deleted with it: what mentions somebody, and the last of each writer. Whoever comes
 * back from a week offline says a hundred things in one update, and is told of as one.
 */
function worthTelling(logged: readonly EntryRow[]): Omit<Said, 'document'>[] {
  const deleted = new Set(logged.flatMap(({ event }) => (event?.kind === 'delete' ? [event.target] : [])));
  const said = logged.flatMap(({ author, event }) => {
    const userId = author === serverAuthor ? null : parseUserId(author);
    const isSaid = userId !== null && event?.kind === 'message' && !deleted.has(event.id);
    return isSaid ? [{ author: userId, event }] : [];
  });
  const last = new Map(said.map(({ author, event }) => [author, event]));
  return said.filter(({ author, event }) => event.mentions !== undefined || last.get(author) === event);
}

async function tell(options: PushesOptions, said: Said): Promise<void> {
  const chapter = parseDocumentName(said.document);
  if (chapter === null) return;
  const { rows, members, statuses, conversations, isLooking } = options;
  const mayBeTold = (userId: UserId) => userId !== said.author && rows.has(userId) && !isLooking(userId);
  const asleep = (await members.whoSee(chapter)).filter(mayBeTold);
  if (asleep.length === 0) return;
  const blockers = await statuses.blockersAmong(said.author, asleep);
  const [conversation] = await conversations.describe([chapter.conversationId]);
  if (conversation === undefined) return;
  for (const userId of asleep) {
    if (blockers.has(userId) || !(await wants(options, userId, { said, conversation }))) continue;
    // Looked up now: they may have been taken out since, or their devices.
    const place = (await conversations.amongOf(userId, [chapter.conversationId])).get(chapter.conversationId);
    if (place === undefined || place > chapter.chapter) continue;
    for (const device of await rows.of(userId)) {
      await rows.noteShown(device.deviceId, chapter.conversationId);
      post(options, device, payloadFor(device, userId, { said, conversation }));
    }
  }
}

interface Told {
  readonly said: Said;
  readonly conversation: Conversation;
}

async function wants(
  { rows, statuses, marks, now }: PushesOptions,
  userId: UserId,
  { said: { author, event }, conversation }: Told,
): Promise<boolean> {
  const nowMs = now();
  const { availability, until } = await statuses.of(userId);
  return isToBeTold({
    marks: await marks.of(userId, conversation.conversationId),
    isMentioned: isMentioned(userId, event.mentions ?? []),
    isDirect: conversation.kind === 'direct',
    nowMs,
    isOwn: author === userId,
    isAutomatic: event.automatic === true,
    isDoNotDisturb: availability === 'do-not-disturb' && (until === null || until > nowMs),
    quiet: await rows.quietOf(userId),
  });
}

function payloadFor(
  { showsContent }: PushDevice,
  userId: UserId,
  { said: { author, event }, conversation }: Told,
): PushPayload {
  const { conversationId, title, kind, members } = conversation;
  const about = { kind: 'message', conversationId, id: event.id, at: event.at } as const;
  const writer = members.find((member) => member.userId === author);
  if (!showsContent || writer === undefined) return { ...about, content: null };
  const nameOf = (who: string) => members.find((member) => member.userId === who)?.name ?? null;
  const text = shorten(plainText(parseText(event.text, event.mentions ?? []), nameOf));
  const files = inShort(event.attachments ?? []);
  const mentioned = isMentioned(userId, event.mentions ?? []);
  return {
    ...about,
    content: {
      ...{ name: writer.name, title: kind === 'group' ? title : null, text, isMentioned: mentioned },
      ...(files !== null && { files }),
    },
  };
}

function shorten(text: string): string {
  if (text.length <= maxShownText) return text;
  return `${text.slice(0, maxShownText - 1).replace(/[\uD800-\uDBFF]$/, '')}…`; // no half of a character
}

/** Not waited for: a service may take its time. */
function post({ sender, rows, onTrouble }: PushesOptions, device: PushDevice, payload: PushPayload): void {
  const about = payload.kind === 'test' ? 'test' : payload.conversationId;
  const topic = createHash('sha256').update(about).digest('base64url').slice(0, 32);
  const text = pad(Buffer.from(JSON.stringify(payload)));
  if (text.length > maxPushBytes) return onTrouble('a push is too long', new Error(`${text.length} bytes`));
  sender
    .send({ to: device, text, topic })
    .then((outcome) => (outcome === 'gone' ? rows.removeAt(device.deviceId, device.endpoint) : undefined))
    .catch((error: unknown) => onTrouble('a device that is gone could not be noted', error));
}

/** With spaces, which JSON passes over: a push service shall not tell a short word from a long one by its length. */
function pad(text: Buffer): Buffer {
  const length = Math.min(Math.ceil(text.length / paddedTo) * paddedTo, maxPushBytes);
  return Buffer.concat([text, Buffer.alloc(Math.max(0, length - text.length), ' ')]);
}
