// A document as its log holds it: the snapshot, then the updates since, as one transaction.
import * as Y from 'yjs';
import type { StoredUpdates } from '../update-log/update-log.ts';

export function applyStored(doc: Y.Doc, { snapshot, updates }: StoredUpdates): void {
  const parts = snapshot === null ? updates : [snapshot, ...updates];
  doc.transact(() => parts.forEach((update) => Y.applyUpdate(doc, update)));
}
