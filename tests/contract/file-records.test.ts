// What the file records of every log promise: what messages name moves with them, the last one lets a file go, and who
// has shown to have a file may name it for a day.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { must } from '../../shared/base/assert.ts';
import { filesOf, type Attachment } from '../../shared/conversation/attachments.ts';
import { parseDocumentName, type DocumentName } from '../../shared/conversation/document-name.ts';
import type { MessageEvent } from '../../shared/conversation/events.ts';
import type { UserId } from '../../shared/ids.ts';
import { claimLifeMs, type UploadRow } from '../../sync-server/files/file-records.ts';
import { MemoryUpdateLog } from '../../sync-server/update-log/memory-update-log.ts';
import { openSqliteUpdateLog } from '../../sync-server/update-log/sqlite-update-log.ts';
import type { UpdateLog } from '../../sync-server/update-log/update-log.ts';
import { freshChapter, makeLogWriter, messageOf, type LogWriter } from '../kit/log-writer.ts';
import { randomBytes, takenDownAt } from '../kit/sample-events.ts';
import { documentOf, hashOf, previewedOf, storeFor } from '../kit/sample-files.ts';

let folder = '';
let log: UpdateLog;

const implementations = {
  SqliteUpdateLog: () => openSqliteUpdateLog({ file: join(folder, 'log.db'), random: randomBytes }),
  MemoryUpdateLog: () => new MemoryUpdateLog(randomBytes),
};

describe.each(Object.entries(implementations))('%s', (_, open) => {
  let [chapter, elsewhere]: [DocumentName, DocumentName] = [freshChapter(), freshChapter()];
  let [ann, ben]: [LogWriter, LogWriter] = [makeLogWriter(chapter), makeLogWriter(chapter)];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'biz1-files-'));
    log = open();
    [chapter, elsewhere] = [freshChapter(), freshChapter()];
    [ann, ben] = [makeLogWriter(chapter), makeLogWriter(elsewhere)];
  });
  afterEach(() => {
    log.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('a message names its files and their smaller pictures where it stands, and nowhere else', async () => {
    const image = previewedOf('sunset');
    await say(ann, 0, [image]);
    expect(log.files.namedIn(idOf(chapter), image.hash)).toEqual({ chapter: 1, name: 'sunset' });
    expect(log.files.namedIn(idOf(chapter), must(image.preview, 'one').hash)).toEqual({ chapter: 1, name: null });
    expect(log.files.namedIn(idOf(elsewhere), image.hash)).toBeNull();
    expect(log.files.namedIn(idOf(chapter), hashOf('another'))).toBeNull();
  });

  test('the deletion of the last message that names a file lets it go, with all claims to it', async () => {
    const image = previewedOf('sunset');
    const message = await say(ann, 0, [image]);
    log.files.claim(ben.author, image.hash, 5);
    await log.append([ann.erase(1, message)]);
    expect(log.files.namedIn(idOf(chapter), image.hash)).toBeNull();
    expect([...log.files.going(9)].sort()).toEqual(
      filesOf([image])
        .map(({ hash }) => hash)
        .sort(),
    );
    expect(log.files.stored(image.hash)).toBeNull();
    expect(log.files.holdsClaim(ben.author, image.hash, 0)).toBe(false);
    expect([log.files.usage(), log.files.usageOf(ann.author), log.files.usageOf(ben.author)]).toEqual([0, 0, 0]);
  });

  test('a message that an admin takes down lets its files go as well', async () => {
    const message = await say(ann, 0, [documentOf('plan')]);
    const admin = makeLogWriter(chapter);
    await log.append([admin.append(1, takenDownAt(9, { author: ann.author, id: message.id }, message.at))]);
    expect(log.files.going(9)).toEqual([hashOf('plan')]);
  });

  test('of two messages that name a file the first may go', async () => {
    const plan = documentOf('plan');
    const message = await say(ann, 0, [plan]);
    await say(ben, 0, [plan]);
    await log.append([ann.erase(1, message)]);
    expect(log.files.going(9)).toEqual([]);
    expect(log.files.namedIn(idOf(chapter), plan.hash)).toBeNull();
    expect(log.files.namedIn(idOf(elsewhere), plan.hash)).not.toBeNull();
    expect(log.files.stored(plan.hash)).not.toBeNull();
  });

  test.each(['before', 'after'])('what a commit lets go of and names anew, %s it, stays', async (order) => {
    const plan = documentOf('plan');
    const message = await say(ann, 0, [plan]);
    const [gone, again] = [ann.erase(1, message), ben.append(0, withFiles([plan], 20))];
    const outcomes = await log.append(order === 'after' ? [gone, again] : [again, gone]);
    expect(outcomes.map(({ status }) => status)).toEqual(['logged', 'logged']);
    expect(log.files.going(9)).toEqual([]);
    expect(log.files.namedIn(idOf(elsewhere), plan.hash)).toEqual({ chapter: 1, name: 'plan' });
    expect(log.files.holdsClaim(ben.author, plan.hash, claimLifeMs)).toBe(true);
  });

  test('a message that names what went meanwhile is not logged, and names nothing', async () => {
    const plan = documentOf('plan');
    const message = await say(ann, 0, [plan]);
    await log.append([ann.erase(1, message)]);
    const [outcome] = await log.append([ben.append(0, withFiles([documentOf('other'), plan], 20))]);
    expect(outcome).toMatchObject({ status: 'no-file', client: ben.client, clock: 0 });
    expect(log.files.namedIn(idOf(elsewhere), hashOf('other'))).toBeNull();
    expect(await log.readChapter(elsewhere)).toMatchObject({ sequence: 0 });
  });

  test('an append that fails takes up nothing and lets nothing go', async () => {
    const plan = documentOf('plan');
    const message = await say(ann, 0, [plan]);
    await log.append([ann.erase(7, message)]);
    storeFor(log.files, ben.author, { attachments: [documentOf('other')] });
    await log.append([ben.append(7, withFiles([documentOf('other')], 20))]);
    expect(log.files.namedIn(idOf(chapter), plan.hash)).not.toBeNull();
    expect(log.files.namedIn(idOf(elsewhere), hashOf('other'))).toBeNull();
    expect(log.files.going(9)).toEqual([]);
  });

  test('who has shown to have a file holds it from then on; who has a message with it, as long as that stands', async () => {
    const plan = documentOf('plan');
    storeFor(log.files, ann.author, { attachments: [plan], atMs: 10 });
    expect(log.files.holdsClaim(ann.author, plan.hash, 10)).toBe(true);
    expect(log.files.holdsClaim(ann.author, plan.hash, 11)).toBe(false);
    expect(log.files.holdsClaim(ben.author, plan.hash, 0)).toBe(false);
    const [first] = await log.append([ann.append(0, withFiles([plan], 20))]);
    expect(first?.status).toBe('logged');
    expect(log.files.holdsClaim(ann.author, plan.hash, 11)).toBe(true);
  });

  test('nobody claims what is not there', () => {
    log.files.claim(ann.author, hashOf('nothing'), 5);
    storeFor(log.files, ben.author, { attachments: [documentOf('nothing')], atMs: 5 });
    expect(log.files.holdsClaim(ann.author, hashOf('nothing'), 0)).toBe(false);
  });

  test('collects what no message names and nobody has claimed lately, a part at a time', async () => {
    await say(ann, 0, [documentOf('named')]);
    storeFor(log.files, ann.author, { attachments: [documentOf('one'), documentOf('two')], atMs: 10 });
    storeFor(log.files, ann.author, { attachments: [documentOf('late')], atMs: 10 });
    log.files.claim(ben.author, hashOf('late'), 30);
    expect(log.files.collect(20, 1)).toBe(1);
    expect(log.files.collect(20, 9)).toBe(1);
    expect(log.files.collect(20, 9)).toBe(0);
    expect([...log.files.going(9)].sort()).toEqual([hashOf('one'), hashOf('two')].sort());
    expect(log.files.stored(hashOf('late'))).not.toBeNull();
    expect(log.files.stored(hashOf('named'))).not.toBeNull();
  });

  test('what is going and comes again is there; what is gone is forgotten', async () => {
    storeFor(log.files, ann.author, { attachments: [documentOf('one'), documentOf('two')], atMs: 10 });
    log.files.collect(20, 9);
    storeFor(log.files, ben.author, { attachments: [documentOf('one')], atMs: 30 });
    expect(log.files.going(9)).toEqual([hashOf('two')]);
    log.files.noteGone(hashOf('two'));
    expect(log.files.going(9)).toEqual([]);
    expect(log.files.stored(hashOf('one'))).toMatchObject({ storedAt: 30 });
  });

  test('counts a file once for each who has it, and what is announced', async () => {
    const plan = documentOf('plan');
    await say(ann, 0, [plan]);
    await say(ann, 1, [plan]);
    await say(ben, 0, [plan]);
    const upload = uploadOf(ben.author, { hash: hashOf('more'), size: 100 });
    log.files.beginUpload(upload);
    log.files.beginUpload(upload);
    expect([log.files.usageOf(ann.author), log.files.usageOf(ben.author), log.files.usage()]).toEqual([
      1_000, 1_100, 1_100,
    ]);
    expect([log.files.upload(upload.id), log.files.countUploads(ben.author)]).toEqual([upload, 1]);
    expect(log.files.uploadsBefore(8, 9)).toEqual([upload]);
    expect(log.files.uploadsBefore(7, 9)).toEqual([]);
    log.files.endUpload(upload.id);
    expect([log.files.usageOf(ben.author), log.files.usage()]).toEqual([1_000, 1_000]);
  });

  test('of what is infected nobody has shown anything, and it takes no room', () => {
    const { hash, size } = documentOf('evil');
    const judged = { type: 'text/plain', width: null, height: null, isInline: false, storedAt: 5 };
    log.files.noteStored({ hash, size, ...judged, state: 'infected' }, uploadOf(ann.author, { hash, size }));
    log.files.claim(ann.author, hash, 6);
    expect(log.files.stored(hash)).toMatchObject({ state: 'infected' });
    expect(log.files.holdsClaim(ann.author, hash, 0)).toBe(false);
    expect([log.files.usage(), log.files.collect(99, 9)]).toEqual([0, 0]);
  });
});

/** Stored, and said. */
async function say(writer: LogWriter, after: number, attachments: readonly Attachment[]): Promise<MessageEvent> {
  storeFor(log.files, writer.author, { attachments });
  const message = withFiles(attachments, 10 + after);
  const [outcome] = await log.append([writer.append(after, message)]);
  expect(outcome?.status).toBe('logged');
  return message;
}

function withFiles(attachments: readonly Attachment[], at: number): MessageEvent {
  return { ...messageOf('', at), attachments: [...attachments] };
}

function uploadOf(userId: UserId, { hash, size }: Pick<UploadRow, 'hash' | 'size'>): UploadRow {
  return { id: `upl_${hash}`, userId, hash, size, form: 'document', begunAt: 7 };
}

function idOf(document: DocumentName) {
  return must(parseDocumentName(document), 'a chapter').conversationId;
}
