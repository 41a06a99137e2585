// What a personal document holds: root texts. Two for each conversation in which its owner has begun to write, of what
// they wrote and of what stands beside it, one for each message that they have saved, and one for each conversation that
// they have marked. Both sides read it by these; no other root may be in one.
import type * as Y from 'yjs';
import type { Brand } from '../base/brand.ts';
import { parseConversationId, parseEventId, type ConversationId, type EventId } from '../ids.ts';
import { mergeLines, spliceLines } from './marks.ts';
import { mergeTexts, spliceBetween, type Splice } from './merge-texts.ts';

/** A message, by its conversation and its id: what is kept under it says where it stands. */
export type SavedKey = Brand<string, 'SavedKey'>;
/** What stands beside the draft of a conversation: see `beside.ts`. */
export type BesideKey = Brand<string, 'BesideKey'>;
/** What a person has marked a conversation with: see `marks.ts`. */
export type MarkKey = Brand<string, 'MarkKey'>;
/** What a text is kept for: a draft for its conversation. */
export type TextKey = ConversationId | SavedKey | BesideKey | MarkKey;

const draftPrefix = 'draft/';
const savedPrefix = 'saved/';
const besidePrefix = 'beside/';
const besideEnd = '/beside';
const markPrefix = 'mark/';
const markEnd = '/mark';

export function besideKey(conversationId: ConversationId): BesideKey {
  return `${conversationId}${besideEnd}` as BesideKey;
}

/** The conversation of what stands beside a draft, or null for every other key. */
export function parseBesideKey(key: string): ConversationId | null {
  return key.endsWith(besideEnd) ? parseConversationId(key.slice(0, -besideEnd.length)) : null;
}

export function markKey(conversationId: ConversationId): MarkKey {
  return `${conversationId}${markEnd}` as MarkKey;
}

/** The conversation that is marked, or null for every other key. */
export function parseMarkKey(key: string): ConversationId | null {
  return key.endsWith(markEnd) ? parseConversationId(key.slice(0, -markEnd.length)) : null;
}

export function savedKey(conversationId: ConversationId, id: EventId): SavedKey {
  return `${conversationId}/${id}` as SavedKey;
}

/** The parts of a saved message's key, or null for every other. */
export function parseSavedKey(key: string): { conversationId: ConversationId; id: EventId } | null {
  const [conversation, message, ...rest] = key.split('/');
  const [conversationId, id] = [parseConversationId(conversation), parseEventId(message)];
  const isWhole = conversationId !== null && id?.startsWith('msg_') === true && rest.length === 0;
  return isWhole ? { conversationId, id } : null;
}

export function textRoot(key: TextKey): string {
  const conversationId = parseBesideKey(key);
  if (conversationId !== null) return besidePrefix + conversationId;
  const marked = parseMarkKey(key);
  if (marked !== null) return markPrefix + marked;
  return `${key.includes('/') ? savedPrefix : draftPrefix}${key}`;
}

/** What a root's text is kept for, or null when no text may be kept under it. */
export function parseTextRoot(root: string): TextKey | null {
  if (root.startsWith(draftPrefix)) return parseConversationId(root.slice(draftPrefix.length));
  if (root.startsWith(besidePrefix)) {
    const conversationId = parseConversationId(root.slice(besidePrefix.length));
    return conversationId === null ? null : besideKey(conversationId);
  }
  if (root.startsWith(markPrefix)) {
    const conversationId = parseConversationId(root.slice(markPrefix.length));
    return conversationId === null ? null : markKey(conversationId);
  }
  const key = root.startsWith(savedPrefix) ? root.slice(savedPrefix.length) : '';
  return parseSavedKey(key) === null ? null : (key as SavedKey);
}

/** Two versions of one text that come from `base`, in one: letters of what is written, lines of marks. */
export function mergeKept(
  key: TextKey,
  { base, mine, theirs }: { base: string; mine: string; theirs: string },
): string {
  return parseMarkKey(key) === null ? mergeTexts(base, mine, theirs) : mergeLines(base, mine, theirs);
}

/** What is to be done to a text one after the other, so that the changes of others beside it stay. */
export function changesBetween(key: TextKey, from: string, to: string): readonly Splice[] {
  return parseMarkKey(key) === null ? [spliceBetween(from, to)] : spliceLines(from, to);
}

/** All texts in which something stands. */
export function readTexts(doc: Y.Doc): Map<TextKey, string> {
  const texts = new Map<TextKey, string>();
  for (const root of doc.share.keys()) {
    const key = parseTextRoot(root);
    const text = key === null ? '' : doc.getText(root).toJSON();
    if (key !== null && text !== '') texts.set(key, text);
  }
  return texts;
}

/**
 * Changes one stretch of a text, so that what stands around it keeps its place for everybody. Takes at least one place
 * of this client, also where text is only taken away: what has a place can be acknowledged.
 */
export function spliceText(doc: Y.Doc, key: TextKey, { at, removed, text }: Splice): void {
  const kept = doc.getText(textRoot(key));
  doc.transact(() => {
    if (removed > 0) kept.delete(at, removed);
    kept.insert(at, text === '' ? ' ' : text);
    if (text === '') kept.delete(at, 1);
  });
}
