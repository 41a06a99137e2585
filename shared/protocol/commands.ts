// Commands: what only the server may decide. A device mints the id, keeps the command until it has an answer, and may
// send it many times: the server applies it once and answers the same each time.
// A new kind of command is one more member of both unions.
import * as v from 'valibot';
import { parseCommandId, parseConversationId, parseUserId } from '../ids.ts';
import type { CommandId, ConversationId, UserId } from '../ids.ts';

const commandId = v.custom<CommandId>((value) => parseCommandId(value) !== null, 'not a command id');
const userId = v.custom<UserId>((value) => parseUserId(value) !== null, 'not a user id');
const conversationId = v.custom<ConversationId>(
  (value) => parseConversationId(value) !== null,
  'not a conversation id',
);

export const command = v.variant('kind', [
  /** Begins the direct conversation with somebody; the same one whoever of the two begins it. */
  v.strictObject({ kind: v.literal('open-direct'), userId }),
]);

const result = v.variant('kind', [v.object({ kind: v.literal('direct-opened'), conversationId })]);

export const commandBody = v.strictObject({ commandId, command });
export const commandAnswer = v.object({ result });

export type Command = v.InferOutput<typeof command>;
export type CommandResult = v.InferOutput<typeof result>;
