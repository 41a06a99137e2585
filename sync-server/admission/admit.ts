// Admission: may this person add exactly these entries? Pure: decides from values and changes none. Step 5.
// An update is taken whole or not at all, and only what is new in it is judged: a device that syncs again
// repeats what others wrote and erased, and must never be refused for it.
import type { Brand } from '../../shared/base/brand.ts';
import { maxAheadMs } from '../../shared/clock.ts';
import type { Attachment } from '../../shared/conversation/attachments.ts';
import { isBeyondCap, takesMessages, type ChapterLimits } from '../../shared/conversation/chapters.ts';
import {
  parseUserEvent,
  subjectOf,
  targetOf,
  subjectKey,
  type ActionEvent,
  type MessageEvent,
  type SubjectKey,
  type UserEvent,
} from '../../shared/conversation/events.ts';
import { logRoot, parseLogRoot } from '../../shared/conversation/log.ts';
import type { ClientId, EventId, UserId } from '../../shared/ids.ts';
import type { Refusal, RefusalCode } from '../../shared/protocol/refusal.ts';
import { judgeMentions } from '../../shared/rules/mentions.ts';
import { mostOf } from '../../shared/rules/message-actions.ts';
import { maxNewEntries } from '../limits.ts';
import { ClockRanges } from './clock-ranges.ts';
import type { ChapterState, EntryRow } from './chapter-state.ts';
import type { PersonalNews } from './admit-personal.ts';
import type { ParsedUpdate, Run } from './read-update.ts';
import type { Range } from './update-parts.ts';

/** Consecutive new entries of one log. `bytes` holds their encoded values; null where they are erased already. */
export interface FreshRun {
  readonly client: ClientId;
  readonly root: string;
  readonly clock: number;
  readonly length: number;
  readonly bytes: Uint8Array | null;
}

/** Exactly what an update adds, and nothing that was known before. */
export interface Fresh {
  readonly runs: readonly FreshRun[];
  readonly rows: readonly EntryRow[];
  readonly erased: readonly Range[];
  /** In place of runs and rows, where the document is a personal one. */
  readonly personal?: PersonalNews;
}

/** Only `admit`, `admitPersonal` and the server's own writers mint it: what was not admitted cannot be logged. */
export type AdmittedUpdate = Brand<Fresh, 'AdmittedUpdate'>;

export type Verdict =
  | { readonly status: 'admitted'; readonly update: AdmittedUpdate }
  | { readonly status: 'known' }
  | { readonly status: 'refused'; readonly refusal: Refusal };

export interface Writer {
  readonly userId: UserId;
  readonly mayWrite: boolean;
  /** Whether they may delete what others wrote, and mention everyone. */
  readonly mayModerate: boolean;
  readonly mayPin: boolean;
  /** Never a person's: the client id of the server's own log. */
  readonly serverClient: ClientId;
  /**
   * True for the answer to the server's sync step 1, which holds all that a device has. Where the server has lost
   * some of it, other people's entries among them are passed over: only they themselves may put them back.
   */
  readonly isSync: boolean;
  readonly nowMs: number;
  readonly limits: ChapterLimits;
  /** Whether they may send these files in a message; null when they may. */
  readonly judgeFiles: (attachments: readonly Attachment[]) => RefusalCode | null;
}

/** Judges one update against what is known of its chapter. Costs as much as the update is long. */
export function admit(state: ChapterState, update: ParsedUpdate, writer: Writer): Verdict {
  if (update.hasGap) return refuse('incomplete');
  const judgement = new Judgement(state, writer);
  for (const { client, runs } of update.blocks) {
    for (const run of runs) {
      const refusal = judgement.takeRun(client, run, update.bytes);
      if (refusal !== null) return { status: 'refused', refusal };
    }
  }
  const refusal = judgement.takeErased(update.erased);
  if (refusal !== null) return { status: 'refused', refusal };
  const fresh = judgement.fresh();
  if (fresh.rows.length === 0 && fresh.erased.length === 0) return { status: 'known' };
  return writer.mayWrite ? { status: 'admitted', update: fresh as AdmittedUpdate } : refuse('read-only');
}

/** What one update has added so far, on top of what the chapter knew before. */
class Judgement {
  readonly #state: ChapterState;
  readonly #writer: Writer;
  readonly #runs: FreshRun[] = [];
  readonly #rows: EntryRow[] = [];
  readonly #erased: Range[] = [];
  readonly #next = new Map<ClientId, number>();
  readonly #subjects = new Map<string, SubjectKey | null>();
  readonly #cameErased = new Map<ClientId, ClockRanges>();
  readonly #foreign = new Set<ClientId>();
  readonly #ids = new Set<EventId>();
  readonly #messages = new Map<SubjectKey, number>();
  readonly #deleted = new Set<SubjectKey>();
  readonly #counts = new Map<string, number>();
  readonly #lastAt = new Map<ClientId, number>();

  constructor(state: ChapterState, writer: Writer) {
    this.#state = state;
    this.#writer = writer;
  }

  fresh(): Fresh {
    return { runs: this.#runs, rows: this.#rows, erased: this.#erased };
  }

  takeRun(client: ClientId, run: Run, bytes: Uint8Array): Refusal | null {
    const next = this.#nextClock(client);
    const end = run.clock + run.length;
    if (end <= next) return null; // known, whoever wrote it
    if (this.#writer.isSync && this.#isForeign(client, run)) return null;
    const misplaced = this.#judgePlace(client, run, next);
    if (misplaced !== null) return at(misplaced, client, next);
    if (this.#rows.length + (end - next) > maxNewEntries) return at('too-large', client, next);
    for (let clock = next; clock < end; clock++) {
      const code = run.values === null ? this.#takeErasedEntry(client, clock) : this.#takeEntry(client, clock, run);
      if (code !== null) return at(code, client, clock);
    }
    this.#next.set(client, end);
    this.#addRuns(client, { clock: next, length: end - next }, { run, bytes });
    return null;
  }

  /** As one run, unless something in it is about a message that is deleted: that is taken without its content. */
  #addRuns(client: ClientId, fresh: Stretch, { run, bytes }: { run: Run; bytes: Uint8Array }): void {
    const root = logRoot(this.#writer.userId, client);
    const erased = this.#cameErased.get(client) ?? new ClockRanges();
    for (const { clock, length, isGap } of withGaps(fresh, erased.missingFrom(fresh.clock, fresh.length))) {
      const from = clock - run.clock;
      const content = isGap ? null : bytes.subarray(run.bounds[from], run.bounds[from + length]);
      this.#runs.push({ client, root, clock, length, bytes: content });
    }
  }

  /** Whether these entries are somebody else's: of a log that is known, or that opens by another's name. */
  #isForeign(client: ClientId, run: Run): boolean {
    const owner = this.#state.logs.get(client)?.author ?? parseLogRoot(run.root ?? '')?.author;
    const isForeign = this.#foreign.has(client) || (owner !== undefined && owner !== this.#writer.userId);
    if (isForeign) this.#foreign.add(client);
    return isForeign;
  }

  #judgePlace(client: ClientId, run: Run, next: number): RefusalCode | null {
    const { userId, serverClient } = this.#writer;
    const owner = this.#state.logs.get(client)?.author;
    if (client === serverClient || (owner !== undefined && owner !== userId)) return 'client-taken';
    if (run.clock > next) return 'incomplete';
    if (run.clock === 0) return run.root === logRoot(userId, client) ? null : 'wrong-log';
    return run.origin === run.clock - 1 ? null : 'broken-chain';
  }

  #takeEntry(client: ClientId, clock: number, run: Run): RefusalCode | null {
    const event = parseUserEvent(run.values?.[clock - run.clock]);
    if (event === null) return 'bad-event';
    const code = this.#judgeEvent(client, event);
    if (code !== null) return code;
    this.#note(client, clock, event);
    return null;
  }

  #note(client: ClientId, clock: number, event: UserEvent): void {
    const { userId } = this.#writer;
    this.#ids.add(event.id);
    this.#lastAt.set(client, event.at);
    const subject = subjectOf(userId, event);
    if (subject !== null && this.#isDeleted(subject)) return this.#takeWithoutContent(client, clock);
    const target = targetOf(userId, event);
    if (event.kind === 'message') this.#messages.set(subjectKey(userId, event.id), event.at);
    if (event.kind === 'delete' && target !== null) this.#deleted.add(target);
    if (target !== null) this.#counts.set(`${event.kind} ${target}`, this.#countOf(event, target) + 1);
    this.#subjects.set(`${client}:${clock}`, subject);
    this.#rows.push({ author: userId, client, clock, event });
  }

  #takeWithoutContent(client: ClientId, clock: number): void {
    const erased = this.#cameErased.get(client) ?? new ClockRanges();
    erased.add(clock, 1);
    this.#cameErased.set(client, erased);
    this.#rows.push({ author: this.#writer.userId, client, clock, event: null });
  }

  #judgeEvent(client: ClientId, event: UserEvent): RefusalCode | null {
    const { userId, nowMs } = this.#writer;
    const room = this.#judgeRoom(event);
    if (room !== null) return room;
    const lastAt = this.#lastAt.get(client) ?? this.#state.logs.get(client)?.lastAt ?? 0;
    if (this.#state.hasId(userId, event.id) || this.#ids.has(event.id)) return 'duplicate-id';
    if (event.at <= lastAt) return 'clock-backwards';
    // The place of a deleted message is kept as well: one far ahead would stand last for ever.
    const latest = event.kind === 'delete' ? Math.max(event.at, event.targetAt) : event.at;
    if (latest > nowMs + maxAheadMs) return 'clock-ahead';
    return (
      this.#judgeMentions(event) ?? (event.kind === 'message' ? this.#judgeFiles(event) : this.#judgeAction(event))
    );
  }

  /** Of a message that is deleted already nothing is taken. */
  #judgeFiles({ id, attachments }: MessageEvent): RefusalCode | null {
    if (attachments === undefined || this.#isDeleted(subjectKey(this.#writer.userId, id))) return null;
    return this.#writer.judgeFiles(attachments);
  }

  #judgeMentions(event: UserEvent): RefusalCode | null {
    if (!('mentions' in event)) return null;
    const problem = judgeMentions(event.text, event.mentions, this.#writer.mayModerate);
    return problem === null || problem === 'not-allowed' ? problem : 'bad-event';
  }

  /** Whether this person may do this to that message, and once more. */
  #judgeAction(event: ActionEvent): RefusalCode | null {
    const { userId, mayModerate, mayPin } = this.#writer;
    const target = targetOf(userId, event);
    if (target === null) return 'bad-event';
    if (event.kind === 'delete' && target !== subjectKey(userId, event.target)) {
      if (!mayModerate) return 'not-allowed';
      // Where it stood is known: nobody moves what another wrote, nor deletes what is not here.
      if (this.#atOf(target) !== event.targetAt) return 'unknown-target';
    }
    if (event.kind === 'pin' && !mayPin) return 'not-allowed';
    const most = mostOf(event.kind);
    return most !== null && this.#countOf(event, target) >= most ? 'too-many' : null;
  }

  #countOf({ kind }: ActionEvent | UserEvent, target: SubjectKey): number {
    return this.#state.countOf(this.#writer.userId, kind, target) + (this.#counts.get(`${kind} ${target}`) ?? 0);
  }

  #atOf(message: SubjectKey): number | null {
    return this.#messages.get(message) ?? this.#state.atOf(message);
  }

  #isDeleted(message: SubjectKey): boolean {
    return this.#deleted.has(message) || this.#state.isDeleted(message);
  }

  /** Whether the chapter still takes it. What belongs to a message goes where the message is. */
  #judgeRoom(event: UserEvent): RefusalCode | null {
    const { closedAt, size } = this.#state;
    const { userId, nowMs, limits } = this.#writer;
    if (closedAt === null) return null;
    const target = targetOf(userId, event);
    const isHere = target !== null && this.#atOf(target) !== null;
    if (!isHere && !takesMessages(closedAt, nowMs)) return 'chapter-closed';
    if (!isBeyondCap(size, limits)) return null;
    const isDeleted = event.kind !== 'delete' || target === null || this.#isDeleted(target);
    return isHere && !isDeleted ? null : event.kind === 'message' ? 'chapter-closed' : 'chapter-full';
  }

  /** An entry whose content was erased before it ever left its device: nobody read it, so nothing needs saying. */
  #takeErasedEntry(client: ClientId, clock: number): RefusalCode | null {
    if (!takesMessages(this.#state.closedAt, this.#writer.nowMs)) return 'chapter-closed';
    if (this.#state.closedAt !== null && isBeyondCap(this.#state.size, this.#writer.limits)) return 'chapter-full';
    this.#takeWithoutContent(client, clock);
    return null;
  }

  takeErased(ranges: readonly Range[]): Refusal | null {
    for (const { client, clock, length } of ranges) {
      if (this.#writer.isSync && this.#isErasedElsewhere(client)) continue;
      if (clock + length > this.#nextClock(client)) return at('incomplete', client, clock);
      for (const fresh of this.#notErasedOf({ client, clock, length })) {
        for (let place = fresh.clock; place < fresh.clock + fresh.length; place++) {
          const code = this.#judgeErasure(client, place);
          if (code !== null) return at(code, client, place);
        }
        this.#erased.push(fresh);
      }
    }
    return null;
  }

  /** What of a range is neither erased already nor came erased with this update. */
  *#notErasedOf({ client, clock, length }: Range): Generator<Range> {
    const known = this.#state.logs.get(client)?.erased ?? new ClockRanges();
    const came = this.#cameErased.get(client) ?? new ClockRanges();
    for (const unknown of known.missingFrom(clock, length)) {
      for (const fresh of came.missingFrom(unknown.clock, unknown.length)) yield { client, ...fresh };
    }
  }

  /** Somebody else erased their own; the server has lost it, or never had the entry. */
  #isErasedElsewhere(client: ClientId): boolean {
    const owner = this.#state.logs.get(client)?.author;
    return this.#foreign.has(client) || (owner !== undefined && owner !== this.#writer.userId);
  }

  #judgeErasure(client: ClientId, clock: number): RefusalCode | null {
    const { userId } = this.#writer;
    const log = this.#state.logs.get(client);
    if (log !== undefined && log.author !== userId) return 'foreign-erasure';
    const subject = this.#subjects.get(`${client}:${clock}`) ?? log?.subjects[clock] ?? null;
    return subject !== null && this.#isDeleted(subject) ? null : 'erasure-without-delete';
  }

  #nextClock(client: ClientId): number {
    return this.#next.get(client) ?? this.#state.nextClock(client);
  }
}

interface Stretch {
  readonly clock: number;
  readonly length: number;
}

/** `parts` of a whole, in order, and what lies between them. */
function* withGaps(
  { clock, length }: Stretch,
  parts: Iterable<Stretch>,
): Generator<Stretch & { readonly isGap: boolean }> {
  let at = clock;
  for (const part of parts) {
    if (part.clock > at) yield { clock: at, length: part.clock - at, isGap: true };
    yield { ...part, isGap: false };
    at = part.clock + part.length;
  }
  if (at < clock + length) yield { clock: at, length: clock + length - at, isGap: true };
}

function refuse(code: RefusalCode): Verdict {
  return { status: 'refused', refusal: { code, client: null, clock: null } };
}

function at(code: RefusalCode, client: ClientId, clock: number): Refusal {
  return { code, client, clock };
}
