// Asks the server what has changed for this person since the last time: at the start, when the link opens, and when a
// signal says so. Small, gap-free and idempotent: an answer that is lost is asked for again with the same token.
// What was read here goes to the server first, so that what it counts as unread is exact.
import type { Api } from '../api/api.ts';
import type { FailureCode } from '../api/request.ts';
import type { KeptStore } from '../disk/kept-store.ts';
import type { Platform } from '../platform.ts';
import { makeRepeater } from '../repeater.ts';
import type { Reads } from '../reads/open-reads.ts';
import type { Errands } from '../errands/open-errands.ts';
import type { Contacts } from '../contacts/open-contacts.ts';
import type { Receipts } from '../reads/receipts.ts';
import type { ConversationTable } from './conversation-table.ts';

export interface Inbox {
  /** Asks, once more after the answer when asked meanwhile. Settles when it has answered, or cannot. */
  refresh(): Promise<void>;
  /** Asks soon: signals may come by the hundred. */
  refreshSoon(): void;
  close(): void;
}

export interface InboxOptions {
  readonly platform: Pick<Platform, 'schedule'>;
  readonly api: Pick<Api, 'readInbox'>;
  readonly kept: Pick<KeptStore, 'read' | 'write' | 'state'>;
  readonly table: Pick<ConversationTable, 'take'>;
  readonly contacts: Pick<Contacts, 'take'>;
  readonly receipts: Pick<Receipts, 'take'>;
  readonly errands: Pick<Errands, 'take'>;
  readonly reads: Pick<Reads, 'send' | 'learn' | 'startAnew'>;
  readonly onFailure: (code: FailureCode) => void;
}

/** When the server answered but could not say. */
const retryDelayMs = 5_000;
/** With no answer at all; most often the link's return asks before. */
const offlineDelayMs = 30_000;
/** Between two questions that signals ask for. */
const soonMs = 300;
const tokenKey = 'inbox';

export function openInbox(options: InboxOptions): Inbox {
  const { platform, api, kept, table, contacts, receipts, errands, reads, onFailure } = options;
  let isClosed = false;
  let cancelRetry: () => void = () => undefined;
  let cancelSoon: (() => void) | null = null;
  /** While the disk is unread: what it holds has a token of its own, and from that one it is asked on. */
  let unkept: string | null = null;

  const readToken = () => {
    const known = kept.state.get() === 'unread' ? unkept : kept.read(tokenKey);
    return typeof known === 'string' ? known : null;
  };
  const keepToken = (token: string) => {
    if (kept.state.get() === 'unread') unkept = token;
    else kept.write(tokenKey, token);
  };
  /** Asks until there is no more. The token is kept after all rows: a kill in between asks for them again. */
  const ask = async () => {
    const stateBefore = kept.state.get();
    let token = readToken();
    let more = true;
    while (more) {
      const answer = await api.readInbox(token);
      if (isClosed) return;
      if (answer.status === 'failed') {
        onFailure(answer.code);
        return askLater(answer.code);
      }
      if (answer.value.whole) reads.startAnew();
      for (const row of answer.value.chapters) reads.learn(row);
      contacts.take(answer.value);
      receipts.take(answer.value);
      errands.take(answer.value);
      table.take(answer.value);
      ({ token, more } = answer.value);
      if (!more && kept.state.get() === stateBefore) keepToken(token);
    }
  };
  const askLater = (code: FailureCode) => {
    if (code === 'not-signed-in') return;
    // A link that lives on hears of nothing more before it has asked.
    cancelRetry = platform.schedule(code === 'offline' ? offlineDelayMs : retryDelayMs, () => void refresh());
  };
  const refresh = makeRepeater(async (): Promise<void> => {
    if (isClosed) return;
    cancelRetry();
    const told = await reads.send();
    if (isClosed) return;
    if (told.status === 'ok') await ask();
    else askLater(told.code);
  });
  return {
    refresh,
    refreshSoon() {
      cancelSoon ??= platform.schedule(soonMs, () => {
        cancelSoon = null;
        void refresh();
      });
    },
    close() {
      isClosed = true;
      cancelRetry();
      cancelSoon?.();
    },
  };
}
