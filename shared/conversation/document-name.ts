// The names of Yjs documents, as both sides write them. A name that does not parse here does not exist.
import type { Brand } from '../base/brand.ts';
import { parseConversationId, type ConversationId } from '../ids.ts';

export type DocumentName = Brand<string, 'DocumentName'>;

/** Chapters count from here. */
export const firstChapter = 1;

/** A chapter: one bounded Yjs document holding a stretch of a conversation. */
export interface ChapterName {
  readonly conversationId: ConversationId;
  readonly chapter: number;
}

export function chapterName({ conversationId, chapter }: ChapterName): DocumentName {
  return `conversation/${conversationId}/${chapter}` as DocumentName;
}

/** The parts of `conversation/<conversationId>/<chapter>`, or null for anything else. */
export function parseDocumentName(text: string): ChapterName | null {
  const [kind, id, number, ...rest] = text.split('/');
  const conversationId = parseConversationId(id);
  if (kind !== 'conversation' || conversationId === null || rest.length > 0) return null;
  if (number === undefined || !/^[1-9]\d{0,8}$/.test(number)) return null;
  return { conversationId, chapter: Number(number) };
}
