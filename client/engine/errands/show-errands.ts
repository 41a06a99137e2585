// What a person sees of their errands on this device: what the server told, with what it has not heard yet on top, and
// what it refused to take beside it. Pure.
import type { LaterMessage } from '../../../shared/conversation/events.ts';
import type { CommandId, ConversationId, EventId } from '../../../shared/ids.ts';
import { isErrandCommand, type ErrandCommand } from '../../../shared/protocol/commands.ts';
import type { Errands } from '../../../shared/protocol/errands.ts';
import type { AutoReply } from '../../../shared/rules/auto-reply.ts';
import type { FailedCommand, PendingCommand } from '../commands/kept-commands.ts';

export interface ShownScheduled {
  readonly messageId: EventId;
  readonly conversationId: ConversationId;
  /** In ms; at once where it is past. */
  readonly dueAt: number;
  readonly message: LaterMessage;
  /** `unheard`: the server does not know of it yet, or not of its last change; it goes from there alone. */
  readonly status: 'unheard' | 'waiting' | 'not-sent';
  /** Why it was not sent. */
  readonly reason: string | null;
  /** The server has refused to take it: it stands on this device alone. */
  readonly refused: CommandId | null;
}

export interface ShownErrands {
  readonly autoReply: AutoReply | null;
  /** The server has heard of it as it stands. */
  readonly isAutoReplyHeard: boolean;
  /** Those that go first come first. */
  readonly scheduled: readonly ShownScheduled[];
}

export function showErrands(
  { autoReply, scheduled }: Errands,
  pending: readonly PendingCommand[],
  failed: readonly FailedCommand[],
): ShownErrands {
  const told: ShownErrands = {
    autoReply,
    isAutoReplyHeard: true,
    scheduled: scheduled.map(({ notSent, ...one }) => {
      return { ...one, status: notSent === null ? 'waiting' : 'not-sent', reason: notSent, refused: null };
    }),
  };
  const commands = pending.flatMap(({ command }) => (isErrandCommand(command) ? [command] : []));
  const shown = commands.reduce(withCommand, told);
  const all = [...shown.scheduled, ...failed.flatMap(refusedOf)];
  return { ...shown, scheduled: all.sort((one, other) => one.dueAt - other.dueAt) };
}

function withCommand(shown: ShownErrands, command: ErrandCommand): ShownErrands {
  if (command.kind === 'set-auto-reply') return { ...shown, autoReply: command.autoReply, isAutoReplyHeard: false };
  const others = shown.scheduled.filter(({ messageId }) => messageId !== command.messageId);
  if (command.kind === 'cancel-scheduled') return { ...shown, scheduled: others };
  const before = shown.scheduled.find(({ messageId }) => messageId === command.messageId);
  const conversationId = command.kind === 'schedule-message' ? command.conversationId : before?.conversationId;
  if (conversationId === undefined) return shown; // it went meanwhile: the server will say so
  const { messageId, dueAt, message } = command;
  const unheard = { status: 'unheard', reason: null, refused: null } as const;
  return { ...shown, scheduled: [...others, { messageId, conversationId, dueAt, message, ...unheard }] };
}

function refusedOf({ commandId, command, code }: FailedCommand): ShownScheduled[] {
  if (command.kind !== 'schedule-message') return [];
  const { messageId, conversationId, dueAt, message } = command;
  return [{ messageId, conversationId, dueAt, message, status: 'not-sent', reason: code, refused: commandId }];
}
