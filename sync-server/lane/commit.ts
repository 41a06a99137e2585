// One commit: all that waits, grouped by document and put on the disk together. Step 6.
// Promises: a document's part is one update where the log takes it so, and what is not on disk is named with its cause.
// Knows no live document and tells nobody: that is `path.ts`, before and after.
import type { ClientId } from '../../shared/ids.ts';
import type { AdmittedUpdate } from '../admission/admit.ts';
import { encodeFresh } from '../admission/encode-fresh.ts';
import type { Append, AppendOutcome, LoggedUpdate, UpdateLog } from '../update-log/update-log.ts';
import type { Channel } from './channel.ts';
import type { Lane } from './lane.ts';

/** What waits for the next commit: an update, or, with none, only the acknowledgement of what was known. */
export interface Waiting {
  readonly lane: Lane;
  readonly update: AdmittedUpdate | null;
  readonly channel: Channel | null;
  /** What to acknowledge: these clients, or all that this person has in the document. */
  readonly clients: readonly ClientId[] | 'all';
  readonly settle: ((isLogged: boolean) => void) | null;
}

export type Update = Waiting & { readonly update: AdmittedUpdate };
export type Logged = LoggedUpdate<Update>;

/** What the log said of an append. Nothing is known of one whose answer was lost: it may stand. */
type Answer = AppendOutcome | { readonly status: 'lost'; readonly error: unknown };

/** One document's part of a commit. */
export interface Part {
  readonly lane: Lane;
  readonly waiting: readonly Waiting[];
  readonly updates: readonly Update[];
  /** What of it is on disk, and why the rest is not. */
  logged: readonly Logged[];
  readonly failures: Map<Update, Answer>;
  /** Those that have not been told yet what became of theirs. */
  readonly unsettled: Waiting[];
  /** How many numbers of the document's log it took. */
  appended: number;
}

/** The parts of a commit, one for each document, in the order in which they began to wait. */
export function partsOf(batch: readonly Waiting[]): Part[] {
  const groups = Map.groupBy(batch, ({ lane }) => lane);
  return [...groups].map(([lane, waiting]) => {
    const updates = waiting.filter((one): one is Update => one.update !== null);
    return { lane, waiting, updates, logged: [], failures: new Map(), unsettled: waiting.toReversed(), appended: 0 };
  });
}

export function isFailed({ failures }: Part, waiting: Waiting): boolean {
  return failures.has(waiting as Update); // only updates fail
}

/**
 * Puts all parts on the disk, each document's as one update, and notes in them what became of it. Where the log did not
 * take a part, one of its updates may be at fault: they are tried again one by one, so that the ones before it stand.
 */
export async function logParts(parts: readonly Part[], log: UpdateLog, arrivedAt: number): Promise<void> {
  const joined = parts.filter(({ updates }) => updates.length > 0);
  const answers = await append(log, joined.length, () =>
    joined.map(({ lane, updates }) => appendOf(lane, updates, { offset: 0, arrivedAt })),
  );
  const again = joined.filter((part, index) => !takeAnswer(part, part.updates, answers[index]));
  const alone = again.flatMap((part) => part.updates.map((update, offset) => ({ part, update, offset })));
  if (alone.length === 0) return;
  const results = await append(log, alone.length, () =>
    alone.map(({ part, update, offset }) => appendOf(part.lane, [update], { offset, arrivedAt })),
  );
  alone.forEach(({ part, update }, index) => takeAnswer(part, [update], results[index]));
}

function appendOf(
  { name, appliedSequence }: Lane,
  updates: readonly Update[],
  { offset, arrivedAt }: { offset: number; arrivedAt: number },
): Append {
  return {
    document: name,
    after: appliedSequence + offset,
    update: encodeFresh(updates.map(({ update }) => update)),
    rows: updates.flatMap(({ update }) => update.rows),
    erased: updates.flatMap(({ update }) => update.erased),
    arrivedAt,
  };
}

/** A log that throws has taken all, some or nothing, and what cannot be written none: every lane in it meets the log anew. */
async function append(log: UpdateLog, count: number, make: () => readonly Append[]): Promise<Answer[]> {
  try {
    return count === 0 ? [] : await log.append(make());
  } catch (error) {
    return Array.from({ length: count }, () => ({ status: 'lost', error }));
  }
}

/** Notes what became of some of a part's updates. False when they failed together and may be tried alone. */
function takeAnswer(part: Part, updates: readonly Update[], answer: Answer | undefined): boolean {
  if (answer?.status === 'logged') {
    const { position } = answer;
    // Mints the brand: only what an outcome of `logged` stands for.
    part.logged = [...part.logged, ...updates.map((update) => ({ ...update, position }) as Logged)];
    part.appended++;
    return true;
  }
  const failure: Answer = answer ?? { status: 'lost', error: new Error('the log gave no answer') };
  if (updates.length > 1 && mayBeTriedAgain(failure)) return false;
  for (const update of updates) part.failures.set(update, failure);
  return true;
}

/** Not after a conflict or a lost answer: where the log stands now, a later one could fit without those before it. */
function mayBeTriedAgain({ status }: Answer): boolean {
  return status === 'failed' || status === 'duplicate-id' || status === 'no-file';
}
