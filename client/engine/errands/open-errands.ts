// What the server writes for this person, as this device knows it: told by the inbox and by the answers to commands, all
// of it whenever any changed, and kept, so that it is there with no network. What one asks for is a command.
import * as v from 'valibot';
import type { LaterMessage } from '../../../shared/conversation/events.ts';
import { idBytes, mintEventId, type ConversationId } from '../../../shared/ids.ts';
import { errands, type Errands as Told } from '../../../shared/protocol/errands.ts';
import type { InboxAnswer } from '../../../shared/protocol/inbox-api.ts';
import type { AutoReply } from '../../../shared/rules/auto-reply.ts';
import type { Mention } from '../../../shared/rules/mentions.ts';
import type { Commands } from '../commands/open-commands.ts';
import type { KeptStore } from '../disk/kept-store.ts';
import type { Readable } from '../messenger.ts';
import type { Platform } from '../platform.ts';
import { makeWritable } from '../writable.ts';
import { showErrands, type ShownErrands, type ShownScheduled } from './show-errands.ts';

export interface Later {
  readonly message: LaterMessage;
  /** In ms; at once where it is past. */
  readonly dueAt: number;
}

/** Everything is queued; what is refused stands in `failedCommands`, and a message among the others as not sent. */
export interface ErrandsView {
  readonly all: Readable<ShownErrands>;
  setAutoReply(autoReply: AutoReply): void;
  schedule(conversationId: ConversationId, later: Later): void;
  /** Another text or time. */
  change(one: ShownScheduled, later: Later): void;
  cancel(one: ShownScheduled): void;
}

export interface Errands extends ErrandsView {
  take(answer: Pick<InboxAnswer, 'errands' | 'whole'>): void;
  close(): void;
}

export interface ErrandsOptions {
  readonly kept: Pick<KeptStore, 'read' | 'write' | 'onChangedElsewhere'>;
  readonly commands: Pick<Commands, 'submit' | 'dismiss' | 'pending' | 'failed' | 'onErrands'>;
  readonly platform: Pick<Platform, 'randomBytes'>;
  /** Of the mentions in a text those that stand there and may be made in this conversation. */
  readonly mentionsIn: (conversationId: ConversationId, message: LaterMessage) => readonly Mention[];
}

const storeKey = 'errands';
const none: Told = { change: 0, autoReply: null, scheduled: [] };

export function openErrands({ kept, commands, platform, mentionsIn }: ErrandsOptions): Errands {
  const read = () => {
    const parsed = v.safeParse(errands, kept.read(storeKey));
    return parsed.success ? parsed.output : none;
  };
  let told = read();
  const shownNow = () => showErrands(told, commands.pending.get(), commands.failed.get());
  const all = makeWritable(shownNow());
  const show = () => all.set(shownNow());
  const takeTold = (next: Told, isWhole: boolean) => {
    if (next.change < told.change && !isWhole) return; // an answer that was overtaken
    told = next;
    kept.write(storeKey, next);
    show();
  };
  const standing = (conversationId: ConversationId, { message, dueAt }: Later): Later => {
    const { mentions: _, ...rest } = message;
    const mentions = mentionsIn(conversationId, message);
    return { dueAt, message: mentions.length === 0 ? rest : { ...rest, mentions: [...mentions] } };
  };
  const schedule = (conversationId: ConversationId, later: Later) => {
    const messageId = mintEventId('message', platform.randomBytes(idBytes));
    commands.submit({ kind: 'schedule-message', messageId, conversationId, ...standing(conversationId, later) });
  };
  const stops = [
    commands.onErrands((next) => takeTold(next, false)),
    commands.pending.subscribe(show),
    commands.failed.subscribe(show),
    kept.onChangedElsewhere((key) => {
      if (key !== storeKey) return;
      told = read();
      show();
    }),
  ];
  return {
    all,
    setAutoReply: (autoReply) => commands.submit({ kind: 'set-auto-reply', autoReply }),
    schedule,
    change({ messageId, conversationId, refused }, later) {
      const next = standing(conversationId, later);
      if (refused === null) return commands.submit({ kind: 'reschedule-message', messageId, ...next });
      schedule(conversationId, later); // first: nothing is lost in between
      commands.dismiss(refused);
    },
    cancel({ messageId, refused }) {
      if (refused === null) commands.submit({ kind: 'cancel-scheduled', messageId });
      else commands.dismiss(refused);
    },
    take(answer) {
      if (answer.errands !== null) takeTold(answer.errands, answer.whole);
    },
    close() {
      for (const stop of stops) stop();
    },
  };
}
