// The server but for its port: directory, log, path, links and the HTTP application as one thing that opens and closes.
// A composition root: it names every concrete part and holds no rule of its own. Knows no HTTP server and no socket:
// `server.ts` brings those, and a test its own.
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Hono } from 'hono';
import type { Logger } from 'pino';
import { must } from '../shared/base/assert.ts';
import type { ChapterLimits } from '../shared/conversation/chapters.ts';
import { chapterName, firstChapter, parseDocumentName } from '../shared/conversation/document-name.ts';
import { directConversationId, mintId, parseClientId, type UserId } from '../shared/ids.ts';
import type { PersonalLimits } from './admission/admit-personal.ts';
import { makeApp } from './api/app.ts';
import type { AppEnv } from './api/app-parts.ts';
import { makeTokenBuckets } from './api/token-buckets.ts';
import type { Config } from './config.ts';
import type { DemoDoor } from './demo/demo-routes.ts';
import { openSecret } from './directory/secret.ts';
import { openDirectory, type Directory } from './directory/directory.ts';
import { MemberCache } from './directory/member-cache.ts';
import type { Passwords } from './directory/passwords.ts';
import { openAutoReplies } from './errands/auto-replies.ts';
import { openSendLater } from './errands/send-later.ts';
import { makeClamdScanner } from './files/clamd-scanner.ts';
import type { BlobStore } from './files/blob-store.ts';
import { openBlobs } from './files/open-blobs.ts';
import { makeFileAccess } from './files/file-access.ts';
import { openFiles } from './files/files.ts';
import { noScanner } from './files/scanner.ts';
import { openCarryOut } from './groups/carry-out.ts';
import { makeInbox } from './inbox/inbox.ts';
import { foldErased } from './lane/fold-erased.ts';
import { linkRates, maxBucketKeys, unloadAfterMs, type LinkRates } from './limits.ts';
import { openLinks, type Links } from './link/links.ts';
import { Path, type PathOptions, type PathStep } from './path.ts';
import { Presence } from './presence/presence.ts';
import { fillSpoken } from './search/fill-spoken.ts';
import { makeSearch } from './search/search.ts';
import { openPushKey } from './notify/push-key.ts';
import { makeOwnMarks } from './notify/own-marks.ts';
import { makePushes } from './notify/pushes.ts';
import { makePushSender } from './notify/send-push.ts';
import { openSqliteUpdateLog } from './update-log/sqlite-update-log.ts';
import type { UpdateLog } from './update-log/update-log.ts';

export interface CoreOptions {
  /** With the port that people reach it at. */
  readonly config: Config;
  readonly clientDir: string;
  readonly logger: Logger;
  /** Lets anybody in as anybody of the demo; absent everywhere else. */
  readonly demo?: DemoDoor;
  /** Tests end the process here. */
  readonly onStep?: (step: PathStep) => void;
  readonly now?: () => number;
  /** Tests sign up many. */
  readonly passwords?: Passwords;
  /** Tests bring their own log; otherwise it is `log.db` in the data folder. */
  readonly log?: UpdateLog;
  /** Tests bring a store of files that needs no disk. */
  readonly blobs?: BlobStore;
  /** Tests of what one person may send at all bring rates that let it through. */
  readonly rates?: LinkRates;
  /** Tests let chapters be short. */
  readonly chapterLimits?: ChapterLimits;
  /** Tests let generations be short. */
  readonly personalLimits?: PersonalLimits;
}

export interface Core {
  readonly directory: Directory;
  readonly path: Path;
  readonly log: UpdateLog;
  readonly links: Links;
  /** Answers HTTP requests. */
  readonly app: Hono<AppEnv>;
  /** Begins nothing more, finishes what was received, tells the devices. */
  finish(): Promise<void>;
  /** Closes the files, once no socket and no request is left. */
  close(): Promise<void>;
}

/** Opens everything. Throws where a person has to help. */
export async function openCore(options: CoreOptions): Promise<Core> {
  const { config, logger, now = Date.now, rates = linkRates } = options;
  const directory = await openDirectory({
    ...{ dataDir: config.dataDir, baseUrl: config.baseUrl, now },
    ...(options.passwords && { passwords: options.passwords }),
    log: {
      nextChapter: (conversationId, isMoreToSay) =>
        Math.max(log.newestUntouched(conversationId), isMoreToSay ? log.newestIn(conversationId) + 1 : firstChapter),
      logPosition: () => log.position(),
    },
  });
  const log: UpdateLog =
    options.log ?? openSqliteUpdateLog({ file: join(config.dataDir, 'log.db'), random: randomBytes });
  const noteTrouble = (what: string, error: unknown) => logger.error({ err: error }, what);
  const files = openFiles({
    ...{ records: log.files, access: makeFileAccess({ files: log.files, access: directory.access }), now },
    blobs: options.blobs ?? (await openBlobs(config)),
    scanner: config.clamd === null ? noScanner : makeClamdScanner({ ...config.clamd, onTrouble: noteTrouble }),
    settings: () => directory.settings.files,
    secret: await openSecret(join(config.dataDir, 'secret')),
    onTrouble: noteTrouble,
  });
  const autoReplies = await openAutoReplies(directory.errands, now);
  await directory.errands.scrub(); // a crash may have kept it from being done
  const members = new MemberCache(directory.access);
  const path: Path = new Path({
    log,
    serverClient: must(parseClientId(randomBytes(4).readUInt32BE()), 'four bytes are a client id'),
    now,
    random: randomBytes,
    ...makeWriteLimits(rates, now),
    isToldOfReading: (userId) => directory.receipts.areOn(userId),
    autoReply: (from, to) => autoReplies.answer(from, to),
    forget: (document) => links.forget(document),
    onNews: (document, rows) => {
      ownMarks.noteLogged(document);
      pushes.noteLogged(document, rows);
      // Not whenever something is going: what a disk will not let go of would be tried with every message.
      if (rows.some(({ event }) => event?.kind === 'delete')) files.wake();
      const chapter = parseDocumentName(document);
      if (chapter === null) return; // a personal one: who is to hear of it has it open
      members
        .whoSee(chapter)
        .then((userIds) => links.tellNews(userIds, chapter.conversationId))
        .catch((error: unknown) => logger.error({ document, err: error }, 'nobody could be told of news'));
    },
    onTrouble: (what, document, error) => logger.error({ document, err: error }, what),
    ...(options.chapterLimits === undefined ? {} : { limits: options.chapterLimits }),
    ...(options.personalLimits === undefined ? {} : { personalLimits: options.personalLimits }),
    ...(options.onStep === undefined ? {} : { onStep: options.onStep }),
  });
  const presence = new Presence({
    directory: directory.statuses,
    now,
    schedule: (delayMs, run) => {
      const timer = setTimeout(run, delayMs).unref();
      return () => clearTimeout(timer);
    },
    onTrouble: (what, error) => logger.error({ err: error }, what),
  });
  const links: Links = openLinks({
    path,
    access: directory.access,
    sessions: directory.sessions,
    devices: directory.devices,
    presence,
    membersOf: async (conversationId) => (await members.of(conversationId)).map(({ userId }) => userId),
    mayWrite: async (userId, conversationId) => {
      const chapter = log.newestIn(conversationId);
      return ['write', 'moderate'].includes(await directory.access.mayOpen(userId, { conversationId, chapter }));
    },
    origins: config.origins,
    epoch: log.epoch,
    rates,
    now,
    newLinkId: () => mintId('lnk', randomBytes(15)),
    onTrouble: (what, error) => logger.warn({ err: error }, what),
  });
  const ownMarks = makeOwnMarks((userId) => path.readOwnTexts(userId));
  const pushKey = await openPushKey(join(config.dataDir, 'push-key.pem'));
  const pushes = makePushes({
    ...{ rows: directory.pushRows, members, marks: ownMarks, now },
    ...{ conversations: directory.conversations, statuses: directory.statuses },
    isLooking: (userId) => presence.isLooking(userId),
    sender: makePushSender({
      ...{ key: pushKey, subject: config.baseUrl, mayBeLocal: config.pushesToLocal, now },
      pause: (ms, signal) => pause(ms, undefined, { signal }),
    }),
    onTrouble: (what, error) => logger.error({ err: error }, what),
  });
  const refreshAutoReply = (userId: UserId) => {
    const trouble = (error: unknown) => logger.error({ err: error }, 'an auto-reply could not be looked up');
    autoReplies.refresh(userId).catch(trouble);
  };
  const app = makeApp({
    directory,
    config,
    clientDir: options.clientDir,
    ...(options.demo === undefined ? {} : { demo: options.demo }),
    logger,
    now,
    pause: (ms) => pause(ms),
    onConversationChanged: ({ conversationId, members: concerned, affected }) => {
      members.forget(conversationId);
      links.reopen(affected, conversationId);
      for (const userId of affected) presence.lookAgain(userId);
      links.tellChanged(concerned, conversationId);
      carryOut.wake(conversationId);
    },
    onAccountChanged: (userId) => {
      refreshAutoReply(userId);
      links.tellAccount(userId);
    },
    onErrandsChanged: async (userId) => {
      await autoReplies.refresh(userId);
      await directory.errands.scrub();
      tellErrands(userId);
      sendLater.wake();
    },
    onPersonChanged: (userId, whoSee) => {
      refreshAutoReply(userId);
      links.tellAccount(userId);
      for (const other of whoSee) links.tellChanged([other], directConversationId(userId, other));
    },
    onWritingChanged: () => links.writingChanged(),
    onSessionEnded: (sessionId, where) => links.cutSession(sessionId, where),
    onStatusChanged: (userId) => presence.changed(userId),
    isLinked: (deviceId) => links.isLinked(deviceId),
    onReceiptsChanged: (userId) => {
      path.tellReadsAgain(userId);
      links.tellChanged([userId], directConversationId(userId, userId));
    },
    files,
    inbox: makeInbox({
      ...{ log, ...directory, now },
      countMembers: async (conversationId) => (await members.of(conversationId)).length,
    }),
    search: makeSearch({ log, ...directory }),
    pushKey: pushKey.publicKey,
    sendTestPush: (deviceId) => pushes.test(deviceId),
    onInboxAsked: (session) => links.inboxAsked(session),
    onRead: ({ userId, sessionId }, news) => {
      for (const { clocks, conversationId, chapter } of news) {
        links.tellNews([userId], conversationId, sessionId);
        const document = chapterName({ conversationId, chapter });
        const told = clocks === null ? path.readReads(document) : path.takeReads(document, clocks);
        told.catch((error: unknown) => logger.error({ document, err: error }, 'writers could not be told of reads'));
        if (!directory.pushRows.has(userId)) continue;
        if (log.standing({ conversationId, chapter }, userId).unread > 0) continue;
        const trouble = (error: unknown) => logger.error({ err: error }, 'notifications could not be put away');
        pushes.noteRead(userId, conversationId, sessionId).catch(trouble);
      }
    },
  });
  /** Of no conversation: the inbox tells the rest. */
  const tellErrands = (userId: UserId) => links.tellChanged([userId], directConversationId(userId, userId));
  const sendLater = openSendLater({
    ...{ rows: directory.errands, access: directory.access, path, log, now, onChanged: tellErrands },
    onTrouble: (what, error) => logger.error({ err: error }, what),
  });
  const carryOut = openCarryOut({
    ...{ directory, path, log },
    onTrouble: (what, error) => logger.error({ err: error }, what),
  });
  const endFolding = foldErased({
    log,
    onTrouble: (what, document, error) => logger.error({ document, err: error }, what),
  });
  const endFilling = fillSpoken({ log, onTrouble: (what, error) => logger.error({ err: error }, what) });
  const sweeping = setInterval(() => path.lanes.sweep(), unloadAfterMs / 3);
  return {
    directory,
    path,
    log,
    links,
    app,
    async finish() {
      clearInterval(sweeping);
      await endFolding();
      await endFilling();
      await carryOut.close();
      await sendLater.close();
      await pushes.close();
      await path.drain();
      links.close();
      presence.close();
      await path.drain();
    },
    async close() {
      await path.drain();
      await files.close(); // uploads were finished as long as there were requests
      log.close();
      await directory.close();
    },
  };
}

function makeWriteLimits(rates: LinkRates, now: () => number): Pick<PathOptions, 'mayRead' | 'mayAdd'> {
  const entries = makeTokenBuckets({ rule: rates.entries, maxKeys: maxBucketKeys, now });
  const kibibytes = makeTokenBuckets({ rule: rates.kibibytes, maxKeys: maxBucketKeys, now });
  return {
    mayRead: (userId, bytes) => kibibytes.take(userId, Math.ceil(bytes / 1_024)) === 0,
    mayAdd: (userId, entryCount) => entries.take(userId, entryCount) === 0,
  };
}
