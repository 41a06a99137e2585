// Who is there, told to those who look. In memory, but for what people say of themselves.
// Promises: a change costs what its watchers are, not what the workspace is; who has blocked somebody is never there for
// them; a link that breaks for a moment shows to nobody.
// Does not know: sockets' bytes, HTTP.
import type { DeviceId, UserId } from '../../shared/ids.ts';
import {
  hiddenPresence,
  presenceOf,
  type OwnStatus,
  type PersonPresence,
  type Sight,
} from '../../shared/protocol/presence.ts';
import type { LinkSignal } from '../../shared/protocol/signals.ts';
import { presenceLingerMs } from '../limits.ts';

/** A socket, as far as it is somebody's presence. */
export interface Watcher {
  readonly session: { readonly userId: UserId; readonly sessionId: DeviceId };
  signal(signal: LinkSignal): void;
}

export interface PresenceDirectory {
  /** What these people say of themselves, when they were last here, and in which time zone. */
  readStatuses(
    userIds: readonly UserId[],
  ): Promise<ReadonlyMap<UserId, Pick<Sight, 'status' | 'lastSeen' | 'timeZone'>>>;
  /** False where it is as it was. */
  setTimeZone(deviceId: DeviceId, timeZone: string): Promise<boolean>;
  /** Those of these who have blocked this person. */
  blockersAmong(userId: UserId, userIds: readonly UserId[]): Promise<ReadonlySet<UserId>>;
}

export interface PresenceOptions {
  readonly directory: PresenceDirectory;
  readonly now: () => number;
  /** Runs it after so many ms, unless it is taken back by what comes back. */
  readonly schedule: (delayMs: number, run: () => void) => () => void;
  readonly onTrouble: (what: string, error: unknown) => void;
}

/** A timer cannot wait longer: it looks again. */
const maxTimerMs = 2 ** 31 - 2;

interface Watching {
  readonly userIds: ReadonlySet<UserId>;
  readonly hidden: ReadonlySet<UserId>;
}

export class Presence {
  readonly #options: PresenceOptions;
  /** By person, each linked socket with whether somebody sits before it. */
  readonly #linked = new Map<UserId, Map<Watcher, boolean>>();
  /** Those that nobody looks at now, and those whose socket is closed and who are shown for a moment longer. */
  readonly #unseen = new WeakSet<Watcher>();
  readonly #watching = new Map<Watcher, Watching>();
  readonly #watchers = new Map<UserId, Set<Watcher>>();
  /** Of those who were looked at, when what they say of themselves says nothing any more. */
  readonly #ends = new Map<UserId, { readonly until: number; readonly cancel: () => void }>();

  constructor(options: PresenceOptions) {
    this.#options = options;
  }

  arrived(watcher: Watcher): void {
    const { userId } = watcher.session;
    const own = this.#linked.get(userId);
    if (own === undefined) this.#linked.set(userId, new Map([[watcher, true]]));
    else own.set(watcher, true);
    this.changed(userId);
  }

  left(watcher: Watcher): void {
    this.#unwatch(watcher);
    this.#unseen.add(watcher);
    const { userId } = watcher.session;
    this.#options.schedule(presenceLingerMs, () => {
      const own = this.#linked.get(userId);
      own?.delete(watcher);
      if (own?.size === 0) this.#linked.delete(userId);
      this.changed(userId);
    });
  }

  setActive(watcher: Watcher, isActive: boolean): void {
    const { userId } = watcher.session;
    const own = this.#linked.get(userId);
    if (own === undefined || own.get(watcher) === isActive) return;
    own.set(watcher, isActive);
    this.changed(userId);
  }

  /** Nobody is told of it: what is shown of somebody goes by whether they are there, not by what they look at. */
  setAttention(watcher: Watcher, isHere: boolean): void {
    if (isHere) this.#unseen.delete(watcher);
    else this.#unseen.add(watcher);
  }

  /** Whether they look at one of their devices: not at one that was just closed, which tells them nothing more. */
  isLooking(userId: UserId): boolean {
    const own = [...(this.#linked.get(userId) ?? [])];
    return own.some(([watcher, isActive]) => isActive && !this.#unseen.has(watcher));
  }

  /** It says where it is. */
  setTimeZone({ session: { userId, sessionId } }: Watcher, timeZone: string): void {
    this.#options.directory
      .setTimeZone(sessionId, timeZone)
      .then((isNew) => (isNew ? this.changed(userId) : undefined))
      .catch((error: unknown) => this.#options.onTrouble('a time zone could not be noted', error));
  }

  /** Instead of whom it watched before. It is told at once how they are. */
  watch(watcher: Watcher, userIds: readonly UserId[]): void {
    this.#look(watcher, new Set(userIds)).catch((error: unknown) =>
      this.#options.onTrouble('presence could not be looked up', error),
    );
  }

  /** Blocks of or by this person changed: their sockets are told of those whom they see otherwise now, and of nobody else. */
  lookAgain(userId: UserId): void {
    for (const watcher of this.#linked.get(userId)?.keys() ?? []) {
      this.#lookAgain(watcher).catch((error: unknown) =>
        this.#options.onTrouble('presence could not be looked up', error),
      );
    }
  }

  /** Something of this person's presence is another. */
  changed(userId: UserId): void {
    const watchers = this.#watchers.get(userId);
    if (watchers === undefined) return;
    this.#read([userId])
      .then(([presence]) => {
        for (const watcher of watchers) {
          const isHidden = this.#watching.get(watcher)?.hidden.has(userId) ?? true;
          if (presence !== undefined && !isHidden) watcher.signal({ kind: 'presence', people: [presence] });
        }
        return null;
      })
      .catch((error: unknown) => this.#options.onTrouble('presence could not be looked up', error));
  }

  close(): void {
    for (const { cancel } of this.#ends.values()) cancel();
    this.#ends.clear();
  }

  async #look(watcher: Watcher, userIds: ReadonlySet<UserId>): Promise<void> {
    const hidden = await this.#options.directory.blockersAmong(watcher.session.userId, [...userIds]);
    if (this.#linked.get(watcher.session.userId)?.has(watcher) !== true) return; // gone meanwhile
    this.#unwatch(watcher);
    this.#watching.set(watcher, { userIds, hidden });
    for (const userId of userIds) {
      const watchers = this.#watchers.get(userId);
      if (watchers === undefined) this.#watchers.set(userId, new Set([watcher]));
      else watchers.add(watcher);
    }
    const seen = await this.#read([...userIds].filter((userId) => !hidden.has(userId)));
    watcher.signal({ kind: 'presence', people: [...seen, ...[...hidden].map(hiddenPresence)] });
  }

  async #lookAgain(watcher: Watcher): Promise<void> {
    const userIds = [...(this.#watching.get(watcher)?.userIds ?? [])];
    const hidden = await this.#options.directory.blockersAmong(watcher.session.userId, userIds);
    const watching = this.#watching.get(watcher);
    if (watching === undefined) return; // gone meanwhile
    const isOther = (userId: UserId) =>
      watching.userIds.has(userId) && hidden.has(userId) !== watching.hidden.has(userId);
    const others = userIds.filter(isOther);
    if (others.length === 0) return;
    this.#watching.set(watcher, { ...watching, hidden });
    const seen = await this.#read(others.filter((userId) => !hidden.has(userId)));
    const gone = others.filter((userId) => hidden.has(userId));
    watcher.signal({ kind: 'presence', people: [...seen, ...gone.map(hiddenPresence)] });
  }

  #unwatch(watcher: Watcher): void {
    for (const userId of this.#watching.get(watcher)?.userIds ?? []) {
      const watchers = this.#watchers.get(userId);
      watchers?.delete(watcher);
      if (watchers?.size === 0) this.#watchers.delete(userId);
    }
    this.#watching.delete(watcher);
  }

  async #read(userIds: readonly UserId[]): Promise<PersonPresence[]> {
    const { directory, now } = this.#options;
    const known = await directory.readStatuses(userIds);
    return userIds.flatMap((userId) => {
      const found = known.get(userId);
      if (found === undefined) return hiddenPresence(userId); // nobody
      this.#watchEnd(userId, found.status);
      const sockets = [...(this.#linked.get(userId)?.values() ?? [])];
      const active = sockets.filter(Boolean).length;
      return presenceOf(userId, { linked: sockets.length, active, ...found, nowMs: now() });
    });
  }

  /** From `until` on they are to be shown otherwise. Looking sets the timer: it is there after a restart, too. */
  #watchEnd(userId: UserId, { until }: OwnStatus): void {
    const known = this.#ends.get(userId);
    if (known !== undefined && known.until === until) return;
    known?.cancel();
    this.#ends.delete(userId);
    const { now, schedule } = this.#options;
    if (until === null || until <= now()) return;
    const cancel = schedule(Math.min(until - now() + 1, maxTimerMs), () => {
      this.#ends.delete(userId);
      this.changed(userId);
    });
    this.#ends.set(userId, { until, cancel });
  }
}
