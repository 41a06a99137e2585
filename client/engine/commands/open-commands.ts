// The queue of commands: what only the server may decide, sent in order until it has answered.
// Promises: a command given goes to this device's disk, and from there on survives a kill; it is applied once although
// answers are lost.
// A refusal ends it and is kept until a person has seen it. Does not know what a command means to the screens.
import type { Command, CommandResult } from '../../../shared/protocol/commands.ts';
import type { Errands } from '../../../shared/protocol/errands.ts';
import { idBytes, mintCommandId, type CommandId, type ConversationId, type UserId } from '../../../shared/ids.ts';
import type { Api } from '../api/api.ts';
import type { FailureCode } from '../api/request.ts';
import type { KeptStore } from '../disk/kept-store.ts';
import type { Readable } from '../messenger.ts';
import type { Platform } from '../platform.ts';
import { makeRepeater } from '../repeater.ts';
import { makeWritable } from '../writable.ts';
import { decideAfterAnswer, pauseMs } from './after-answer.ts';
import { makeKeptFailed, makeKeptPending, type FailedCommand, type PendingCommand } from './kept-commands.ts';

export interface Commands {
  /** In the order in which they go. */
  readonly pending: Readable<readonly PendingCommand[]>;
  readonly failed: Readable<readonly FailedCommand[]>;
  /** Who was not taken into a group, since this window opened and until a person has seen it. */
  readonly leftOut: Readable<readonly LeftOut[]>;
  /** Calls back with what the server says of this person's errands after a command about them. */
  onErrands(listener: (errands: Errands) => void): () => void;
  submit(command: Command): void;
  /** Sends all that is pending. Settles when it is sent, or when one of them has to wait. */
  flush(): Promise<void>;
  /** A person has seen that it failed, or whom it left out. */
  dismiss(commandId: CommandId): void;
  close(): void;
}

/** Of one command, the people whom the server did not take into this group. */
export interface LeftOut {
  readonly commandId: CommandId;
  readonly conversationId: ConversationId;
  readonly userIds: readonly UserId[];
}

export interface CommandsOptions {
  readonly platform: Pick<Platform, 'schedule' | 'randomBytes'>;
  readonly api: Pick<Api, 'sendCommand'>;
  readonly kept: KeptStore;
  readonly onFailure: (code: FailureCode) => void;
}

/** What another tab was given it sends itself; one that was killed meanwhile leaves it to the others. */
const helpAfterMs = 10_000;

export function openCommands({ platform, api, kept, onFailure }: CommandsOptions): Commands {
  const keptPending = makeKeptPending(kept, 'commands/pending/');
  const keptFailed = makeKeptFailed(kept, 'commands/failed/');
  const pending = makeWritable<readonly PendingCommand[]>(keptPending.readAll());
  const failed = makeWritable<readonly FailedCommand[]>(keptFailed.readAll());
  const leftOut = makeWritable<readonly LeftOut[]>([]);
  const listeners = new Set<(errands: Errands) => void>();
  const tellErrands = (errands: Errands) => listeners.forEach((listener) => listener(errands));
  let failures = 0;
  let isClosed = false;
  let cancelPause: () => void = () => undefined;
  let cancelHelp: () => void = () => undefined;

  const reread = () => {
    failed.set(keptFailed.readAll()); // first: whoever hears that one is no longer pending asks whether it failed
    pending.set(keptPending.readAll());
  };
  const settle = ({ commandId }: PendingCommand) => {
    keptPending.remove(commandId);
    reread();
  };
  const noteLeftOut = (commandId: CommandId, result: CommandResult) => {
    if (result.kind !== 'group-changed' || result.leftOut === undefined) return;
    leftOut.set([...leftOut.get(), { commandId, conversationId: result.conversationId, userIds: result.leftOut }]);
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
    else noteLeftOut(commandId, answer.value.result);
    // First: it holds what the command did, which shows as pending until then.
    if (answer.status === 'ok' && answer.value.errands !== undefined) tellErrands(answer.value.errands);
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
  const flush = makeRepeater(() => {
    cancelPause();
    return sendAll();
  });
  const stopListening = kept.onChangedElsewhere((key) => {
    if (!keptPending.holds(key) && !keptFailed.holds(key)) return;
    reread();
    cancelHelp();
    if (pending.get().length > 0) cancelHelp = platform.schedule(helpAfterMs, () => void flush());
  });
  return {
    pending,
    failed,
    leftOut,
    onErrands(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    submit(command) {
      const commandId = mintCommandId(platform.randomBytes(idBytes));
      keptPending.write({ commandId, command, order: (pending.get().at(-1)?.order ?? 0) + 1 });
      reread();
      void flush();
    },
    flush,
    dismiss(commandId) {
      keptFailed.remove(commandId);
      leftOut.set(leftOut.get().filter((one) => one.commandId !== commandId));
      reread();
    },
    close() {
      isClosed = true;
      cancelPause();
      cancelHelp();
      stopListening();
    },
  };
}
