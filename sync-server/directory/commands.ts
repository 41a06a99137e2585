// Commands, applied once each: the command and its result are one transaction.
// Promises: sent again, also at the same time, a command changes nothing and has the same result; an id that stands for
// another command, or for somebody else's, is refused. A refused command leaves no trace and is judged anew.
// Does not know: devices, sockets. Who must hear of a change comes back with the outcome.
import type { CommandId, UserId } from '../../shared/ids.ts';
import type { WorkspaceSettings } from './workspace-settings.ts';
import { isContactCommand, isErrandCommand, type Command, type CommandResult } from '../../shared/protocol/commands.ts';
import { commandMemoryMs } from '../limits.ts';
import { openDirect } from './conversations.ts';
import { areContacts, changeContacts, type ContactRefusal } from './contacts.ts';
import type { DirectoryDatabase } from './database.ts';
import { changeErrands, type ErrandRefusal } from './errands.ts';
import { isActive } from './people.ts';
import { setReceipts, type Receipts } from './receipts.ts';
import { hashText } from './tokens.ts';
import { changeGroup, type GroupChange, type GroupContext, type GroupRefusal } from './groups.ts';

export interface SentCommand {
  readonly commandId: CommandId;
  readonly userId: UserId;
  readonly command: Command;
}

export type CommandOutcome =
  | { readonly status: 'applied'; readonly result: CommandResult; readonly change: GroupChange | null }
  | { readonly status: 'refused'; readonly code: RefusedCommand };

type RefusedCommand = 'command-taken' | 'contact-needed' | ContactRefusal | GroupRefusal | ErrandRefusal;

export interface Commands {
  apply(sent: SentCommand): Promise<CommandOutcome>;
}

export interface CommandsParts {
  readonly database: DirectoryDatabase;
  readonly now: () => number;
  readonly log: Pick<GroupContext, 'nextChapter' | 'logPosition'>;
  readonly settings: Pick<WorkspaceSettings, 'whoMayWrite'>;
  readonly receipts: Pick<Receipts, 'reread'>;
}

export function makeCommands({ database, now, log, settings, receipts }: CommandsParts): Commands {
  return {
    async apply(sent) {
      const outcome = await database.transaction().execute(async (transaction): Promise<CommandOutcome> => {
        const known = await readApplied(transaction, sent);
        if (known !== null) return known;
        // Suspended or gone since their session was looked at: what they may not do any more looks like nothing.
        if (!(await isActive(transaction, sent.userId))) return { status: 'refused', code: 'not-found' };
        const outcome = await perform(sent, { transaction, me: sent.userId, nowMs: now(), ...log, settings });
        if (outcome.status === 'applied') await keep(transaction, sent, { result: outcome.result, nowMs: now() });
        return outcome;
      });
      if (sent.command.kind === 'set-receipts') await receipts.reread(sent.userId);
      return outcome;
    },
  };
}

async function readApplied(transaction: DirectoryDatabase, sent: SentCommand): Promise<CommandOutcome | null> {
  const row = await transaction
    .selectFrom('command')
    .selectAll()
    .where('commandId', '=', sent.commandId)
    .executeTakeFirst();
  if (row === undefined) return null;
  if (row.userId !== sent.userId || row.command !== markOf(sent.command)) {
    return { status: 'refused', code: 'command-taken' };
  }
  const result = JSON.parse(row.result) as CommandResult; // only `keep` writes it
  return { status: 'applied', result, change: null };
}

async function perform({ command }: SentCommand, context: GroupContext): Promise<CommandOutcome> {
  if (command.kind === 'open-direct') return beginDirect(context, command.userId);
  if (command.kind === 'set-receipts') {
    await setReceipts(context.transaction, context.me, command.areOn);
    return { status: 'applied', result: { kind: 'receipts-changed', areOn: command.areOn }, change: null };
  }
  if (isErrandCommand(command)) {
    const code = await changeErrands(context, command);
    if (code !== null) return { status: 'refused', code };
    return { status: 'applied', result: { kind: 'errands-changed' }, change: null };
  }
  if (isContactCommand(command)) {
    const outcome = await changeContacts(context, command);
    if (outcome.status === 'refused') return outcome;
    return { status: 'applied', result: { kind: 'contact-changed', userId: command.userId }, change: outcome.change };
  }
  const outcome = await changeGroup(context, command);
  if (outcome.status === 'refused') return outcome;
  const { conversationId, change, leftOut } = outcome;
  const result = { kind: 'group-changed', conversationId } as const;
  return { status: 'applied', result: leftOut === undefined ? result : { ...result, leftOut: [...leftOut] }, change };
}

async function beginDirect({ transaction, me, nowMs, settings }: GroupContext, other: UserId): Promise<CommandOutcome> {
  const mayBegin = settings.whoMayWrite === 'anyone' || me === other || (await areContacts(transaction, me, other));
  if (!mayBegin) return { status: 'refused', code: 'contact-needed' };
  const opened = await openDirect(transaction, { me, other, nowMs });
  if (opened.status === 'not-found') return { status: 'refused', code: 'not-found' };
  const { conversationId, members, isNew } = opened;
  // Who is in it now is asked when it is opened.
  const change = isNew ? { conversationId, members, affected: members, fromChapter: null } : null;
  return { status: 'applied', result: { kind: 'direct-opened', conversationId }, change };
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
  const texts = { command: markOf(command), result: JSON.stringify(result) };
  await transaction
    .insertInto('command')
    .values({ commandId, userId, ...texts, appliedAtMs: nowMs })
    .execute();
}

/**
 * What a command is known by when it comes again. Of what the server is to write for somebody nothing is in it: a few
 * words can be guessed from their hash, long after they were deleted.
 */
function markOf(command: Command): string {
  const isSaid = (key: string) => isErrandCommand(command) && (key === 'text' || key === 'mentions');
  return hashText(JSON.stringify(command, (key, value: unknown) => (isSaid(key) ? undefined : value)));
}
