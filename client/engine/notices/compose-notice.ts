// What a notice says, and what becomes of the one of the same conversation that is still on the screen. Pure.
// Promises: one notice for a conversation, one count for a message, from whichever side it comes first.
import * as v from 'valibot';
import { lineOfFiles, type FilesInShort, type FormInShort } from '../../../shared/conversation/files-in-short.ts';
import { parseConversationId, parseEventId, type ConversationId, type EventId } from '../../../shared/ids.ts';
import type { NoticePhrases } from './notice-order.ts';

export interface Told {
  readonly conversationId: ConversationId;
  /** Null where a page tells of it, which knows the moment alone. */
  readonly id: EventId | null;
  readonly at: number;
  readonly content: {
    readonly name: string;
    readonly title: string | null;
    readonly text: string;
    readonly files?: FilesInShort;
  } | null;
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
  const words = phraseFor(count, phrases.counts) ?? phrases.product;
  const data = { path: pathTo(told), at: Math.max(shown?.at ?? 0, told.at), count };
  if (told.content === null) return { title: phrases.product, body: words, data, isAgain };
  const { name, title, files } = told.content;
  const text = told.content.text === '' && files !== undefined ? lineFor(files, phrases) : told.content.text;
  const said = text.length > maxTextLength ? `${text.slice(0, maxTextLength)}…` : text;
  return {
    title: title === null ? name : `${name} · ${title}`,
    body: count > 1 ? `${said}\n${words}` : said,
    data,
    isAgain,
  };
}

/** The last stands for all beyond. */
function phraseFor(count: number, phrases: readonly string[]): string | undefined {
  return phrases[Math.min(count, phrases.length) - 1];
}

function lineFor(files: FilesInShort, phrases: NoticePhrases): string {
  const wordFor = (form: FormInShort) => (count: number) =>
    phraseFor(count, (phrases.files ?? firstFiles)[form]) ?? phrases.product;
  return lineOfFiles(files, {
    ...{ image: wordFor('image'), video: wordFor('video'), audio: wordFor('audio') },
    ...{ voice: wordFor('voice'), document: wordFor('document'), mixed: wordFor('mixed') },
  });
}

/** The message's own link, as the app reads it; the conversation's where the message is not known. */
function pathTo({ conversationId, id, at }: Told): string {
  const path = `/c/${parseConversationId(conversationId) ?? ''}`;
  return id === null || parseEventId(id) === null ? path : `${path}/m/${id}@${at}`;
}

const firstFiles = {
  image: ['Photo', 'Photos'],
  video: ['Video', 'Videos'],
  audio: ['Audio', 'Audio files'],
  voice: ['Voice message', 'Voice messages'],
  document: ['File', 'Files'],
  mixed: ['File', 'Files'],
} as const satisfies Record<FormInShort, readonly string[]>;

/** Those that stand in where no page has left any yet. */
export const firstPhrases: NoticePhrases = {
  language: 'en',
  direction: 'ltr',
  product: 'Biz1 Messenger',
  counts: ['New message', 'New messages'],
  test: 'Notifications work on this device.',
};
