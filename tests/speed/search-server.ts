// What looking for words costs the server: over a log of a million messages, through the search that the route asks.
// Also what the index takes on the disk beside the text, and what it adds to a commit.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import * as prng from 'lib0/prng';
import { must } from '../../shared/base/assert.ts';
import { chapterName } from '../../shared/conversation/document-name.ts';
import {
  idBytes,
  mintConversationId,
  mintEventId,
  mintUserId,
  type ClientId,
  type ConversationId,
} from '../../shared/ids.ts';
import { parseQuery } from '../../shared/search/query.ts';
import type { EntryRow } from '../../sync-server/admission/chapter-state.ts';
import { makeSearch } from '../../sync-server/search/search.ts';
import { openSqliteUpdateLog } from '../../sync-server/update-log/sqlite-update-log.ts';
import type { UpdateLog } from '../../sync-server/update-log/update-log.ts';

const queries = 300;
const gen = prng.create(7);
const people = Array.from({ length: 50 }, () => mintUserId(randomBytes(idBytes)));
const conversations = Array.from({ length: 400 }, () => mintConversationId(randomBytes(idBytes)));
const vocabulary = Array.from({ length: 20_000 }, () => prng.word(gen, 2, 11));
const perCommit = 200;
const perChapter = 4_000;

/** The first words are much more frequent than the last, as in any language. */
function anyWord(): string {
  const place = Math.floor(vocabulary.length * prng.real53(gen) ** 4);
  return must(vocabulary[place], 'a word');
}

function textOf(): string {
  return Array.from({ length: prng.int31(gen, 3, 20) }, anyWord).join(' ');
}

const one = <T>(all: readonly T[]) => must(all[prng.int31(gen, 0, all.length - 1)], 'one of them');

async function plant(log: UpdateLog, count: number): Promise<number> {
  const states = conversations.map((conversationId) => ({ conversationId, chapter: 1, sequence: 0, clock: 0 }));
  let characters = 0;
  for (let done = 0; done < count; done += perCommit) {
    const state = one(states);
    if (state.clock >= perChapter) Object.assign(state, { chapter: state.chapter + 1, sequence: 0, clock: 0 });
    const author = one(people);
    const rows: EntryRow[] = Array.from({ length: perCommit }, (_, index) => {
      const text = textOf();
      characters += text.length;
      const id = mintEventId('message', randomBytes(idBytes));
      const event = { kind: 'message', id, at: 1_700_000_000_000 + done + index, text } as const;
      return { author, client: (1 + people.indexOf(author)) as ClientId, clock: state.clock + index, event };
    });
    const document = chapterName(state);
    const append = { document, after: state.sequence, update: new Uint8Array(8), rows, erased: [], arrivedAt: done };
    const [outcome] = await log.append([append]);
    if (outcome?.status !== 'logged') throw new Error(`not planted: ${outcome?.status}`);
    state.sequence++;
    state.clock += perCommit;
  }
  return characters;
}

const percentile = (sorted: readonly number[], part: number) => sorted[Math.floor((sorted.length - 1) * part)] ?? 0;

async function measure(log: UpdateLog, mine: readonly ConversationId[], makeText: () => string) {
  const places = mine.map((conversationId) => ({ conversationId, fromChapter: 1, change: 1, sinceMs: 0 }));
  const search = makeSearch({ log, conversations: { placesOf: () => Promise.resolve(places) } });
  const asker = must(people[0], 'somebody');
  const context = { me: asker, timeZone: 'UTC', nowMs: 0, people: [], conversations: [] };
  const [times, stretches, pages]: number[][] = [[], [], []] as number[][];
  for (let index = 0; index < queries; index++) {
    const query = { ...parseQuery(makeText(), context), from: null, in: null, unknown: [] };
    let longest = 0;
    const began = performance.now();
    const answer = await search.find(asker, { query, page: undefined }, (ms) => (longest = Math.max(longest, ms)));
    times?.push(performance.now() - began);
    stretches?.push(longest);
    pages?.push(answer.status === 'found' ? answer.answer.hits.length : 0);
  }
  const sort = (all: number[] | undefined) => (all ?? []).toSorted((a, b) => a - b);
  const [byTime, byStretch] = [sort(times), sort(stretches)];
  const shown = [0.5, 0.95, 1].map((part) => percentile(byTime, part).toFixed(1));
  const held = [0.95, 1].map((part) => percentile(byStretch, part).toFixed(1));
  const found = (pages ?? []).reduce((sum, hits) => sum + hits, 0) / queries;
  return `answer p50 ${shown[0]} ms, p95 ${shown[1]}, most ${shown[2]}; held others p95 ${held[0]} ms, most ${held[1]}; ${found.toFixed(1)} hits`;
}

export async function benchSearchServer({ messages: count }: { readonly messages: number }): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'biz1-search-'));
  const file = join(folder, 'log.db');
  try {
    const log = openSqliteUpdateLog({ file, random: randomBytes });
    const began = performance.now();
    const characters = await plant(log, count);
    const seconds = (performance.now() - began) / 1_000;
    console.log(`${count} messages, ${(characters / 1e6).toFixed(0)} MB of text, planted in ${seconds.toFixed(0)} s`);
    await log.scrub();
    const db = new DatabaseSync(file, { readOnly: true });
    const size = Number(db.prepare(`select sum(length(block)) as size from spoken_data`).get()?.['size']);
    db.close();
    const whole = statSync(file).size;
    console.log(
      `index ${(size / 1e6).toFixed(0)} MB, × ${(size / characters).toFixed(2)} the text; log.db ${(whole / 1e6).toFixed(0)} MB`,
    );
    const kinds: readonly (readonly [string, () => string])[] = [
      ['a word', anyWord],
      ['a rare word', () => one(vocabulary.slice(10_000))],
      ['two words', () => `${anyWord()} ${anyWord()}`],
      ['a part of four letters', () => anyWord().slice(0, 4)],
      ['two letters', () => anyWord().slice(0, 2)],
      ['what nobody said', () => `${anyWord()}qx`],
    ];
    for (const [who, mine] of [
      ['in 5 conversations', conversations.slice(0, 5)],
      ['in all 400', conversations],
    ] as const) {
      for (const [name, makeText] of kinds) console.log(`${who}, ${name}: ${await measure(log, mine, makeText)}`);
    }
    log.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
