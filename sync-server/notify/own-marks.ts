// What people have marked their conversations with, as the server finds it in their own documents.
// Promises: what is answered was there when it was asked; a document is read once, until something of it changes.
import type { DocumentName } from '../../shared/conversation/document-name.ts';
import { parsePersonalName } from '../../shared/conversation/document-name.ts';
import type { ConversationId, UserId } from '../../shared/ids.ts';
import { parseMarkKey, type TextKey } from '../../shared/personal/drafts.ts';
import { noMarks, readMarks, type Marks } from '../../shared/personal/marks.ts';
import { maxCachedMarks } from '../limits.ts';

export interface OwnMarks {
  of(userId: UserId, conversationId: ConversationId): Promise<Marks>;
  /** Something has come into this document. */
  noteLogged(document: DocumentName): void;
}

type Known = ReadonlyMap<ConversationId, Marks>;

/** `readTexts`: all texts of a person's own document as it is now. */
export function makeOwnMarks(readTexts: (userId: UserId) => Promise<ReadonlyMap<TextKey, string>>): OwnMarks {
  const known = new Map<UserId, Promise<Known>>();
  const look = (userId: UserId): Promise<Known> => {
    const found = known.get(userId);
    if (found !== undefined) return found;
    const reading = readTexts(userId).then(marksIn);
    known.set(userId, reading);
    reading.catch(() => known.delete(userId)); // the next one asks again
    const [oldest] = known.keys();
    if (known.size > maxCachedMarks && oldest !== undefined) known.delete(oldest);
    return reading;
  };
  return {
    of: async (userId, conversationId) => (await look(userId)).get(conversationId) ?? noMarks,
    noteLogged(document) {
      const personal = parsePersonalName(document);
      if (personal !== null) known.delete(personal.userId);
    },
  };
}

function marksIn(texts: ReadonlyMap<TextKey, string>): Known {
  const marks = new Map<ConversationId, Marks>();
  for (const [key, text] of texts) {
    const conversationId = parseMarkKey(key);
    if (conversationId !== null) marks.set(conversationId, readMarks(text));
  }
  return marks;
}
