// The peer of the bench of the start: opens every document and finds its newest message, and only then starts the app,
// as clients do that keep no list of their own. Built and served by `tests/speed/start/serve-peer.ts`.
import { IndexeddbPersistence } from 'y-indexeddb';
import * as Y from 'yjs';
import { readLogs } from '../../../shared/conversation/log.ts';

async function findNewest(name: string): Promise<number> {
  const doc = new Y.Doc();
  const persistence = await new IndexeddbPersistence(name, doc).whenSynced;
  const newest = [...readLogs(doc)].reduce((at, { event }) => Math.max(at, event?.at ?? 0), 0);
  await persistence.destroy();
  return newest;
}

const databases = await indexedDB.databases();
const names = databases.flatMap(({ name }) => (name?.includes('/conversation/') === true ? [name] : []));
const newest = await Promise.all(names.map(findNewest));
Reflect.set(
  window,
  'newest',
  newest.toSorted((a, b) => b - a),
);
await import(/* @vite-ignore */ document.body.dataset['app'] ?? '');
