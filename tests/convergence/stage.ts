// A world with the people of a plan in it: their devices, what they look at, and the ledger of what they did.
import { openWorld, type World } from '../world/world.ts';
import * as decoding from 'lib0/decoding';
import { frameTypes } from '../../shared/protocol/frame-numbers.ts';
import { parseRefusal } from '../../shared/protocol/refusal.ts';
import { must } from '../../shared/base/assert.ts';
import { parseDocumentName, type DocumentName } from '../../shared/conversation/document-name.ts';
import { directConversationId, isDirectConversationId, type ConversationId, type UserId } from '../../shared/ids.ts';
import type { Append } from '../../sync-server/update-log/update-log.ts';
import type { Mark, OpenConversation } from '../../client/engine/messenger.ts';
import type { Browser } from '../world/browser.ts';
import type { Machine } from '../world/machine.ts';
import { PlainClient } from '../world/plain-client.ts';
import type { Tab } from '../world/tab.ts';
import { markIn } from './mark-of.ts';
import { marks, nameOf, textsIn, type BestMark, type Ledger, type Pair } from './ledger.ts';
import type { Setup } from './plan.ts';

export interface StageTab {
  readonly tab: Tab;
  /** What its person has on the screen. */
  readonly looking: Map<ConversationId, OpenConversation>;
}

export interface Device {
  readonly person: number;
  readonly browser: Browser;
  readonly tabs: StageTab[];
  /** In place of tabs. */
  plain: PlainClient | null;
  readonly isPlain: boolean;
}

/** What is known of who is in a conversation. */
interface Membership {
  readonly sees: Map<number, number>;
  /** When each was in it last. */
  readonly untilMs: Map<number, number>;
}

export class Stage {
  readonly world: World;
  readonly ledger: Ledger;
  readonly devices: readonly Device[];
  readonly group: ConversationId;
  readonly direct: ConversationId;
  readonly whoMayWrite: Setup['whoMayWrite'];
  /** Names of the backups that there are. */
  readonly backups: string[] = [];
  /** How often the server's data have gone back to one. */
  lives = 0;
  readonly #begun = new Set<ConversationId>();
  /** Pairs of people of whom one has blocked the other, and since when that is known. */
  readonly #blocks = new Map<string, number>();
  readonly #memberships = new Map<ConversationId, Membership>();
  readonly #toCheck: string[] = [];

  constructor(world: World, setup: Setup, ledger: Ledger) {
    this.world = world;
    this.ledger = ledger;
    this.group = world.prepared.groups[setup.history];
    this.direct = world.prepared.direct;
    this.whoMayWrite = setup.whoMayWrite;
    this.devices = setup.devices.map(({ person, clockErrorMs, isPlain }) => ({
      ...{ person, isPlain, tabs: [], plain: null },
      browser: world.openBrowser(person, clockErrorMs),
    }));
    for (const conversationId of [this.group, this.direct]) this.#memberships.set(conversationId, newMembership());
    this.noteMembers();
    world.host.onAppend = (batch) => {
      for (const { document, rows } of batch) {
        for (const { client, clock } of rows) ledger.arrivals.set(`${document} ${client}:${clock}`, world.agenda.nowMs);
        this.#checkUnblocked(document, rows);
        this.#checkFresh(document, rows);
      }
    };
  }

  get conversations(): readonly ConversationId[] {
    return [this.group, this.direct, ...this.#begun];
  }

  /** The direct conversation of two people, from when one of them has begun it. */
  begin({ from, to }: Pair): ConversationId {
    const conversationId = directConversationId(this.userId(from), this.userId(to));
    if (this.#memberships.has(conversationId)) return conversationId;
    this.#memberships.set(conversationId, newMembership());
    this.#begun.add(conversationId);
    return conversationId;
  }

  /** All tabs that are alive. */
  get tabs(): readonly { readonly device: Device; readonly one: StageTab }[] {
    return this.devices.flatMap((device) => device.tabs.map((one) => ({ device, one })));
  }

  userId(person: number): UserId {
    return must(this.world.prepared.people[person], 'a prepared person').me.userId;
  }

  /** The number of one of the people. */
  personOf(userId: string): number {
    return this.world.prepared.people.findIndex(({ me }) => me.userId === userId);
  }

  /** With whom a direct conversation is. */
  partnerIn(conversationId: ConversationId, person: number): number {
    const others = [...this.world.prepared.people.keys()].filter((other) => other !== person);
    const isWith = (other: number) => directConversationId(this.userId(person), this.userId(other)) === conversationId;
    return must(others.find(isWith), 'the other of a direct conversation');
  }

  nameOf(person: number): string {
    return must(this.world.prepared.people[person], 'a prepared person').me.name;
  }

  openTab(device: Device): StageTab {
    const one = { tab: this.world.openTab(device.person, device.browser), looking: new Map() };
    device.tabs.push(one);
    return one;
  }

  openPlain(device: Device): void {
    device.plain?.kill();
    device.plain = new PlainClient({
      ...{ browser: device.browser, wire: this.world.wire, userId: this.userId(device.person) },
      conversations: [this.group, this.direct],
      onAcknowledged: (texts) => texts.forEach((text) => this.#noteMark(text, { status: 'sent' })),
    });
  }

  killTab(device: Device, one: StageTab): void {
    one.tab.kill();
    device.tabs.splice(device.tabs.indexOf(one), 1);
  }

  /** Puts a conversation on the screen of a tab; null while the tab is not open yet. */
  look({ tab, looking }: StageTab, conversationId: ConversationId): OpenConversation | null {
    const before = looking.get(conversationId);
    if (before !== undefined) return before;
    const opened = tab.use((messenger) => messenger.openConversation(conversationId));
    if (opened !== null) looking.set(conversationId, opened);
    return opened;
  }

  /** What the server says to somebody's device, as it says it: it must be theirs to hear. */
  hear(machine: Machine, told: Uint8Array | string): void {
    const device = this.devices.find(({ browser }) => machine.name.startsWith(`${browser.name}.`));
    if (device === undefined) return;
    const refusal = typeof told === 'string' ? null : refusalIn(told);
    if (refusal !== null) this.ledger.noteRefusal(refusal);
    // One of two tabs may delete what the other has not sent yet; it tells all again, once that has come.
    const isAlone = device.tabs.length === 1;
    if (refusal === 'incomplete' && isAlone && this.lives === 0 && this.ledger.counts.faults === 0)
      this.ledger.problem(`I6: ${machine.name} sent what builds on something that it had not sent`);
    const texts = textsIn(told);
    if (texts.length > 0) this.noteMembers();
    for (const text of texts) {
      const written = this.ledger.written.get(text);
      if (written === undefined) continue;
      const { person } = device;
      const places = [written.conversationId, ...(this.ledger.forwards.get(text) ?? []).flatMap(({ to }) => to)];
      if (!places.some((place) => this.#maySee(person, place)) && !this.#mayHearRequest(person, text)) {
        this.ledger.problem(`I5: ${machine.name} was told ${text} of a conversation that its person is not in`);
      }
    }
  }

  /** A request is told to whom it is made, unless they have blocked whoever makes it. */
  #mayHearRequest(person: number, text: string): boolean {
    const request = this.ledger.requests.get(text);
    if (request?.from === person) return true;
    return request?.to === person && !this.#isBlocked(this.userId(person), this.userId(request.from));
  }

  /** Known for more than a second. */
  #isBlocked(by: UserId, whom: UserId): boolean {
    const sinceMs = this.#blocks.get(`${by} ${whom}`);
    return sinceMs !== undefined && this.world.agenda.nowMs - sinceMs > 1_000;
  }

  /** A direct conversation takes nothing while one of the two has blocked the other. */
  #checkUnblocked(document: DocumentName, rows: Append['rows']): void {
    const conversationId = parseDocumentName(document)?.conversationId;
    if (conversationId === undefined || !isDirectConversationId(conversationId)) return;
    const [one, other] = [...this.world.host.membersOf(conversationId).keys()] as UserId[]; // as they were put in
    if (one === undefined || other === undefined) return;
    const isBlocked = () => this.#isBlocked(one, other) || this.#isBlocked(other, one);
    if (!isBlocked()) return;
    this.#noteBlocks(); // it may have been taken back since
    if (!isBlocked()) return;
    for (const { event } of rows) {
      if (event !== null && 'text' in event)
        this.ledger.problem(`block: ${event.text} was taken where one has blocked the other`);
    }
  }

  /** An id that is taken is found before the log is asked to take it again, or it would cost others their channels. */
  #checkFresh(document: DocumentName, rows: Append['rows']): void {
    const conversationId = parseDocumentName(document)?.conversationId;
    if (conversationId === undefined || this.ledger.counts.faults > 0) return;
    for (const { author, event } of rows) {
      if (event?.kind !== 'message' || author === '@server') continue;
      if (this.world.host.holdsId(conversationId, author, event.id))
        this.ledger.problem(`I6: the log is asked to take ${event.text} a second time`);
    }
  }

  #noteBlocks(): void {
    const rows = this.world.host.readDirectory('select userId, blockedId from block');
    const pairs = new Set(rows.map(({ userId, blockedId }) => `${String(userId)} ${String(blockedId)}`));
    for (const pair of this.#blocks.keys()) if (!pairs.has(pair)) this.#blocks.delete(pair);
    for (const pair of pairs) if (!this.#blocks.has(pair)) this.#blocks.set(pair, this.world.agenda.nowMs);
  }

  #maySee(person: number, conversationId: ConversationId): boolean {
    const untilMs = this.#memberships.get(conversationId)?.untilMs.get(person);
    return untilMs !== undefined && this.world.agenda.nowMs - untilMs <= 1_000;
  }

  /** Who is in what now. */
  noteMembers(): void {
    this.#noteBlocks();
    for (const [conversationId, { sees, untilMs }] of this.#memberships) {
      const members = this.world.host.membersOf(conversationId);
      sees.clear();
      for (const person of this.world.prepared.people.keys()) {
        const fromChapter = members.get(this.userId(person));
        if (fromChapter === undefined) continue;
        sees.set(person, fromChapter);
        untilMs.set(person, this.world.agenda.nowMs);
      }
    }
    for (const written of this.ledger.written.values())
      if (this.#isOut(written.person, written.conversationId)) written.wasLetGo = true;
  }

  /** Who was in it, and is no more. */
  #isOut(person: number, conversationId: ConversationId): boolean {
    const membership = this.#memberships.get(conversationId);
    return membership?.untilMs.has(person) === true && !membership.sees.has(person);
  }

  /** The oldest chapter that a person sees of a conversation; null when they are not in it. */
  sees(person: number, conversationId: ConversationId): number | null {
    return this.#memberships.get(conversationId)?.sees.get(person) ?? null;
  }

  /** What each person sees of their own messages. */
  observe(): void {
    this.noteMembers();
    for (const { device, one } of this.tabs) {
      const me = this.userId(device.person);
      for (const conversation of one.looking.values()) {
        for (const item of conversation.items.get()) {
          if (item.author !== me || item.text === null) continue;
          const name = nameOf(item);
          if (item.forwarded !== null && !this.ledger.written.has(name)) this.#noteForward(device, conversation, name);
          const mark = markIn(one.tab, conversation, item);
          if (mark !== null) this.#noteMark(name, mark);
        }
      }
    }
    this.#checkSent();
    for (const thrown of this.world.agenda.thrown.splice(0)) this.ledger.problem(`thrown: ${thrown}`);
    for (const trouble of this.world.host.troubles.splice(0))
      if (this.ledger.counts.faults === 0) this.ledger.problem(`the server is in trouble: ${trouble}`);
  }

  /** A forward is written later than it is asked for, where its conversation has to be opened first. */
  #noteForward({ person, browser }: Device, { conversationId }: OpenConversation, text: string): void {
    this.ledger.write({ text, person, device: browser.name, conversationId });
  }

  #noteMark(text: string, mark: Mark): void {
    const written = this.ledger.written.get(text);
    if (written === undefined) return;
    if (mark.status === 'refused') {
      written.wasRefused = true;
      return;
    }
    if (rank(mark.status) <= rank(written.best)) return;
    if (rank(written.best) < rank('sent') && rank(mark.status) >= rank('sent')) {
      this.#toCheck.push(text);
    }
    written.best = mark.status;
  }

  /**
   * What is called sent is in the server's log at that moment, whether or not a server runs. A server that has gone back to a backup may have lost it, and a device that has not met it since does not know.
   */
  #checkSent(): void {
    for (const text of this.#toCheck.splice(0)) {
      if (this.lives === 0 && !this.#isLogged(text))
        this.ledger.problem(`I8: ${text} is called sent and is not in the log`);
    }
  }

  #isLogged(text: string): boolean {
    const { host } = this.world;
    const { person, conversationId } = must(this.ledger.written.get(text), 'a written message');
    const ids = this.#idsOf(text);
    return ids.length === 0 || ids.some((id) => host.holdsId(conversationId, this.userId(person), id));
  }

  /** As it stands on the screens now; a client without one shows none. */
  #idsOf(text: string) {
    return this.tabs.flatMap(({ one }) =>
      [...one.looking.values()].flatMap(({ items }) =>
        items.get().flatMap((item) => (nameOf(item) === text ? [item.id] : [])),
      ),
    );
  }
}

function newMembership(): Membership {
  return { sees: new Map(), untilMs: new Map() };
}

/** The code by which a frame closes a channel; null for every other frame. */
function refusalIn(bytes: Uint8Array): string | null {
  const decoder = decoding.createDecoder(bytes);
  decoding.readVarString(decoder); // its address
  if (decoding.readVarUint(decoder) !== frameTypes.closed) return null;
  return parseRefusal(decoding.readVarString(decoder))?.code ?? null;
}

export function rank(mark: BestMark): number {
  return marks.indexOf(mark);
}

export interface StageOptions {
  readonly seed: string;
  readonly setup: Setup;
  readonly ledger: Ledger;
  readonly areLinesKept: boolean;
}

export async function openStage({ seed, setup, ledger, areLinesKept }: StageOptions): Promise<Stage> {
  const holder: { stage: Stage | null } = { stage: null };
  const world = await openWorld({
    ...{ seed, logIn: setup.logIn, whoMayWrite: setup.whoMayWrite, areLinesKept },
    chapterLimits: { entries: setup.chapterEntries, bytes: 512 * 1_024 },
    onTold: (machine, told) => holder.stage?.hear(machine, told),
  });
  return (holder.stage = new Stage(world, setup, ledger));
}
