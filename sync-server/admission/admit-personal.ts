// Admission to a personal document: may its owner add this? Pure: decides from values and changes none. Step 5.
// Everything in it is its owner's, whichever device or client it comes from; what is judged is that it is whole, that
// it is a draft, and that there is room. As everywhere, only what is new is judged.
import * as Y from 'yjs';
import { must } from '../../shared/base/assert.ts';
import type { ClientId, UserId } from '../../shared/ids.ts';
import { parseTextRoot } from '../../shared/personal/drafts.ts';
import type { Refusal } from '../../shared/protocol/refusal.ts';
import type { AdmittedUpdate, Fresh, Verdict } from './admit.ts';
import { ClockRanges } from './clock-ranges.ts';
import type { ChapterState } from './chapter-state.ts';
import type { ParsedPersonalUpdate, Place, TextBlock, TextRun } from './read-personal-update.ts';
import type { Range } from './update-parts.ts';

/** What an update adds to a personal document. */
export interface PersonalNews {
  readonly userId: UserId;
  /** Exactly what is new, encoded anew. */
  readonly update: Uint8Array;
  /** For each client that wrote, the clock after its last place. */
  readonly ends: ReadonlyMap<ClientId, number>;
  /** Stretches that Yjs may hold apart because of it, at most. */
  readonly pieces: number;
}

export interface PersonalLimits {
  /** Bytes and pieces at which the next generation is opened, where that makes it smaller. */
  readonly bytes: number;
  readonly pieces: number;
  /** Beyond these a generation takes nothing more. */
  readonly maxBytes: number;
  readonly maxPieces: number;
}

export interface PersonalWriter {
  readonly userId: UserId;
  /** Never a device's: the client by which the server moves values to the next generation. */
  readonly serverClient: ClientId;
  readonly limits: PersonalLimits;
}

/** Judges one update against what is known of the document. Costs as much as the update is long. */
export function admitPersonal(state: ChapterState, update: ParsedPersonalUpdate, writer: PersonalWriter): Verdict {
  if (update.hasGap) return refuse({ code: 'incomplete', client: null, clock: null });
  const blocks = update.blocks.map((block) => newOf(state, block)).filter(({ runs }) => runs.length > 0);
  const refusal = judgeBlocks(state, blocks, writer);
  if (refusal !== null) return refuse(refusal);
  const ends = new Map(blocks.map(({ client, runs }) => [client, endOf(runs.at(-1))]));
  const unknown = update.erased.find(
    ({ client, clock, length }) => clock + length > (ends.get(client) ?? state.nextClock(client)),
  );
  if (unknown !== undefined) return refuse({ code: 'incomplete', client: unknown.client, clock: unknown.clock });
  const erased = [...erasedIn(state, blocks), ...update.erased.flatMap((range) => notErased(state, range))];
  if (ends.size === 0 && erased.length === 0) return { status: 'known' };
  const fresh = encodeNew(state, update.bytes);
  const pieces = countPieces(state, blocks, erased);
  if (!hasRoom(state, fresh, { pieces, writer })) return refuse({ code: 'personal-full', client: null, clock: null });
  const { userId } = writer;
  const news: Fresh = { runs: [], rows: [], erased, personal: { userId, update: fresh, ends, pieces } };
  return { status: 'admitted', update: news as AdmittedUpdate };
}

/** The runs that hold something new; the first may begin before. */
function newOf(state: ChapterState, { client, runs }: TextBlock): TextBlock {
  const next = state.nextClock(client);
  return { client, runs: runs.filter((run) => endOf(run) > next) };
}

function endOf(run: TextRun | undefined): number {
  return run === undefined ? 0 : run.clock + run.length;
}

function judgeBlocks(
  state: ChapterState,
  blocks: readonly TextBlock[],
  { serverClient, limits }: PersonalWriter,
): Refusal | null {
  for (const { client, runs } of blocks) {
    const [first] = runs;
    const clock = state.nextClock(client);
    if (client === serverClient) return { code: 'client-taken', client, clock };
    if (first !== undefined && first.clock > clock) return { code: 'incomplete', client, clock };
    const stray = runs.find(({ root }) => root !== null && parseTextRoot(root) === null);
    if (stray !== undefined) return { code: 'unknown-root', client, clock: stray.clock };
  }
  const runCount = blocks.reduce((sum, { runs }) => sum + runs.length, 0);
  if (state.pieces + runCount > limits.maxPieces) return { code: 'personal-full', client: null, clock: null };
  return findUnfounded(state, blocks);
}

/** A block on the way into the document, up to the run at `index`. */
interface Entering extends TextBlock {
  index: number;
  isOnStack: boolean;
}

/**
 * What stands beside something that is nowhere, or in a circle, could never be put into the document. A run that needs
 * another block lets that one go a run further and looks again: as many steps as there are runs and neighbours.
 */
function findUnfounded(state: ChapterState, blocks: readonly TextBlock[]): Refusal | null {
  const next = new Map<ClientId, number>();
  const isMissing = (place: Place | null) =>
    place !== null && place.clock >= (next.get(place.client) ?? state.nextClock(place.client));
  const entering = new Map<ClientId, Entering>();
  for (const block of blocks) entering.set(block.client, { ...block, index: 0, isOnStack: false });
  for (const first of entering.values()) {
    const stack = isAtEnd(first) ? [] : [first];
    for (let block = stack.at(-1); block !== undefined; block = stack.at(-1)) {
      const run = must(block.runs[block.index], 'only blocks with runs left are put on the stack');
      const missing = [run.left, run.right].find(isMissing) ?? null;
      block.isOnStack = true;
      if (missing !== null) {
        const needed = entering.get(missing.client);
        if (needed === undefined || needed.isOnStack || isAtEnd(needed)) {
          return { code: 'incomplete', client: block.client, clock: run.clock };
        }
        stack.push(needed);
        continue;
      }
      next.set(block.client, endOf(run));
      block.index++;
      block.isOnStack = block === first && !isAtEnd(block);
      if (!block.isOnStack) stack.pop();
    }
  }
  return null;
}

function isAtEnd({ runs, index }: Entering): boolean {
  return index >= runs.length;
}

/** What came erased of the places that are new: of those before, the text may still stand. */
function erasedIn(state: ChapterState, blocks: readonly TextBlock[]): Range[] {
  return blocks.flatMap(({ client, runs }) =>
    runs
      .filter(({ isErased }) => isErased)
      .map((run) => {
        const clock = Math.max(run.clock, state.nextClock(client));
        return { client, clock, length: endOf(run) - clock };
      }),
  );
}

/** Yjs cuts where a run begins, beside each of its neighbours, and at both ends of what is erased. */
function countPieces(state: ChapterState, blocks: readonly TextBlock[], erased: readonly Range[]): number {
  const cuts = new Set<string>();
  const cut = (client: ClientId, clock: number) => cuts.add(`${client} ${clock}`);
  for (const { client, runs } of blocks) {
    for (const { clock, left, right } of runs) {
      cut(client, Math.max(clock, state.nextClock(client)));
      if (left !== null) cut(left.client, left.clock + 1);
      if (right !== null) cut(right.client, right.clock);
    }
  }
  for (const { client, clock, length } of erased) {
    cut(client, clock);
    cut(client, clock + length);
  }
  return cuts.size;
}

function notErased(state: ChapterState, { client, clock, length }: Range): Range[] {
  const known = state.logs.get(client)?.erased ?? new ClockRanges();
  return [...known.missingFrom(clock, length)].map((range) => ({ client, ...range }));
}

/** Yjs cuts off what is known; the bytes have passed the grammar, so both read the same in them. */
function encodeNew(state: ChapterState, bytes: Uint8Array): Uint8Array {
  const known = new Map([...state.logs].map(([client, { next }]) => [client, next]));
  return Y.diffUpdate(bytes, Y.encodeStateVector(known));
}

function hasRoom(
  { size, pieces: known }: ChapterState,
  { length }: Uint8Array,
  { pieces, writer }: { pieces: number; writer: PersonalWriter },
): boolean {
  return size.bytes + length <= writer.limits.maxBytes && known + pieces <= writer.limits.maxPieces;
}

function refuse(refusal: Refusal): Verdict {
  return { status: 'refused', refusal };
}
