// Which commands change a group that is there already. Pure.
import { isErrandCommand, type Command, type ErrandCommand } from '../../../shared/protocol/commands.ts';
import type { ConversationId } from '../../../shared/ids.ts';

export type GroupChange = Exclude<
  Extract<Command, { readonly conversationId: unknown }>,
  ErrandCommand | { kind: 'create-group' }
>;

/** Null for a command that changes no group, or another one. */
export function changeOf(command: Command, conversationId: ConversationId): GroupChange | null {
  if (!('conversationId' in command) || command.kind === 'create-group' || isErrandCommand(command)) {
    return null;
  }
  return command.conversationId === conversationId ? command : null;
}
