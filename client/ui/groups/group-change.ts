// Which commands change a group that is there already. Pure.
import type { Command } from '../../../shared/protocol/commands.ts';
import type { ConversationId } from '../../../shared/ids.ts';

export type GroupChange = Exclude<Extract<Command, { readonly conversationId: unknown }>, { kind: 'create-group' }>;

/** Null for a command that changes no group, or another one. */
export function changeOf(command: Command, conversationId: ConversationId): GroupChange | null {
  if (!('conversationId' in command) || command.kind === 'create-group') return null;
  return command.conversationId === conversationId ? command : null;
}
