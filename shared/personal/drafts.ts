// What a personal document holds: one root text for each conversation in which its owner has begun to write.
// Both sides read it by these; no other root may be in one.
import type * as Y from 'yjs';
import { parseConversationId, type ConversationId } from '../ids.ts';
import type { Splice } from './merge-texts.ts';

const prefix = 'draft/';

export function draftRoot(conversationId: ConversationId): string {
  return `${prefix}${conversationId}`;
}

/** The conversation that a root's draft is for, or null when it is none. */
export function parseDraftRoot(root: string): ConversationId | null {
  return root.startsWith(prefix) ? parseConversationId(root.slice(prefix.length)) : null;
}

/** All drafts in which something stands. */
export function readDrafts(doc: Y.Doc): Map<ConversationId, string> {
  const drafts = new Map<ConversationId, string>();
  for (const root of doc.share.keys()) {
    const conversationId = parseDraftRoot(root);
    const text = conversationId === null ? '' : doc.getText(root).toJSON();
    if (conversationId !== null && text !== '') drafts.set(conversationId, text);
  }
  return drafts;
}

/**
 * Changes one stretch of a draft, so that what stands around it keeps its place for everybody. Takes at least one place
 * of this client, also where text is only taken away: what has a place can be acknowledged.
 */
export function spliceDraft(doc: Y.Doc, conversationId: ConversationId, { at, removed, text }: Splice): void {
  const draft = doc.getText(draftRoot(conversationId));
  doc.transact(() => {
    if (removed > 0) draft.delete(at, removed);
    draft.insert(at, text === '' ? ' ' : text);
    if (text === '') draft.delete(at, 1);
  });
}
