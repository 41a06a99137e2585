// A device that holds many conversations, as one that has been used for long: a browser's profile on the disk, filled
// by the app itself from a server that is gone afterwards.
import { randomBytes } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { must } from '../../../shared/base/assert.ts';
import { chapterName } from '../../../shared/conversation/document-name.ts';
import { directConversationId, idBytes, mintUserId, type UserId } from '../../../shared/ids.ts';
import { openSqliteUpdateLog } from '../../../sync-server/update-log/sqlite-update-log.ts';
import { makeLogWriter, messageOf } from '../../kit/log-writer.ts';
import { openTestServer } from '../../kit/test-server.ts';
import { until } from '../../kit/until.ts';
import { giveCookie, makeProfile } from '../history/profile.ts';
import { seedDirectory } from '../peers/seed-directory.ts';
import type { Room } from '../population.ts';

export interface PreparedDevice {
  /** Where the app was served from, and is no more. */
  readonly url: string;
  /** The address of the conversation that was open last. */
  readonly lastAddress: string;
  /** A browser that starts cold on this profile. */
  start(): Promise<Page>;
  close(): Promise<void>;
}

export interface Filling {
  readonly conversations: number;
  /** In each conversation, by two writers in turn. */
  readonly messages: number;
}

const firstAtMs = Date.UTC(2026, 0, 1);

export async function prepareDevice(filling: Filling): Promise<PreparedDevice> {
  const dataDir = await mkdtemp(join(tmpdir(), 'biz1-start-'));
  const profile = await makeProfile();
  const me = mintUserId(randomBytes(idBytes));
  const rooms = Array.from({ length: filling.conversations }, () => roomWith(me));
  const cookies = await seedDirectory(dataDir, rooms);
  await writeMessages(join(dataDir, 'log.db'), { rooms, me, messages: filling.messages });
  const server = await openTestServer({ dataDir });
  const page = await profile.start();
  await giveCookie(page, server.url, must(cookies.get(me), 'a session'));
  await fill(page, server.url, filling.conversations);
  const lastAddress = page.url();
  await page.context().close();
  await server.close();
  return {
    url: server.url,
    lastAddress,
    start: () => profile.start(),
    close: () => profile.remove(),
  };
}

function roomWith(me: UserId): Room {
  const other = mintUserId(randomBytes(idBytes));
  const conversationId = directConversationId(me, other);
  return { conversationId, document: chapterName({ conversationId, chapter: 1 }), userIds: [me, other], writers: 2 };
}

async function writeMessages(
  file: string,
  { rooms, me, messages }: { rooms: readonly Room[]; me: UserId; messages: number },
): Promise<void> {
  const log = openSqliteUpdateLog({ file, random: randomBytes });
  const appends = rooms.flatMap(({ document, userIds }, room) => {
    const writers = userIds.map((userId) => makeLogWriter(document, userId));
    return writers.map((writer, after) => {
      const mine = Array.from({ length: messages / 2 }, (_, index) => {
        const at = firstAtMs + room * 60_000 + (index * 2 + after) * 1_000;
        return messageOf(`Message ${index * 2 + after} about what was agreed last week, long enough for a line.`, at);
      });
      return writer.append(after, ...mine);
    });
  });
  const outcomes = await log.append(appends);
  log.close();
  const bad = outcomes.find(({ status }) => status !== 'logged');
  if (bad !== undefined) throw new Error(`the log of ${me} was not written: ${bad.status}`);
}

/** Opens every conversation as a person would, the newest last, until all of them are on the disk. */
async function fill(page: Page, url: string, count: number): Promise<void> {
  await page.goto(url);
  await until(async () => (await listedCount(page)) === count, 'the list', 30_000);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.locator('.list-row').first().focus();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  for (let index = count - 1; index >= 0; index--) {
    await page.locator('.timeline .row').first().waitFor();
    await page.keyboard.press('Alt+ArrowUp');
  }
  await until(async () => (await countDocuments(page)) === count, 'every document on the disk', 30_000);
}

/** Of the rows only those around the view are made; each says how many there are. */
async function listedCount(page: Page): Promise<number> {
  const rows = page.locator('.list-rows > li');
  return (await rows.count()) === 0 ? 0 : Number(await rows.first().getAttribute('aria-setsize'));
}

function countDocuments(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const databases = await indexedDB.databases();
    return databases.filter(({ name }) => name?.includes('/conversation/')).length;
  });
}
