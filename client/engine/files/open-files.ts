// Files on a device, put together: trays, parcels and their post, what is kept, and how it is got. See files.ts for what
// it promises. The composition of `client/engine/files`; holds no rule of its own beside what a message needs.
import * as v from 'valibot';
import { filesOf, type FileHash } from '../../../shared/conversation/attachments.ts';
import { maxTextLength, type MessageEvent } from '../../../shared/conversation/events.ts';
import type { Clock } from '../../../shared/clock.ts';
import { idBytes, mintEventId, type ConversationId, type UserId } from '../../../shared/ids.ts';
import { fileAddress, fileLimitsAnswer, type FileLimits } from '../../../shared/protocol/files-api.ts';
import type { Mention } from '../../../shared/rules/mentions.ts';
import { asText } from '../as-text.ts';
import type { Api } from '../api/api.ts';
import type { ConversationPool } from '../conversation/conversation-pool.ts';
import { openKeptStore, type KeptStore } from '../disk/kept-store.ts';
import type { Link } from '../link/open-link.ts';
import type { Platform } from '../platform.ts';
import { noteDatabase } from '../session/database-registry.ts';
import { makeWritable } from '../writable.ts';
import { makeTableFileDisk } from './file-disk.ts';
import { makeFetchFile } from './fetch-file.ts';
import type { ChosenFile, FetchRule, FilesView } from './files.ts';
import { openKeptFiles, type KeptFiles } from './kept-files.ts';
import { pageType } from './page-type.ts';
import { openParcelPost } from './parcel-post.ts';
import { openParcels, type Parcel, type Parcels } from './parcels.ts';
import { openTrays, type Trays } from './trays.ts';
import { openUploadProgress } from './upload-progress.ts';

export interface Files extends FilesView {
  readonly parcels: Pick<Parcels, 'rowsIn' | 'get' | 'all'>;
  /** Writes a message with files of another conversation, which may not be on this device. */
  forward(parcel: Pick<Parcel, 'conversationId' | 'event' | 'from'>): void;
  /** Sends a message that was refused once more, with its files. Settles when that is on the disk, or cannot be. */
  sendAgain(conversationId: ConversationId, event: MessageEvent): Promise<unknown>;
  /** Messages that were begun with files: conversations in whose trays something stands. */
  countChosen(): number;
  /** This person is in it no more. */
  forgetAll(conversationId: ConversationId): void;
  close(): Promise<void>;
}

export interface FilesOptions {
  readonly platform: Platform;
  readonly api: Pick<Api, 'announceFile' | 'fileLimits'>;
  readonly link: Pick<Link, 'state'>;
  readonly kept: KeptStore;
  readonly pool: Pick<ConversationPool, 'take'>;
  readonly clock: Pick<Clock, 'next'>;
  readonly me: UserId;
  readonly diskPrefix: string;
  /** Of the chosen mentions those that stand in the text and may be made there. */
  readonly mentionsIn: (
    conversationId: ConversationId,
    text: string,
    mentions: readonly Mention[],
  ) => readonly Mention[];
  /** Something is kept here that only this device has. */
  readonly onKept: () => void;
}

const limitsKey = 'file-limits';
const ruleKey = 'fetch-files';
const hasFilesKey = 'has-files';
const rules: readonly FetchRule[] = ['never', 'images', 'everything'];
/** Before what no row knows of is looked for: a start has better to do. */
const sweepAfterMs = 60_000;

export function openFiles(options: FilesOptions): Files {
  const { platform, api, link, kept, me, diskPrefix } = options;
  const storeName = `${diskPrefix}/files`;
  const bytesName = `${diskPrefix}/file-bytes`;
  for (const name of platform.openFiles === null ? [storeName, bytesName] : [storeName]) {
    noteDatabase(platform.store, diskPrefix, name);
  }
  const disk = platform.openFiles?.(diskPrefix) ?? makeTableFileDisk(platform.openTable(bytesName));
  const freshName = () => [...platform.randomBytes(idBytes)].map((byte) => byte.toString(36)).join('');
  const isHeld = (hash: FileHash): boolean => trays.holds(hash) || parcels.holds(hash);
  const limits = makeWritable<FileLimits | null>(readLimits(kept));
  const parcels = openParcels({ kept, me });
  const changes = makeWritable(0);
  const figures = makeWritable({ bytes: 0, budget: 0 });
  let store: KeptStore | null = null;
  let files: KeptFiles | null = null;
  let areLimitsFollowed = false;
  let isClosed = false;
  let opening: Promise<KeptFiles | null> | null = null;
  /** Rows are read when somebody first needs one: a start has better to do. */
  const whenFiles = (): Promise<KeptFiles | null> => (opening ??= openRows());
  const openRows = async () => {
    kept.write(hasFilesKey, true);
    const opened = await openKeptStore({ platform, name: storeName });
    store = opened;
    if (isClosed) return null;
    const found = openKeptFiles({ platform, store: opened, disk, freshName, isHeld });
    files = found;
    const tell = () => {
      changes.set(changes.get() + 1);
      figures.set(found.figures.get());
    };
    found.changes.subscribe(tell);
    found.figures.subscribe(tell);
    tell();
    sweepLater(2);
    return found;
  };
  const release = (hash: FileHash) => {
    if (!isHeld(hash)) files?.forget(hash);
  };
  const trays: Trays = openTrays({
    ...{ platform, kept, disk, freshName, limits, onKept: options.onKept, lockPrefix: diskPrefix, release },
    files: {
      keep: async (file, blob, where) => (await whenFiles())?.keep(file, blob, where) ?? 'full',
      note: async (file, name, where) => (await whenFiles())?.note(file, name, where) ?? true,
    },
  });
  // Killed between the parcel and the emptied tray: what is in the one is not in the other.
  for (const { conversationId, chosen } of parcels.all.get()) trays.letGo(conversationId, chosen);
  const fetchFile = makeFetchFile({
    ...{ platform, me },
    files: { keep: async (file, blob, where) => (await whenFiles())?.keep(file, blob, where) ?? 'full' },
  });
  const progress = openUploadProgress({ platform, parcels, name: `${diskPrefix}/uploads` });
  const post = openParcelPost({
    ...{ platform, api, link, pool: options.pool, kept, parcels, me, lockName: `${diskPrefix}/parcels` },
    async bytesOf({ hash, size, from }) {
      const rows = await whenFiles();
      const known = await rows?.get(hash).catch(() => 'later' as const);
      if (known !== null && known !== undefined) return known;
      const fetched = from === null ? 'gone' : await fetchFile(from, { hash, size, type: '' }, {});
      const isKnown = store !== null && store.state.get() !== 'unread'; // else it may be here all the same
      return fetched === 'gone' && !isKnown ? 'later' : fetched;
    },
    onProgress: (hash, bytes) => progress.note(hash, bytes),
    onMine: () => progress.begin(),
    onRefused: () => void learnLimits(), // another may be what they are now
    onSent({ conversationId, event }) {
      for (const { hash } of filesOf(event.attachments ?? [])) files?.noteSeen(hash, conversationId);
    },
  });
  const learnLimits = async () => {
    if (link.state.get().status !== 'online') return;
    const answer = await api.fileLimits();
    if (answer.status === 'failed' || isClosed) return;
    kept.write(limitsKey, answer.value);
    limits.set(answer.value);
  };
  const stops: (() => void)[] = [
    kept.onChangedElsewhere((key) => key === limitsKey && limits.set(readLimits(kept))),
    kept.onChangedElsewhere((key) => key === ruleKey && fetchRule.set(readRule(kept))),
  ];
  /** From then on where somebody may choose something. */
  const followLimits = () => {
    if (areLimitsFollowed) return;
    areLimitsFollowed = true;
    stops.push(link.state.subscribe(() => void learnLimits()));
    void learnLimits();
  };
  let cancelSweep: () => void = () => undefined;
  const sweepLater = (times: number) => {
    cancelSweep = platform.schedule(sweepAfterMs, () => void sweep(times - 1));
  };
  const sweep = async (timesLeft: number) => {
    if (isClosed) return;
    if (kept.state.get() !== 'unread') await files?.sweep((name) => trays.uses(name));
    if (timesLeft > 0 && !isClosed) sweepLater(timesLeft);
  };
  const fetchRule = makeWritable<FetchRule>(readRule(kept));

  function eventOf(
    conversationId: ConversationId,
    chosen: readonly ChosenFile['attachment'][],
    message: Parameters<FilesView['send']>[1],
  ): MessageEvent {
    const { text, replyTo } = message;
    const mentions = options.mentionsIn(conversationId, text, message.mentions);
    return {
      ...{ kind: 'message', id: mintEventId('message', platform.randomBytes(idBytes)), at: options.clock.next() },
      text: asText(text).trim() === '' ? '' : asText(text),
      ...(replyTo !== null && { replyTo }),
      ...(mentions.length > 0 && { mentions: [...mentions] }),
      attachments: chosen.flatMap((one) => one ?? []),
    };
  }

  function put(parcel: Pick<Parcel, 'conversationId' | 'event' | 'from'>, chosen: readonly string[] = []): void {
    parcels.put({ ...parcel, chosen, isPaused: false, problem: null, chapter: null });
    options.onKept();
  }

  return {
    parcels,
    chosenIn(conversationId) {
      followLimits();
      return trays.chosenIn(conversationId);
    },
    choose: (conversationId, chosen, known) => trays.choose(conversationId, chosen, known),
    drop: (conversationId, id) => trays.drop(conversationId, id),
    move: (conversationId, id, to) => trays.move(conversationId, id, to),
    setOriginal: (conversationId, id, isOriginal) => trays.setOriginal(conversationId, id, isOriginal),
    send(conversationId, message) {
      if (message.text.length > maxTextLength) return 'too-long';
      const ready = trays.readyIn(conversationId);
      if (ready === null) return 'not-ready';
      if (ready.length === 0) return 'empty';
      const ids = ready.map(({ id }) => id);
      const event = eventOf(
        conversationId,
        ready.map(({ attachment }) => attachment),
        message,
      );
      put({ conversationId, event, from: null }, ids);
      trays.letGo(conversationId, ids);
      return null;
    },
    forward: (parcel) => put(parcel),
    sendAgain(conversationId, event) {
      // What was forwarded can be had where it came from, and everything else, at best, here.
      put({ conversationId, event, from: event.forwarded?.source?.conversationId ?? conversationId });
      return kept.whenStored();
    },
    countChosen: () => trays.countWaiting(),
    uploadOf: (key) => progress.of(key),
    pause: (key) => parcels.change(key, { isPaused: true }),
    resume(key) {
      parcels.change(key, { isPaused: false, problem: null });
      post.wake();
    },
    cancel(key) {
      const parcel = parcels.get(key);
      if (parcel === null) return;
      parcels.remove(key);
      for (const { hash } of filesOf(parcel.event.attachments ?? [])) if (parcel.from === null) release(hash);
    },
    limits,
    isHere(hash) {
      if (files === null && !isClosed) void whenFiles();
      return files?.isHere(hash) ?? false;
    },
    keptChanges: changes,
    async read(conversationId, file, fetching = {}) {
      const rows = await whenFiles();
      const here = (await rows?.get(file.hash).catch(() => null)) ?? null;
      if (here !== null) rows?.noteSeen(file.hash, conversationId);
      // It may have been kept by somebody who did not know what it is.
      const found = here?.slice(0, here.size, pageType(file.type)) ?? (await fetchFile(conversationId, file, fetching));
      return typeof found === 'string' ? null : found;
    },
    addressOf: (conversationId, hash) => fileAddress(platform.origin, hash, conversationId),
    kept: figures,
    fetchRule,
    setFetchRule(rule) {
      kept.write(ruleKey, rule);
      fetchRule.set(rule);
    },
    setBudget: (bytes) => void whenFiles().then((found) => found?.setBudget(bytes)),
    clearKept: async () => (await whenFiles())?.clear(),
    forgetAll(conversationId) {
      trays.forgetAll(conversationId);
      parcels.forgetAll(conversationId);
      // What was kept of it in an earlier start has its rows too.
      if (kept.read(hasFilesKey) === true) void whenFiles().then((found) => found?.forgetAll(conversationId));
    },
    async close() {
      isClosed = true;
      cancelSweep();
      for (const stop of stops) stop();
      post.close();
      trays.close();
      parcels.close();
      progress.close();
      await opening;
      await store?.close();
      disk.close();
    },
  };
}

function readLimits(kept: Pick<KeptStore, 'read'>): FileLimits | null {
  const parsed = v.safeParse(fileLimitsAnswer, kept.read(limitsKey));
  return parsed.success ? parsed.output : null;
}

function readRule(kept: Pick<KeptStore, 'read'>): FetchRule {
  const told = kept.read(ruleKey);
  return rules.find((rule) => rule === told) ?? 'images';
}
