// The names of Yjs documents, as both sides write them. A name that does not parse here does not exist.
// There are two kinds: the chapters of conversations, and what a person keeps for themselves.
import type { Brand } from '../base/brand.ts';
import { parseConversationId, parseUserId, type ConversationId, type UserId } from '../ids.ts';

export type DocumentName = Brand<string, 'DocumentName'>;

/** Chapters count from here, and so do generations. */
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
  const chapter = parseNumber(number);
  if (kind !== 'conversation' || conversationId === null || chapter === null || rest.length > 0) return null;
  return { conversationId, chapter };
}

/** A personal document: what its owner alone reads and writes, from one generation to the next. */
export interface PersonalName {
  readonly userId: UserId;
  readonly generation: number;
}

export function personalName({ userId, generation }: PersonalName): DocumentName {
  return `user/${userId}/own/${generation}` as DocumentName;
}

/** The parts of `user/<userId>/own/<generation>`, or null for anything else. */
export function parsePersonalName(text: string): PersonalName | null {
  const [kind, id, own, number, ...rest] = text.split('/');
  const userId = parseUserId(id);
  const generation = parseNumber(number);
  if (kind !== 'user' || own !== 'own' || userId === null || generation === null || rest.length > 0) return null;
  return { userId, generation };
}

/** What a document goes on from: a conversation from chapter to chapter, a person's own from generation to generation. */
export type Series = ConversationId | Brand<string, 'PersonalSeries'>;

export function personalSeries(userId: UserId): Series {
  return `user/${userId}/own` as Series;
}

/** The series of a document and its number there; null for what is no document's name. */
export function placeInSeries(name: string): { readonly series: Series; readonly number: number } | null {
  const chapter = parseDocumentName(name);
  if (chapter !== null) return { series: chapter.conversationId, number: chapter.chapter };
  const personal = parsePersonalName(name);
  return personal === null ? null : { series: personalSeries(personal.userId), number: personal.generation };
}

function parseNumber(text: string | undefined): number | null {
  return text !== undefined && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : null;
}
