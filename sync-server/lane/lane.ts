// The server's one queue per document. It outlives the document in memory: what is reserved, what is logged,
// who is attached. Every writer of a document, device or server, goes through its lane.
// Holds state and no order of steps: those are in `path.ts`.
import type { Document } from '@hocuspocus/server';
import { parsePersonalName, type DocumentName } from '../../shared/conversation/document-name.ts';
import type { Author } from '../../shared/conversation/log.ts';
import type { ClientId, UserId } from '../../shared/ids.ts';
import type { Fresh } from '../admission/admit.ts';
import type { PersonalNews } from '../admission/admit-personal.ts';
import type { Channel } from './channel.ts';
import { ReaderClocks, type ReaderClock } from './reader-clocks.ts';
import { ChapterState, noteOf } from '../admission/chapter-state.ts';
import type { PersonalSize } from './personal-document.ts';
import type { StoredChapter } from '../update-log/update-log.ts';

export class Lane {
  readonly name: DocumentName;
  /** Whose personal document it is; null for a chapter. */
  readonly owner: UserId | null;
  /** The values of this personal document have moved to the next generation, or are on their way. */
  move: 'none' | 'moving' | 'moved' = 'none';
  /** The size at which it is looked again whether to move them; null before the first look. */
  nextLook: PersonalSize | null = null;
  /** What is admitted, in flight included: the next update is judged against this. */
  readonly reserved: ChapterState;
  /** Next clocks of what is on disk: only this may be acknowledged. */
  readonly logged: Map<ClientId, number>;
  /** Number of the newest update that is logged and applied. */
  appliedSequence: number;
  position: number;
  /** Appends and acknowledgements that wait for the next commit. */
  inFlight = 0;
  document: Document | null = null;
  readonly channels = new Set<Channel>();
  readonly deliveries: ReaderClocks;
  /** Learned since they were put on the disk last. */
  unsavedDeliveries: ReaderClock[] = [];
  readonly reads: ReaderClocks;
  /** True once an append failed: nothing reserved here counts any more. */
  isVoid = false;
  /** What has been appended since the last snapshot; decides when to fold. */
  unfolded = { updates: 0, bytes: 0, hasErasure: false };
  snapshotBytes = 0;
  lastUsedMs = 0;

  constructor(name: DocumentName, stored: StoredChapter, reserved?: ChapterState) {
    this.name = name;
    this.owner = parsePersonalName(name)?.userId ?? null;
    this.reserved = reserved ?? ChapterState.fromNotes(stored.notes, stored.figures.bytes);
    this.logged = new Map([...this.reserved.logs].map(([client, log]) => [client, log.next]));
    this.appliedSequence = stored.sequence;
    this.position = stored.position;
    this.deliveries = new ReaderClocks(stored.deliveries);
    this.reads = new ReaderClocks(stored.reads);
  }

  ownerOf(client: ClientId): Author | undefined {
    return this.reserved.logs.get(client)?.author;
  }

  /** The clients of one author in this chapter. */
  clientsOf(author: Author): Set<ClientId> {
    return new Set([...this.reserved.logs].filter(([, log]) => log.author === author).map(([client]) => client));
  }

  /** Takes the places of what was admitted, in the same synchronous step as the judgement. */
  reserve({ runs, rows, erased, personal }: Fresh): void {
    if (personal !== undefined) this.#reservePersonal(personal);
    for (const { bytes } of runs) this.reserved.grow(bytes?.length ?? 0);
    for (const row of rows) this.reserved.append(noteOf(row));
    for (const range of erased) this.reserved.erase(range);
  }

  #reservePersonal({ userId, update, ends, pieces }: PersonalNews): void {
    const { reserved } = this;
    for (const [client, end] of ends) reserved.advance(userId, client, end);
    reserved.measure({ bytes: reserved.size.bytes + update.length, pieces: reserved.pieces + pieces });
  }

  /** Notes that an update is on disk. */
  markLogged({ rows, personal }: Fresh, position: number): void {
    for (const [client, end] of personal?.ends ?? []) this.logged.set(client, end);
    for (const { client, clock } of rows) this.logged.set(client, clock + 1);
    this.position = Math.max(this.position, position);
  }
}
