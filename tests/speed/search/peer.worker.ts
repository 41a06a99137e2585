// The other ways to search, each in a worker of its own with the same messages in memory: nothing of theirs is on a disk.
import sqlite3InitModule from '@sqlite.org/sqlite-wasm';
import { Document } from 'flexsearch';
import MiniSearch from 'minisearch';
import { foldText } from '../../../shared/text/fold-text.ts';
import { saidAt } from './corpus.ts';

interface Peer {
  /** Indexes of messages, the newest first. */
  find(words: readonly string[], count: number): readonly number[];
}

const peers: Readonly<Record<string, (messages: number) => Promise<Peer>>> = {
  async minisearch(messages) {
    const index = new MiniSearch<{ id: number; text: string }>({ fields: ['text'], processTerm: foldText });
    for (let id = 0; id < messages; id++) index.add({ id, text: saidAt(id).text });
    const options = { combineWith: 'AND', prefix: true } as const;
    return {
      find: (words, count) =>
        newest(
          index.search(words.join(' '), options).map(({ id }) => Number(id)),
          count,
        ),
    };
  },
  async flexsearch(messages) {
    const index = new Document({
      document: { id: 'id', index: [{ field: 'text', tokenize: 'full', encode: splitWords }] },
    });
    for (let id = 0; id < messages; id++) index.add({ id, text: saidAt(id).text });
    return {
      find: (words, count) => {
        const [found] = index.search(words.join(' '), { limit: messages });
        return newest((found?.result ?? []).map(Number), count);
      },
    };
  },
  async 'SQLite FTS5 trigram'(messages) {
    const { oo1 } = await sqlite3InitModule();
    const db = new oo1.DB(':memory:');
    db.exec("create virtual table said using fts5(text, tokenize='trigram', detail='full')");
    db.exec('begin');
    const insert = db.prepare('insert into said(rowid, text) values (?, ?)');
    for (let id = 0; id < messages; id++) insert.bind([id + 1, foldText(saidAt(id).text)]).stepReset();
    insert.finalize();
    db.exec('commit');
    const byIndex = db.prepare('select rowid from said where said match ? order by rowid desc limit ?');
    return {
      find(words, count) {
        const isShort = words.some((word) => Array.from(word).length < 3);
        if (isShort) return scan(db, words, count); // a trigram knows no less than three
        const ids: number[] = [];
        byIndex.bind([words.map((word) => `"${word.replaceAll('"', '""')}"`).join(' AND '), count]);
        while (byIndex.step()) ids.push(Number(byIndex.get(0)) - 1);
        byIndex.reset();
        return ids;
      },
    };
  },
};

function scan(
  db: { selectValues(sql: string, bind: string[]): unknown[] },
  words: readonly string[],
  count: number,
): number[] {
  const where = words.map(() => 'instr(text, ?) > 0').join(' and ');
  const found = db.selectValues(`select rowid from said where ${where} order by rowid desc limit ${count}`, [...words]);
  return found.map((id) => Number(id) - 1);
}

function newest(ids: readonly number[], count: number): number[] {
  return ids.toSorted((one, other) => other - one).slice(0, count);
}

function splitWords(text: string): string[] {
  return foldText(text)
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter((word) => word !== '');
}

let peer: Peer | null = null;

addEventListener(
  'message',
  ({
    data,
  }: MessageEvent<{ build?: { name: string; messages: number }; find?: { words: string[]; count: number } }>) => {
    void answer(data).then(
      (result) => postMessage(result),
      (error: unknown) => postMessage({ error: String(error) }),
    );
  },
);

async function answer({
  build,
  find,
}: {
  build?: { name: string; messages: number };
  find?: { words: string[]; count: number };
}) {
  const startMs = performance.now();
  if (build !== undefined) peer = (await peers[build.name]?.(build.messages)) ?? null;
  const ids = find === undefined ? [] : (peer?.find(find.words, find.count) ?? []);
  return { ms: performance.now() - startMs, ids };
}
