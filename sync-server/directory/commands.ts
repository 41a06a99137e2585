// Commands, applied once each: the command and its result are one transaction.
// Promises: sent again, also at the same time, a command changes nothing and has the same result; an id that stands for
// another command, or for somebody else's, is refused. A refused command leaves no trace and is judged anew.
// Does not know: devices, sockets. Who must hear of a change comes back with the outcome.
import type { CommandId, ConversationId, UserId } from '../../shared/ids.ts';
import type { Command, CommandResult } from '../../shared/protocol/commands.ts';
import { commandMemoryMs } from '../limits.ts';
import { openDirect } from './conversations.ts';
import type { DirectoryDatabase } from './database.ts';

export interface SentCommand {
  readonly commandId: CommandId;
  readonly userId: UserId;
  readonly command: Command;
}

/** Whose devices must hear that a conversation began or changed. */
export interface Change {
  readonly conversationId: ConversationId;
  readonly members: readonly UserId[];
}

export type CommandOutcome =
  | { readonly status: 'applied'; readonly result: CommandResult; readonly change: Change | null }
  | { readonly status: 'refused'; readonly code: 'command-taken' | 'not-found' };

export interface Commands {
  apply(sent: SentCommand): Promise<CommandOutcome>;
}

export function makeCommands({ database, now }: { database: DirectoryDatabase; now: () => number }): Commands {
  return {
    apply: (sent) =>
      database.transaction().execute(async (transaction): Promise<CommandOutcome> => {
        const known = await readApplied(transaction, sent);
        if (known !== null) return known;
        const outcome = await perform(transaction, sent, now());
        if (outcome.status === 'applied') await keep(transaction, sent, { result: outcome.result, nowMs: now() });
        return outcome;
      }),
  };
}

async function readApplied(transaction: DirectoryDatabase, sent: SentCommand): Promise<CommandOutcome | null> {
  const row = await transaction
    .selectFrom('command')
    .selectAll()
    .where('commandId', '=', sent.commandId)
    .executeTakeFirst();
  if (row === undefined) return null;
  if (row.userId !== sent.userId || row.command !== JSON.stringify(sent.command)) {
    return { status: 'refused', code: 'command-taken' };
  }
  const result = JSON.parse(row.result) as CommandResult; // only `keep` writes it
  return { status: 'applied', result, change: null };
}

async function perform(
  transaction: DirectoryDatabase,
  { userId, command }: SentCommand,
  nowMs: number,
): Promise<CommandOutcome> {
  switch (command.kind) {
    case 'open-direct': {
      const opened = await openDirect(transaction, { me: userId, other: command.userId, nowMs });
      if (opened.status === 'not-found') return { status: 'refused', code: 'not-found' };
      const { conversationId, members, isNew } = opened;
      const change = isNew ? { conversationId, members } : null;
      return { status: 'applied', result: { kind: 'direct-opened', conversationId }, change };
    }
  }
}

async function keep(
  transaction: DirectoryDatabase,
  { commandId, userId, command }: SentCommand,
  { result, nowMs }: { result: CommandResult; nowMs: number },
): Promise<void> {
  await transaction
    .deleteFrom('command')
    .where('appliedAtMs', '<', nowMs - commandMemoryMs)
    .execute();
  const texts = { command: JSON.stringify(command), result: JSON.stringify(result) };
  await transaction
    .insertInto('command')
    .values({ commandId, userId, ...texts, appliedAtMs: nowMs })
    .execute();
}
