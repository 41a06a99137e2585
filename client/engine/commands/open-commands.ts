// The queue of commands: what only the server may decide, sent in order until it has answered.
// Promises: a command given is on this device's disk; it is applied once although answers are lost, and it survives a kill.
// A refusal ends it and is kept until a person has seen it. Does not know what a command means to the screens.
import type { Command } from '../../../shared/protocol/commands.ts';
import { idBytes, mintCommandId, type CommandId } from '../../../shared/ids.ts';
import type { Api } from '../api/api.ts';
import type { FailureCode } from '../api/request.ts';
import type { Readable } from '../messenger.ts';
import type { Platform } from '../platform.ts';
import { makeWritable } from '../writable.ts';
import { decideAfterAnswer, pauseMs } from './after-answer.ts';
import { makeKeptFailed, makeKeptPending, type FailedCommand, type PendingCommand } from './kept-commands.ts';

export interface Commands {
  /** In the order in which they go. */
  readonly pending: Readable<readonly PendingCommand[]>;
  readonly failed: Readable<readonly FailedCommand[]>;
  submit(command: Command): void;
  /** Sends all that is pending. Settles when it is sent, or when one of them has to wait. */
  flush(): Promise<void>;
  /** A person has seen that it failed. */
  dismiss(commandId: CommandId): void;
  close(): void;
}

export interface CommandsOptions {
  readonly platform: Pick<Platform, 'store' | 'schedule' | 'randomBytes' | 'onStoredElsewhere'>;
  readonly api: Pick<Api, 'sendCommand'>;
  /** Under which they are kept; those of one person in all tabs are the same. */
  readonly storePrefix: string;
  readonly onFailure: (code: FailureCode) => void;
}

export function openCommands({ platform, api, storePrefix, onFailure }: CommandsOptions): Commands {
  const keptPending = makeKeptPending(platform.store, `${storePrefix}/pending/`);
  const keptFailed = makeKeptFailed(platform.store, `${storePrefix}/failed/`);
  const pending = makeWritable<readonly PendingCommand[]>(keptPending.readAll());
  const failed = makeWritable<readonly FailedCommand[]>(keptFailed.readAll());
  /** Of a device that keeps nothing: in memory until the page goes. */
  const unkept = new Map<CommandId, PendingCommand>();
  let sending: Promise<void> | null = null;
  let failures = 0;
  let isClosed = false;
  let cancelPause: () => void = () => undefined;

  const reread = () => {
    failed.set(keptFailed.readAll()); // first: whoever hears that one is no longer pending asks whether it failed
    pending.set([...keptPending.readAll(), ...unkept.values()]);
  };
  const settle = ({ commandId }: PendingCommand) => {
    unkept.delete(commandId);
    keptPending.remove(commandId);
    reread();
  };
  /** True when the next one may go. */
  const send = async (entry: PendingCommand): Promise<boolean> => {
    const { commandId, command } = entry;
    const answer = await api.sendCommand({ commandId, command });
    if (isClosed) return false;
    const next = decideAfterAnswer(answer);
    if (answer.status === 'failed') onFailure(answer.code);
    if (next === 'later') return false;
    // First, so that a kill in between makes it asked again and never forgotten.
    if (answer.status === 'failed') keptFailed.write({ commandId, command, code: answer.code });
    settle(entry);
    return true;
  };
  const sendAll = async () => {
    for (let next = pending.get()[0]; next !== undefined; next = pending.get()[0]) {
      if (isClosed) return;
      if (!(await send(next))) return rest();
      failures = 0;
    }
  };
  const rest = () => {
    if (isClosed) return;
    const chance = (platform.randomBytes(1)[0] ?? 0) / 256;
    cancelPause = platform.schedule(pauseMs(failures++, chance), () => void flush());
  };
  const flush = () => {
    cancelPause();
    sending ??= sendAll().finally(() => (sending = null));
    return sending;
  };
  const stopListening = platform.onStoredElsewhere((key) => {
    if (keptPending.holds(key) || keptFailed.holds(key)) reread();
  });
  return {
    pending,
    failed,
    submit(command) {
      const commandId = mintCommandId(platform.randomBytes(idBytes));
      const entry = { commandId, command, order: (pending.get().at(-1)?.order ?? 0) + 1 };
      if (!keptPending.write(entry)) unkept.set(commandId, entry);
      reread();
      void flush();
    },
    flush,
    dismiss(commandId) {
      keptFailed.remove(commandId);
      reread();
    },
    close() {
      isClosed = true;
      cancelPause();
      stopListening();
    },
  };
}
