// One tab's hold on its person's own document: what others changed goes into the drafts, what was typed here into the
// document, one change at a time. Each is made in a copy, written down, sent as those bytes, and forgotten once the
// server has it. Does not know what a draft is shown in.
import * as Y from 'yjs';
import { personalName } from '../../../shared/conversation/document-name.ts';
import { changesBetween, mergeKept, readTexts, spliceText, type TextKey } from '../../../shared/personal/drafts.ts';
import { refusalIn, type ChannelState } from '../replica/channel-state.ts';
import { openChannel, type Channel } from '../replica/open-channel.ts';
import type { Hello, PersonalOptions } from './open-personal.ts';
import {
  learnTexts,
  parsePersonalRecord,
  settled,
  takenBack,
  textIn,
  withTexts,
  type Pending,
  type PersonalRecord,
  type TextChanges,
  type Texts,
} from './personal-record.ts';

/** While somebody types, their other devices follow at this pace: each change is a write on the server's disk. */
const typingDelayMs = 1_000;
/** What another tab typed, which may be telling it itself where a browser has no locks. */
const elsewhereDelayMs = 3_000;
/** What the server will not take is not tried with every letter. */
const refusedDelayMs = 60_000;

const recordKey = 'personal';

interface Meeting {
  readonly generation: number;
  /** What the server has, and what was sent to it. */
  readonly sent: Y.Doc;
  /** The same with what is about to be sent. */
  readonly mine: Y.Doc;
  readonly channel: Channel;
  /** Once all that the server has is here; before that nothing follows from what is not. */
  hasMet: boolean;
}

export class PersonalSync {
  readonly #options: PersonalOptions;
  readonly #stopListening: () => void;
  #record: PersonalRecord | null;
  #meeting: Meeting | null = null;
  #newest = 0;
  #cancelTelling: (() => void) | null = null;
  #cancelRest: (() => void) | null = null;
  #isClosed = false;

  constructor(options: PersonalOptions) {
    this.#options = options;
    this.#record = parsePersonalRecord(options.kept.read(recordKey));
    this.#stopListening = options.drafts.onChanged((key, where) => {
      const isGone = options.drafts.read(key) === '';
      this.#tellSoon(isGone ? 0 : where === 'here' ? typingDelayMs : elsewhereDelayMs);
    });
  }

  /**
   * A link is there. What was agreed in another life of the server's data is not agreed any more. `isNews`: false of
   * what was heard before it was this tab's turn, which may be behind what the others have come to since.
   */
  greet({ epoch, generation: told }: Hello, isNews = true): void {
    if (told === undefined) return this.#leave(); // a server that knows no such document
    const known = this.#record;
    const generation = !isNews && known?.epoch === epoch ? Math.max(told, known.generation) : told;
    this.#newest = generation;
    // One that has lost generations is another life too, whatever it calls itself.
    if (known === null || known.epoch !== epoch || known.generation > generation) {
      this.#leave();
      this.#keep({ epoch, generation, known: {}, pending: null, before: {} });
    } else if (known.pending === null && known.generation !== generation) {
      this.#leave();
      this.#keep({ ...known, generation });
    }
    this.#meet();
  }

  close(): void {
    this.#isClosed = true;
    this.#stopListening();
    this.#cancelTelling?.();
    this.#cancelRest?.();
    this.#leave();
  }

  #keep(record: PersonalRecord): void {
    this.#record = record;
    this.#options.kept.write(recordKey, record);
  }

  #meet(): void {
    if (this.#isClosed || this.#meeting !== null || this.#record === null) return;
    const { platform, link, berths, me } = this.#options;
    const { generation } = this.#record;
    const [sent, mine] = [new Y.Doc(), new Y.Doc()];
    mine.clientID = new DataView(platform.randomBytes(4).slice().buffer).getUint32(0);
    sent.on('update', (update: Uint8Array) => {
      Y.applyUpdate(mine, update);
      this.#takeIn();
    });
    const channel = openChannel({
      ...{ platform, link, berths, doc: sent, name: personalName({ userId: me, generation }) },
      onAcknowledged: (clocks) => this.#learn(clocks),
      onReaders: () => undefined,
    });
    const meeting: Meeting = { generation, sent, mine, channel, hasMet: false };
    this.#meeting = meeting;
    // Later: the channel is still doing what follows from its state, and may be let go for it.
    channel.state.subscribe(() => queueMicrotask(() => this.#follow(meeting, channel.state.get())));
    channel.want(true);
  }

  #leave(): void {
    this.#meeting?.channel.close();
    this.#meeting = null;
  }

  #follow(meeting: Meeting, state: ChannelState): void {
    const known = this.#record;
    if (meeting !== this.#meeting || known === null) return;
    if (state.status === 'met') return this.#met(meeting, known);
    const code = refusalIn(state)?.code ?? null;
    const isGone = state.status === 'denied' && meeting.generation !== this.#newest;
    if (code === null && !isGone) return;
    // The server has said how far it got here, so what was on its way and is still not there never will be.
    const isClosed = code === 'generation-closed';
    const generation = isClosed ? Math.max(meeting.generation + 1, this.#newest) : this.#newest;
    if (!isClosed && !isGone) this.#rest();
    this.#leave();
    this.#keep({ ...takenBack(known), generation });
    this.#meet();
  }

  #met(meeting: Meeting, { pending }: PersonalRecord): void {
    const isFirst = !meeting.hasMet;
    if (isFirst && pending !== null) Y.applyUpdate(meeting.mine, pending.update);
    meeting.hasMet = true;
    if (isFirst && pending !== null) Y.applyUpdate(meeting.sent, pending.update);
    this.#takeIn();
    this.#tell();
  }

  #rest(): void {
    this.#cancelRest?.();
    this.#cancelRest = this.#options.platform.schedule(refusedDelayMs, () => {
      this.#cancelRest = null;
      this.#tell();
    });
  }

  #learn(clocks: Readonly<Record<string, number>>): void {
    const known = this.#record;
    if (known === null || known.pending === null) return;
    const { client, end } = known.pending;
    if ((clocks[client] ?? 0) < end) return;
    this.#keep(settled(known));
    this.#tellSoon(typingDelayMs);
  }

  /** What others have changed goes into the drafts, beside what was typed here since. */
  #takeIn(): void {
    const { drafts } = this.#options;
    const [meeting, before] = [this.#meeting, this.#record];
    if (meeting === null || before === null || !meeting.hasMet) return;
    const there: Texts = Object.fromEntries(readTexts(meeting.mine));
    const news = new Map<TextKey, string>();
    for (const key of allIn(there, before.known)) {
      const [theirs, agreed] = [textIn(there, key), textIn(before.known, key)];
      if (theirs === agreed) continue;
      const mine = drafts.read(key);
      const merged = mergeKept(key, { base: agreed, mine, theirs });
      if (merged !== mine) drafts.take(key, merged);
      news.set(key, theirs);
    }
    // After the drafts: what is agreed must never be on the disk before what it was agreed with.
    drafts.keep();
    if (news.size > 0) this.#keep(learnTexts(before, news));
    if (this.#isUntold()) this.#tellSoon(typingDelayMs);
  }

  #isUntold(): boolean {
    return this.#record !== null && this.#changed(this.#record).length > 0;
  }

  #changed({ known }: PersonalRecord): TextKey[] {
    const { drafts } = this.#options;
    const isChanged = (key: TextKey) => drafts.read(key) !== textIn(known, key);
    return allIn(known, Object.fromEntries(drafts.all().map((key) => [key, '']))).filter(isChanged);
  }

  #tellSoon(delayMs: number): void {
    if (delayMs === 0) return queueMicrotask(() => this.#tell());
    this.#cancelTelling ??= this.#options.platform.schedule(delayMs, () => this.#tell());
  }

  /** Makes one change of all that was typed, and sends it once it is on the disk. */
  #tell(): void {
    this.#cancelTelling?.();
    this.#cancelTelling = null;
    const { drafts } = this.#options;
    const [meeting, known] = [this.#meeting, this.#record];
    if (this.#isClosed || meeting === null || known === null || known.pending !== null) return;
    if (!meeting.hasMet || this.#cancelRest !== null) return;
    drafts.keep();
    const changed = this.#changed(known);
    if (changed.length === 0) return;
    const texts = new Map(changed.map((key) => [key, drafts.read(key)]));
    const pending = makeChange(meeting.mine, known.known, texts);
    this.#keep({ ...known, pending, known: withTexts(known.known, texts), before: known.known });
    void this.#send(meeting, pending);
  }

  async #send(meeting: Meeting, pending: Pending): Promise<void> {
    await this.#options.kept.whenStored(); // also where it cannot be: then it is as lasting as all else there
    if (this.#meeting === meeting && this.#record?.pending === pending) Y.applyUpdate(meeting.sent, pending.update);
  }
}

function makeChange(doc: Y.Doc, known: Texts, texts: TextChanges): Pending {
  const updates: Uint8Array[] = [];
  const note = (update: Uint8Array) => updates.push(update);
  doc.on('update', note);
  doc.transact(() => {
    for (const [key, text] of texts) {
      for (const splice of changesBetween(key, textIn(known, key), text)) spliceText(doc, key, splice);
    }
  });
  doc.off('update', note);
  return { client: doc.clientID, end: Y.getState(doc.store, doc.clientID), update: Y.mergeUpdates(updates) };
}

function allIn(one: Texts, other: Texts): TextKey[] {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])] as TextKey[]; // keys that drafts have
}
