// One conversation as it lives on this device: its replica, its timeline, its marks, and the one way to write into it.
// For now a conversation is its newest chapter. Steps 2 and 9 of a message's path.
// Who has it on the screen and how long it stays open is conversation-pool.ts's.
import * as Y from 'yjs';
import { chapterName } from '../../../shared/conversation/document-name.ts';
import { maxTextLength } from '../../../shared/conversation/events.ts';
import { appendEvent, logRoot, readLog, type LogEntry } from '../../../shared/conversation/log.ts';
import type { TimelineItem } from '../../../shared/conversation/timeline.ts';
import type { Clock } from '../../../shared/clock.ts';
import { idBytes, mintEventId, type ClientId, type ConversationId, type UserId } from '../../../shared/ids.ts';
import type { Link } from '../link/open-link.ts';
import type { DiskState, Mark, OpenConversation, OpenState, Readable } from '../messenger.ts';
import type { Platform } from '../platform.ts';
import type { Acknowledged } from '../replica/acknowledged.ts';
import { openReplica, type ReplicaState } from '../replica/open-replica.ts';
import { makeWritable } from '../writable.ts';
import { makeChapterFeed } from './chapter-feed.ts';
import { markOf } from './mark.ts';
import { watchOpenState } from './open-state.ts';

export interface LiveConversation {
  readonly state: Readable<OpenState>;
  readonly disk: Readable<DiskState>;
  readonly items: Readable<readonly TimelineItem[]>;
  readonly marks: Readable<number>;
  markOf(item: TimelineItem): Mark | null;
  send(text: string): ReturnType<OpenConversation['send']>;
  askAgain(): void;
  close(): Promise<void>;
}

export interface LiveConversationOptions {
  readonly platform: Platform;
  readonly link: Link;
  readonly clock: Clock;
  readonly me: UserId;
  readonly conversationId: ConversationId;
  readonly chapter: number;
  /** What the databases of this person are named by, e.g. `biz1/chat.example.org/usr_…`. */
  readonly diskPrefix: string;
}

export function openLiveConversation(options: LiveConversationOptions): LiveConversation {
  const { platform, link, clock, me, conversationId, chapter, diskPrefix } = options;
  const doc = makeDoc(platform);
  const items = makeChapterFeed(doc, (entries) => learnFromOthers(clock, me, entries));
  const name = chapterName({ conversationId, chapter });
  const isMine = (client: number) => doc.share.has(logRoot(me, client as ClientId)); // any number may be asked for
  const replica = openReplica({ platform, link, name, diskName: `${diskPrefix}/${name}`, doc, isMine });
  const opening = watchOpenState({ replica: replica.state, link: link.state, items });
  const marks = makeWritable(0);
  const tellMarks = () => marks.set(marks.get() + 1);
  let acknowledged = replica.acknowledged.get();
  replica.acknowledged.subscribe(() => {
    learnFromMine({ clock, me, doc, before: acknowledged, after: replica.acknowledged.get() });
    acknowledged = replica.acknowledged.get();
    tellMarks();
  });
  let refusal = refusalOf(replica.state.get());
  replica.state.subscribe(() => {
    if (refusal === refusalOf(replica.state.get())) return;
    refusal = refusalOf(replica.state.get());
    tellMarks();
  });
  return {
    state: opening.state,
    disk: replica.disk,
    items,
    marks,
    markOf: (item) => markOf(item, { me, acknowledged, refusal }),
    send(text) {
      if (text.trim() === '') return 'empty';
      if (text.length > maxTextLength) return 'too-long';
      if (!mayWrite(replica.state.get())) return 'not-ready';
      const id = mintEventId('message', platform.randomBytes(idBytes));
      // A lone surrogate is no text: the server would refuse the message for ever.
      appendEvent(doc, me, { kind: 'message', id, at: clock.next(), text: text.toWellFormed() });
      return null;
    },
    askAgain: () => replica.askAgain(),
    close() {
      opening.stop();
      return replica.close();
    },
  };
}

/** A client id of its own for each life of a document, drawn where everything else is drawn. */
function makeDoc(platform: Pick<Platform, 'randomBytes'>): Y.Doc {
  const doc = new Y.Doc();
  doc.clientID = new DataView(platform.randomBytes(4).slice().buffer).getUint32(0);
  return doc;
}

/** What others wrote came through the server, so it was admitted. */
function learnFromOthers(clock: Clock, me: UserId, entries: readonly LogEntry[]): void {
  for (const { author, event } of entries) {
    if (author !== me && event !== null) clock.learn(event.at);
  }
}

interface Learning {
  readonly clock: Clock;
  readonly me: UserId;
  readonly doc: Y.Doc;
  readonly before: Acknowledged;
  readonly after: Acknowledged;
}

/** What I wrote was admitted when it is acknowledged; until then its time is only a claim of this device. */
function learnFromMine({ clock, me, doc, before, after }: Learning): void {
  for (const [client, until] of Object.entries(after.clocks)) {
    const from = before.clocks[client] ?? 0;
    if (until <= from) continue;
    for (const entry of readLog(doc, logRoot(me, Number(client) as ClientId), from)) {
      if (entry.clock >= until) break;
      if (entry.event !== null) clock.learn(entry.event.at);
    }
  }
}

function refusalOf(state: ReplicaState) {
  return state.status === 'open' && state.channel.status === 'refused' ? state.channel.refusal : null;
}

function mayWrite(state: ReplicaState): boolean {
  return state.status === 'open' && state.channel.status !== 'denied';
}
