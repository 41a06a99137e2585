// Commands on this device's disk: one key each, so that two tabs never overwrite each other's.
// Promises: what was kept is there after a kill, in the order in which it was given. Does not know when they are sent.
import * as v from 'valibot';
import { parseCommandId, type CommandId } from '../../../shared/ids.ts';
import { command, type Command } from '../../../shared/protocol/commands.ts';
import type { KeptStore } from '../disk/kept-store.ts';

export interface PendingCommand {
  readonly commandId: CommandId;
  readonly command: Command;
  /** Those of lower numbers go first. */
  readonly order: number;
}

export interface FailedCommand {
  readonly commandId: CommandId;
  readonly command: Command;
  readonly code: string;
}

type CommandStore = Pick<KeptStore, 'read' | 'write' | 'remove' | 'keys'>;

export interface Kept<T> {
  write(entry: T): void;
  remove(commandId: CommandId): void;
  readAll(): T[];
  /** Whether a key of the store is one of these. */
  holds(key: string): boolean;
}

const commandId = v.custom<CommandId>((value) => parseCommandId(value) !== null, 'not a command id');
const pendingCommand = v.object({ commandId, command, order: v.number() });
const failedCommand = v.object({ commandId, command, code: v.string() });

export function makeKeptPending(store: CommandStore, prefix: string): Kept<PendingCommand> {
  const kept = makeKept<PendingCommand>({ store, prefix, schema: pendingCommand });
  return { ...kept, readAll: () => kept.readAll().sort((one, other) => one.order - other.order) };
}

export function makeKeptFailed(store: CommandStore, prefix: string): Kept<FailedCommand> {
  return makeKept<FailedCommand>({ store, prefix, schema: failedCommand });
}

interface Keeping<T> {
  readonly store: CommandStore;
  readonly prefix: string;
  readonly schema: v.GenericSchema<unknown, T>;
}

function makeKept<T extends { readonly commandId: CommandId }>({ store, prefix, schema }: Keeping<T>): Kept<T> {
  const read = (key: string): T[] => {
    const parsed = v.safeParse(schema, store.read(key));
    return parsed.success ? [parsed.output] : []; // of a newer version, which knows how to send it
  };
  return {
    write: (entry) => store.write(`${prefix}${entry.commandId}`, entry),
    remove: (commandId) => store.remove(`${prefix}${commandId}`),
    readAll: () => store.keys(prefix).flatMap(read),
    holds: (key) => key.startsWith(prefix),
  };
}
