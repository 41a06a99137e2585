// What a notice says, and what becomes of the one of the same conversation that is still on the screen. Pure.
// Promises: one notice for a conversation, one count for a message, from whichever side it comes first.
import * as v from 'valibot';
import { parseConversationId, parseEventId, type ConversationId, type EventId } from '../../../shared/ids.ts';
import type { NoticePhrases } from './notice-order.ts';

export interface Told {
  readonly conversationId: ConversationId;
  /** Null where a page tells of it, which knows the moment alone. */
  readonly id: EventId | null;
  readonly at: number;
  readonly content: { readonly name: string; readonly title: string | null; readonly text: string } | null;
}

/** What a notice on the screen keeps about itself. */
export const shownNotice = v.object({
  path: v.string(),
  at: v.number(),
  count: v.number(),
});

type Shown = v.InferOutput<typeof shownNotice>;

export interface Notice {
  readonly title: string;
  readonly body: string;
  readonly data: Shown;
  /** Nothing new: it replaces the same without a sound. */
  readonly isAgain: boolean;
}

const maxTextLength = 300;

export function composeNotice(told: Told, shown: Shown | null, phrases: NoticePhrases): Notice {
  const isAgain = shown !== null && shown.at >= told.at;
  const count = (shown?.count ?? 0) + (isAgain ? 0 : 1);
  const words = phrases.counts[Math.min(count, phrases.counts.length) - 1] ?? phrases.product;
  const data = { path: pathTo(told), at: Math.max(shown?.at ?? 0, told.at), count };
  if (told.content === null) return { title: phrases.product, body: words, data, isAgain };
  const { name, title, text } = told.content;
  const said = text.length > maxTextLength ? `${text.slice(0, maxTextLength)}…` : text;
  return {
    title: title === null ? name : `${name} · ${title}`,
    body: count > 1 ? `${said}\n${words}` : said,
    data,
    isAgain,
  };
}

/** The message's own link, as the app reads it; the conversation's where the message is not known. */
function pathTo({ conversationId, id, at }: Told): string {
  const path = `/c/${parseConversationId(conversationId) ?? ''}`;
  return id === null || parseEventId(id) === null ? path : `${path}/m/${id}@${at}`;
}

/** Those that stand in where no page has left any yet. */
export const firstPhrases: NoticePhrases = {
  language: 'en',
  direction: 'ltr',
  product: 'Biz1 Messenger',
  counts: ['New message', 'New messages'],
  test: 'Notifications work on this device.',
};
