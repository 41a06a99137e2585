// The page of the search bench: puts chapters into this browser as the app keeps them, runs the index in its worker, asks
// it, and watches its own frames meanwhile.
import * as Y from 'yjs';
import { makeBrowserPlatform } from '../../../client/engine/browser-platform.ts';
import { openTabChannel } from '../../../client/engine/tabs/tab-channel.ts';
import { parseFromIndex, type FromIndex, type ToIndex } from '../../../client/engine/search/index-words.ts';
import { chapterName } from '../../../shared/conversation/document-name.ts';
import { logRoot } from '../../../shared/conversation/log.ts';
import type { ClientId } from '../../../shared/ids.ts';
import type { Query } from '../../../shared/search/query.ts';
import { conversationIds, saidAt, type Said } from './corpus.ts';

const name = 'bench/search';
/** As many as fit the bytes of a chapter. */
const chapterSize = 2_000;
const heard = new Set<(words: FromIndex) => void>();
const channel = openTabChannel(name, (message) => {
  const words = parseFromIndex(message);
  if (words !== null) for (const listener of heard) listener(words);
});
const post = (words: ToIndex) => channel.post(words);
const databases: { document: string; database: string }[] = [];
let stopIndex: () => void = () => undefined;

const bench = {
  /** Answers the bytes of the texts. */
  async plant(messages: number): Promise<number> {
    const open = new Map<string, { chapter: number; rows: Said[] }>(
      conversationIds.map((id) => [id, { chapter: 1, rows: [] }]),
    );
    let bytes = 0;
    const encoder = new TextEncoder();
    for (let index = 0; index < messages; index++) {
      const said = saidAt(index);
      bytes += encoder.encode(said.text).length;
      const talk = open.get(said.conversationId);
      talk?.rows.push(said);
      if (talk !== undefined && talk.rows.length === chapterSize) {
        await keep(talk.chapter++, talk.rows);
        talk.rows = [];
      }
    }
    for (const { chapter, rows } of open.values()) if (rows.length > 0) await keep(chapter, rows);
    databases.reverse();
    return bytes;
  },
  /** Answers how long until all can be found, in ms. */
  async build(): Promise<number> {
    const startMs = performance.now();
    await runIndex();
    return performance.now() - startMs;
  },
  /** The same on the next day: what is kept is read again. */
  async startAgain(): Promise<number> {
    stopIndex();
    const startMs = performance.now();
    await runIndex();
    return performance.now() - startMs;
  },
  find,
  frames: watchFrames,
  async sizes(): Promise<{ records: number; blocks: number }> {
    const db = await settled(indexedDB.open(name));
    const total = { records: 0, blocks: 0 };
    for (const cursor = db.transaction('chapters').objectStore('chapters').openCursor(); ;) {
      const at = await settled(cursor);
      if (at === null) break;
      total.records += (at.value as { packed: Uint8Array }).packed.length;
      at.continue();
    }
    for (const cursor = db.transaction('blocks').objectStore('blocks').openCursor(); ;) {
      const at = await settled(cursor);
      if (at === null) break;
      total.blocks += (at.value as Uint8Array).length;
      at.continue();
    }
    db.close();
    return total;
  },
};
export type Bench = typeof bench;
Object.assign(globalThis, { bench });

interface Answer {
  readonly firstMs: number;
  readonly ids: readonly string[];
}

/** The time until the first results, and the newest ids of all, `count` at most. */
function find(query: Query, count: number): Promise<Answer> {
  const search = crypto.randomUUID();
  return new Promise((resolve) => {
    let firstMs = 0;
    let asked = 20;
    const startMs = performance.now();
    const listener = (words: FromIndex) => {
      if (words.kind !== 'found' || words.search !== search) return;
      firstMs ||= performance.now() - startMs;
      if (!words.isWhole && asked < count) return post({ kind: 'find', search, query, count: (asked = count) });
      heard.delete(listener);
      post({ kind: 'stop', search });
      resolve({ firstMs, ids: words.hits.map(({ id }) => id) });
    };
    heard.add(listener);
    post({ kind: 'find', search, query, count: asked });
  });
}

function runIndex(): Promise<void> {
  return new Promise((resolve) => {
    const listener = (words: FromIndex) => {
      if (words.kind !== 'state') return;
      if (words.isNew) post({ kind: 'begin', databases });
      if (words.state.status !== 'ready') return;
      heard.delete(listener);
      resolve();
    };
    heard.add(listener);
    stopIndex = makeBrowserPlatform(window).startIndex?.(name) ?? (() => undefined);
  });
}

/** The gaps between frames until the answer is called, in ms. */
function watchFrames(): () => number[] {
  const gaps: number[] = [];
  let last = performance.now();
  let isOver = false;
  const tick = (now: number) => {
    gaps.push(now - last);
    last = now;
    if (!isOver) requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
  return () => {
    isOver = true;
    return gaps.slice(1);
  };
}

async function keep(chapter: number, rows: readonly Said[]): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const document = chapterName({ conversationId: first.conversationId, chapter });
  const updates = [...Map.groupBy(rows, ({ author }) => author)].map(([author, own]) => {
    const doc = new Y.Doc();
    const log = doc.getArray(logRoot(author, doc.clientID as ClientId));
    log.push(own.map(({ id, at, text }) => ({ kind: 'message', id, at, text })));
    return Y.encodeStateAsUpdate(doc);
  });
  const database = `bench/${document}`;
  const opening = indexedDB.open(database);
  opening.addEventListener('upgradeneeded', () => {
    opening.result.createObjectStore('updates', { autoIncrement: true });
    opening.result.createObjectStore('custom');
  });
  const db = await settled(opening);
  await settled(db.transaction('updates', 'readwrite').objectStore('updates').add(Y.mergeUpdates(updates)));
  db.close();
  databases.push({ document, database });
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result), { once: true });
    request.addEventListener('error', () => reject(request.error ?? new Error('no answer')), { once: true });
  });
}
