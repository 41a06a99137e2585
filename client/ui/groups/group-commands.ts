// What is under way in one group and what the server has refused there, for the places that they concern.
import { createMemo, type Accessor } from 'solid-js';
import type { CommandId, ConversationId } from '../../../shared/ids.ts';
import { createReadable } from '../../reactive/create-readable.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { createDelayed } from '../parts/delayed.ts';
import { changeOf, type GroupChange } from './group-change.ts';

export interface RefusedChange {
  readonly commandId: CommandId;
  readonly command: GroupChange;
  readonly code: string;
}

export interface GroupCommands {
  /** Given, and not answered yet. */
  readonly pending: Accessor<readonly GroupChange[]>;
  /** The same once they take long enough to need a word. */
  readonly waiting: Accessor<readonly GroupChange[]>;
  readonly refused: Accessor<readonly RefusedChange[]>;
  give(change: GroupChange): void;
  dismiss(commandId: CommandId): void;
}

/** What the server answers at once is not worth a word. */
const patienceMs = 400;

export function createGroupCommands(conversationId: ConversationId): GroupCommands {
  const { messenger } = useSignedIn();
  const allPending = createReadable(messenger.pendingCommands);
  const allFailed = createReadable(messenger.failedCommands);
  const pending = createMemo(() => allPending().flatMap(({ command }) => changeOf(command, conversationId) ?? []));
  const isWaiting = createDelayed(() => pending().length > 0, patienceMs);
  const refused = createMemo(() =>
    allFailed().flatMap(({ commandId, command, code }): RefusedChange[] => {
      const change = changeOf(command, conversationId);
      return change === null ? [] : [{ commandId, command: change, code }];
    }),
  );
  return {
    pending,
    waiting: () => (isWaiting() ? pending() : []),
    refused,
    give: (change) => messenger.change(change),
    dismiss: (commandId) => messenger.dismissCommand(commandId),
  };
}
