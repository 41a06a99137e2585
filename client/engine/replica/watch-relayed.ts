// What another tab of mine wrote is its own to send. If that tab dies first, this one sends it: when it stays
// unacknowledged for some seconds, everything that the server lacks is told once more.
import * as Y from 'yjs';
import { parseLogRoot } from '../../../shared/conversation/log.ts';
import type { UserId } from '../../../shared/ids.ts';
import type { Readable } from '../messenger.ts';
import type { Platform } from '../platform.ts';
import type { Acknowledged } from './acknowledged.ts';

/** Much longer than a message takes, much shorter than a person waits. */
const patienceMs = 3_000;

export interface RelayedOptions {
  readonly platform: Pick<Platform, 'schedule'>;
  readonly doc: Y.Doc;
  readonly me: UserId;
  readonly acknowledged: Readable<Acknowledged>;
  /** The origin of what other tabs wrote. */
  readonly relay: unknown;
  readonly syncAgain: () => void;
}

/** Answers how to stop. */
export function watchRelayed({ platform, doc, me, acknowledged, relay, syncAgain }: RelayedOptions): () => void {
  let cancel: (() => void) | null = null;
  const look = () => {
    cancel = null;
    if (hasUnacknowledged(doc, me, acknowledged.get())) syncAgain();
  };
  const onTransaction = ({ origin }: Y.Transaction) => {
    if (origin === relay) cancel ??= platform.schedule(patienceMs, look);
  };
  doc.on('afterTransactionCleanup', onTransaction);
  return () => {
    cancel?.();
    doc.off('afterTransactionCleanup', onTransaction);
  };
}

/** Whether an author has written anything that the server does not call safe. */
export function hasUnacknowledged(doc: Y.Doc, author: UserId, { clocks }: Acknowledged): boolean {
  return [...doc.share.keys()].some((root) => {
    const log = parseLogRoot(root);
    return log?.author === author && Y.getState(doc.store, log.client) > (clocks[log.client] ?? 0);
  });
}
