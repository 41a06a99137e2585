// Puts a document on a device's disk before the device starts: what an older version, a bug or a broken disk left there.
import 'fake-indexeddb/auto';
import { IndexeddbPersistence } from 'y-indexeddb';
import * as Y from 'yjs';
import { personPrefix } from '../../client/engine/session/person-prefix.ts';
import { chapterName } from '../../shared/conversation/document-name.ts';
import { logRoot } from '../../shared/conversation/log.ts';
import type { ClientId, ConversationId } from '../../shared/ids.ts';
import type { Person } from './person.ts';

export interface Planted {
  readonly device: string;
  readonly person: Person;
  readonly conversationId: ConversationId;
  /** The first, unless another is named. */
  readonly chapter?: number;
  /** Writes into the document; it holds what was planted before. */
  readonly write: (doc: Y.Doc) => void;
}

export async function plant({ device, person, conversationId, chapter = 1, write }: Planted): Promise<void> {
  const prefix = personPrefix({ origin: person.url }, person.userId);
  const doc = new Y.Doc();
  const disk = new IndexeddbPersistence(`${device}/${prefix}/${chapterName({ conversationId, chapter })}`, doc);
  await disk.whenSynced;
  write(doc);
  await disk.destroy();
}

/** A writer of anything at all into a person's own log. */
export function ownLog({ userId }: Person, doc: Y.Doc): Y.Array<unknown> {
  return doc.getArray(logRoot(userId, doc.clientID as ClientId)); // Yjs' own
}
