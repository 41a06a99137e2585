// One chapter as it stands in a person's inbox. Pure.
import { isSettled } from '../../shared/conversation/chapters.ts';
import { maxPreviewLength, type InboxChapter } from '../../shared/protocol/inbox-api.ts';
import type { ChangedChapter, PinnedMessage, Standing } from '../update-log/chapter-reading.ts';

/** How a chapter stands to its reader. */
export interface Told extends Standing {
  readonly pins: readonly PinnedMessage[];
}

export function inboxRow(found: ChangedChapter, told: Told, nowMs: number): InboxChapter {
  const { conversationId, chapter, position, figures } = found;
  const { entries, bytes, messages, onTime, late, closedAt } = figures;
  const { read, unread, mentions, lastMessage, pins } = told;
  const isAllRead = unread === 0 && isSettled(closedAt, nowMs);
  return {
    ...{ conversationId, chapter, position, entries, bytes, messages, closedAt, unread },
    ...{ from: onTime?.from ?? null, to: onTime?.to ?? null, lateFrom: late?.from ?? null, lateTo: late?.to ?? null },
    lastMessage: lastMessage === null ? null : shown(lastMessage),
    ...(pins.length > 0 && { pins: [...pins] }),
    ...(mentions > 0 && { mentions }),
    read: { epoch: read.epoch, clocks: isAllRead ? 'all' : { ...read.clocks } },
  };
}

function shown({ files, ...message }: NonNullable<Standing['lastMessage']>): InboxChapter['lastMessage'] {
  return { ...message, text: previewOf(message.text), ...(files !== null && { files }) };
}

/** Whole characters: half of one is no text. */
function previewOf(text: string): string {
  return Array.from(text.slice(0, 2 * maxPreviewLength))
    .slice(0, maxPreviewLength)
    .join('');
}
