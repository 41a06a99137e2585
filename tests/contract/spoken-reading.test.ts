// What every update log promises to whoever looks through it for words, shown on each implementation.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { must } from '../../shared/base/assert.ts';
import { parseDocumentName, chapterName, type ChapterName } from '../../shared/conversation/document-name.ts';
import type { MessageEvent } from '../../shared/conversation/events.ts';
import { holdsKind, type Kind } from '../../shared/search/kinds.ts';
import { wordsIn } from '../../shared/search/match.ts';
import { foldText } from '../../shared/text/fold-text.ts';
import { spokenRowsPerStretch } from '../../sync-server/limits.ts';
import { MemoryUpdateLog } from '../../sync-server/update-log/memory-update-log.ts';
import { piecesFor } from '../../sync-server/update-log/spoken-terms.ts';
import type { SpokenLook, SpokenPlace } from '../../sync-server/update-log/spoken-reading.ts';
import { openSqliteUpdateLog } from '../../sync-server/update-log/sqlite-update-log.ts';
import type { Append, UpdateLog } from '../../sync-server/update-log/update-log.ts';
import { freshChapter, freshId, makeLogWriter, messageOf } from '../kit/log-writer.ts';
import { randomBytes } from '../kit/sample-events.ts';
import { documentOf, pictureOf, storeFor } from '../kit/sample-files.ts';

let folder = '';
let log: UpdateLog;

const implementations = {
  SqliteUpdateLog: () => openSqliteUpdateLog({ file: join(folder, 'log.db'), random: randomBytes }),
  MemoryUpdateLog: () => new MemoryUpdateLog(randomBytes),
};

describe.each(Object.entries(implementations))('%s', (_, open) => {
  let here: ChapterName;
  let there: ChapterName;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'biz1-log-'));
    log = open();
    [here, there] = [freshChapter(), freshChapter()].map((name) => must(parseDocumentName(name), 'a chapter')) as [
      ChapterName,
      ChapterName,
    ];
  });
  afterEach(() => {
    log.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('meets what was said, the last first, as one can find it by a part of it', async () => {
    const writer = makeLogWriter(chapterName(here));
    const [old, young] = [messageOf('The order is on its way', 9), messageOf('Which ORDERS?', 5)];
    await add(writer.append(0, old), writer.append(1, young));
    const found = lookFor('order');
    expect(found.map(({ id }) => id)).toEqual([young.id, old.id]);
    expect(found[1]).toMatchObject({ ...here, author: writer.author, at: 9, text: 'The order is on its way' });
  });

  test('meets what an edit says now, and not what was said before', async () => {
    const writer = makeLogWriter(chapterName(here));
    const message = messageOf('before', 1);
    await add(writer.append(0, message));
    await add(writer.append(1, editOf(message, 'between', 2), editOf(message, 'after', 3)));
    expect(['before', 'between', 'after'].map((word) => textsWith(word))).toEqual([[], [], ['after']]);
  });

  test('meets nothing that was deleted, whichever came first', async () => {
    const [writer, other] = [makeLogWriter(chapterName(here)), makeLogWriter(chapterName(here))];
    const message = messageOf('a secret', 1);
    await add(writer.append(0, message), writer.append(1, editOf(message, 'a mystery', 2)));
    await add(other.append(2, messageOf('a secret of mine', 3)));
    await add(writer.erase(3, message));
    expect([textsWith('secret'), textsWith('mystery')]).toEqual([['a secret of mine'], []]);
  });

  test('meets nothing of a place that was not named, nor what stands before the chapter that was', async () => {
    const later = { ...here, chapter: 2 };
    await add(makeLogWriter(chapterName(here)).append(0, messageOf('order one', 1)));
    await add(makeLogWriter(chapterName(later)).append(0, messageOf('order two', 2)));
    await add(makeLogWriter(chapterName(there)).append(0, messageOf('order three', 3)));
    expect(textsWith('order', [{ ...here, fromChapter: 2 }])).toEqual(['order two']);
    expect(textsWith('order', [{ ...there, fromChapter: 1 }])).toEqual(['order three']);
    expect(textsWith('order', [])).toEqual([]);
    expect(textsWith('order', manyPlaces({ ...there, fromChapter: 1 }))).toEqual(['order three']);
  });

  test('meets what one of those wrote who were named', async () => {
    const [ada, ben] = [makeLogWriter(chapterName(here)), makeLogWriter(chapterName(here))];
    await add(ada.append(0, messageOf('mine', 1)), ben.append(1, messageOf('yours', 2)));
    expect(all({ pieces: [], kinds: [], authors: [ada.author] }).map(({ text }) => text)).toEqual(['mine']);
    expect(all({ pieces: [], kinds: [], authors: [] })).toEqual([]);
  });

  test('meets what carries files by their names and kinds, after an edit too, and nothing of what was deleted', async () => {
    const writer = makeLogWriter(chapterName(here));
    const offer = { ...messageOf('see here', 1), attachments: [documentOf('Angebot.pdf')] };
    const picture = { ...messageOf('', 2), attachments: [pictureOf('harbour.jpg'), pictureOf('mole.jpg')] };
    const secret = { ...messageOf('of no use', 3), attachments: [documentOf('Angebot, old.pdf')] };
    for (const { attachments } of [offer, picture, secret]) storeFor(log.files, writer.author, { attachments });
    await add(writer.append(0, offer, picture, secret, messageOf('https://example.org', 4)));
    await add(writer.append(1, editOf(offer, 'see there', 5)), writer.erase(2, secret));
    const found = (pieces: string, ...kinds: Kind[]) =>
      all({ pieces: [...piecesFor(pieces)], kinds, authors: null })
        .filter(({ text, attachments }) => kinds.every((kind) => holdsKind(kind, { text, attachments })))
        .filter((message) => foldText(wordsIn(message)).includes(pieces))
        .map(({ text, attachments }) => [text, ...attachments.map(({ name }) => name)]);
    expect(found('angebot')).toEqual([['see there', 'Angebot.pdf']]);
    expect(found('', 'image')).toEqual([['', 'harbour.jpg', 'mole.jpg']]);
    expect(found('mole', 'media')).toEqual([['', 'harbour.jpg', 'mole.jpg']]);
    expect(found('', 'file').map(([text]) => text)).toEqual(['', 'see there']);
    expect(found('', 'link')).toEqual([['https://example.org']]);
    expect(found('', 'video')).toEqual([]);
  });

  test('goes on where it left off, and meets each once', async () => {
    const writer = makeLogWriter(chapterName(here));
    const count = spokenRowsPerStretch * 2 + 10;
    await add(writer.append(0, ...Array.from({ length: count }, (_, index) => messageOf(`order ${index}`, index))));
    const texts = textsWith('order');
    expect(texts).toEqual(Array.from({ length: count }, (_, index) => `order ${count - 1 - index}`));
  });

  test('takes back what it has noted of an append that fails', async () => {
    const writer = makeLogWriter(chapterName(here));
    const message = messageOf('the order', 1);
    await add(writer.append(0, message));
    const twice = makeLogWriter(chapterName(here), writer.author).append(1, messageOf('an order more', 2), message);
    expect((await log.append([twice])).map(({ status }) => status)).toEqual(['duplicate-id']);
    expect(textsWith('order')).toEqual(['the order']);
  });

  function lookFor(word: string, places: readonly SpokenPlace[] = everywhere()) {
    const found = all({ pieces: [...piecesFor(word)], kinds: [], authors: null }, places);
    return found.filter(({ text }) => foldText(text).includes(word));
  }

  function textsWith(word: string, places?: readonly SpokenPlace[]): string[] {
    return lookFor(word, places).map(({ text }) => text);
  }

  function all(look: Omit<SpokenLook, 'below'>, places: readonly SpokenPlace[] = everywhere()) {
    const through = log.lookThrough(places);
    const found = [];
    for (let below: number | null = null, isFirst = true; isFirst || below !== null; isFirst = false) {
      const stretch = through({ ...look, below });
      found.push(...stretch.messages);
      below = stretch.below;
    }
    return found;
  }

  function everywhere(): SpokenPlace[] {
    return [here, there].map(({ conversationId }) => ({ conversationId, fromChapter: 1 }));
  }
});

async function add(...appends: Append[]): Promise<void> {
  expect((await log.append(appends)).map(({ status }) => status)).toEqual(appends.map(() => 'logged'));
}

function editOf({ id: target }: MessageEvent, text: string, at: number) {
  return { kind: 'edit', id: freshId('edit'), at, target, text } as const;
}

/** More than the index is asked for by name. */
function manyPlaces(place: SpokenPlace): SpokenPlace[] {
  const others = Array.from({ length: 100 }, () => must(parseDocumentName(freshChapter()), 'a chapter'));
  return [place, ...others.map(({ conversationId }) => ({ conversationId, fromChapter: 1 }))];
}
