// Whether this person tells what they have read, and is told what others have: as the server said last, and as they have
// chosen since, which may wait in the queue. While they are off, nothing here says who has read, also not what was
// told before. Kept, so that it is so with no network.
import type { ReceiptsCommand } from '../../../shared/protocol/commands.ts';
import type { InboxAnswer } from '../../../shared/protocol/inbox-api.ts';
import type { PendingCommand } from '../commands/kept-commands.ts';
import type { Commands } from '../commands/open-commands.ts';
import type { KeptStore } from '../disk/kept-store.ts';
import type { Mark, MessageDetails, Readable } from '../messenger.ts';
import { makeWritable } from '../writable.ts';

export interface Receipts {
  readonly areOn: Readable<boolean>;
  /** What was chosen is on its way: until the server knows, nothing that was read may be told it. */
  readonly isWaiting: Readable<boolean>;
  take(answer: Pick<InboxAnswer, 'receipts'>): void;
  close(): void;
}

export interface ReceiptsOptions {
  readonly kept: Pick<KeptStore, 'read' | 'write' | 'onChangedElsewhere'>;
  readonly commands: Pick<Commands, 'pending' | 'failed'>;
}

const storeKey = 'receipts';

export function openReceipts({ kept, commands }: ReceiptsOptions): Receipts {
  let chosen = lastChoice(commands.pending.get());
  const areOnNow = () => chosen?.command.areOn ?? kept.read(storeKey) !== false;
  const areOn = makeWritable(areOnNow());
  const isWaiting = makeWritable(chosen !== null);
  const tell = () => {
    areOn.set(areOnNow());
    isWaiting.set(chosen !== null);
  };
  /** What was answered stands until the server says otherwise. */
  const follow = () => {
    const before = chosen;
    chosen = lastChoice(commands.pending.get());
    const isAnswered = before !== null && before.commandId !== chosen?.commandId;
    const isRefused = commands.failed.get().some(({ commandId }) => commandId === before?.commandId);
    if (isAnswered && !isRefused) kept.write(storeKey, before.command.areOn);
    tell();
  };
  const stops = [
    commands.pending.subscribe(follow),
    kept.onChangedElsewhere((key) => {
      if (key === storeKey) tell();
    }),
  ];
  return {
    areOn,
    isWaiting,
    take({ receipts }) {
      if (receipts === undefined || kept.read(storeKey) === receipts) return;
      kept.write(storeKey, receipts);
      tell();
    },
    close: () => stops.forEach((stop) => stop()),
  };
}

/** What may be said of my message to somebody who is told of nobody's reading. */
export function withoutReading(mark: Mark | null): Mark | null {
  return mark?.status === 'read' ? { status: 'delivered' } : mark;
}

export function detailsWithoutReading(details: MessageDetails): MessageDetails {
  return { ...details, mark: withoutReading(details.mark), readBy: [] };
}

type Choice = PendingCommand & { readonly command: ReceiptsCommand };

function lastChoice(pending: readonly PendingCommand[]): Choice | null {
  return pending.findLast((one): one is Choice => one.command.kind === 'set-receipts') ?? null;
}
