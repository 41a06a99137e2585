// Tells the server which entries of other people are on this device's disk, a moment after they got there.
// Promises: it never claims what is in memory only. All of it once for each meeting, later what is new. Step 8.
import * as Y from 'yjs';
import { parseLogRoot, serverAuthor } from '../../../shared/conversation/log.ts';
import type { UserId } from '../../../shared/ids.ts';
import type { DeliveryReport } from '../../../shared/protocol/signals.ts';
import type { DocumentDisk } from '../disk/document-disk.ts';
import type { Platform } from '../platform.ts';

/** Several messages that come together are one report. */
const delayMs = 200;
/** Clients in one report: it stays a small frame however many have written. */
const maxClients = 500;

export interface DeliveryReporter {
  /** The channel has met: the server may have forgotten what it was told before. */
  startAnew(): void;
  close(): void;
}

export interface DeliveryReporterOptions {
  readonly platform: Pick<Platform, 'schedule'>;
  readonly doc: Y.Doc;
  readonly me: UserId;
  readonly disk: DocumentDisk;
  readonly isMet: () => boolean;
  readonly send: (report: DeliveryReport) => void;
}

export function openDeliveryReporter(options: DeliveryReporterOptions): DeliveryReporter {
  const { platform, doc, me, disk, isMet, send } = options;
  let told: Record<string, number> = {};
  let cancel: (() => void) | null = null;
  const report = async () => {
    cancel = null;
    const clocks = clocksOfOthers(doc, me);
    if (!(await disk.whenStored()) || !isMet()) return; // the next meeting, or a disk that is well again, starts anew
    const news = Object.entries(clocks).filter(([client, clock]) => clock > (told[client] ?? 0));
    told = { ...told, ...Object.fromEntries(news) };
    for (let from = 0; from < news.length; from += maxClients) {
      send({ delivered: Object.fromEntries(news.slice(from, from + maxClients)) });
    }
  };
  const schedule = () => {
    cancel ??= platform.schedule(delayMs, () => void report());
  };
  const onTransaction = ({ beforeState, afterState }: Y.Transaction) => {
    if ([...afterState].some(([client, clock]) => clock > (beforeState.get(client) ?? 0))) schedule();
  };
  doc.on('afterTransactionCleanup', onTransaction);
  const stopWatching = disk.state.subscribe(() => {
    if (disk.state.get() === 'ok') schedule();
  });
  return {
    startAnew() {
      told = {};
      schedule();
    },
    close() {
      cancel?.();
      cancel = () => undefined; // nothing is scheduled any more
      stopWatching();
      doc.off('afterTransactionCleanup', onTransaction);
    },
  };
}

function clocksOfOthers(doc: Y.Doc, me: UserId): Record<string, number> {
  const clocks: Record<string, number> = {};
  for (const root of doc.share.keys()) {
    const log = parseLogRoot(root);
    if (log === null || log.author === me || log.author === serverAuthor) continue;
    clocks[log.client] = Y.getState(doc.store, log.client);
  }
  return clocks;
}
