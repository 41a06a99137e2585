// One act of a plan in a world. Each is small; what it needs beyond its kind it draws from its own number.
import type { Attachment } from '../../shared/conversation/attachments.ts';
import type { OpenConversation } from '../../client/engine/messenger.ts';
import { must } from '../../shared/base/assert.ts';
import type { GroupRole } from '../../shared/rules/group-roles.ts';
import { makeChance, type Chance } from '../world/chance.ts';
import { DeviceSocket, HttpExchange } from '../world/wire.ts';
import type { HostStep, LogFault, LogStep } from '../world/host.ts';
import { documentOf, previewedOf, sampleNames } from '../kit/sample-files.ts';
import { actionPerformers } from './perform-actions.ts';
import { contactPerformers } from './perform-contacts.ts';
import type { MarkChange } from '../../client/engine/marks/open-marks.ts';
import { nameOf } from './ledger.ts';
import { drawClockError, type Act, type ActKind } from './plan.ts';
import type { Device, Stage, StageTab } from './stage.ts';

export interface Scene {
  readonly stage: Stage;
  readonly device: Device;
  /** A tab of it, where one is open. */
  readonly one: StageTab | null;
  readonly chance: Chance;
}

export async function perform(stage: Stage, act: Act): Promise<void> {
  const chance = makeChance(`act ${act.draw}`);
  const device = must(stage.devices[act.who % stage.devices.length], 'a device');
  const one = device.tabs.length === 0 ? null : (chance.pick(device.tabs) ?? null);
  stage.ledger.counts.steps++;
  stage.world.trace.note(`— ${act.kind} ${device.browser.name}`);
  await performers[act.kind]({ stage, device, one, chance });
  await stage.world.agenda.settle(act.tasks ?? Infinity);
  stage.observe();
}

const waitsMs = [10, 100, 100, 1_000, 1_000, 5_000, 20_000, 60_000, 6 * 60_000, 11 * 60_000] as const;
const steps = [
  ...(['received', 'log.append', 'log.append', 'logged', 'applied', 'acknowledged'] as const),
  ...(['log.fold', 'log.mergeReads', 'log.saveDeliveries'] as const),
] as const satisfies readonly HostStep[];

const failing = [
  ...(['log.append', 'log.append', 'log.append', 'log.fold'] as const),
  ...(['log.mergeReads', 'log.saveDeliveries', 'log.readChapter', 'log.readUpdates'] as const),
] as const satisfies readonly LogStep[];

const performers: Record<ActKind, (scene: Scene) => void | Promise<void>> = {
  write({ stage, device, one, chance }) {
    const conversationId = chance.pick(stage.conversations) ?? stage.group;
    const conversation = one === null ? null : stage.look(one, conversationId);
    if (device.isPlain) return writePlainly({ stage, device, one, chance });
    if (one === null || conversation === null) return;
    say({ stage, device, one, conversation, count: chance.pick([1, 1, 1, 2, 5] as const) });
  },
  /** By another client than the app, which one can make send what the server was not given. */
  carry(scene) {
    const device = scene.stage.devices.find(({ isPlain }) => isPlain);
    if (device !== undefined) writePlainly({ ...scene, device }, drawFiles({ ...scene, device }));
  },
  burst({ stage, one, device, chance }) {
    const conversationId = chance.pick(stage.conversations) ?? stage.group;
    const conversation = one === null ? null : stage.look(one, conversationId);
    if (one !== null && conversation !== null) {
      say({ stage, device, one, conversation, count: 6 + chance.below(20) });
    }
  },
  again({ device: { plain }, chance }) {
    const message = chance.pick(plain?.ownMessages() ?? []);
    if (message !== undefined) plain?.writeAgain(message);
  },
  async pass({ stage, chance }) {
    const { wire, agenda } = stage.world;
    for (let count = 1 + chance.below(12); count > 0; count--) {
      const place = chance.pick(wire.waiting());
      if (place === undefined) return;
      place.connection.pass(place.direction);
      await agenda.settle(chance.once(4) ? chance.below(20) : Infinity);
    }
  },
  flush: ({ stage }) => stage.world.flush(),
  wait({ stage, chance }) {
    const ms = chance.pick(waitsMs);
    return chance.once(2) ? stage.world.flow(ms) : stage.world.agenda.advance(ms);
  },
  live: ({ stage, chance }) => stage.world.flow(200 + chance.below(3_000)),
  open({ stage, device }) {
    if (device.isPlain) stage.openPlain(device);
    else if (device.tabs.length < 2) stage.openTab(device);
  },
  look({ stage, one, chance }) {
    if (one !== null) stage.look(one, chance.pick(stage.conversations) ?? stage.group);
  },
  unlook({ stage, one, chance }) {
    const conversationId = chance.pick(stage.conversations) ?? stage.group;
    const conversation = one?.looking.get(conversationId);
    if (conversation === undefined) return;
    one?.looking.delete(conversationId);
    one?.tab.use(() => conversation.close());
  },
  read({ stage, device, one, chance }) {
    if (one !== null) stage.ledger.readers.add(device.person);
    for (const conversation of one?.looking.values() ?? []) {
      const keys = conversation.items.get().map(({ key }) => key);
      one?.tab.use(() => {
        if (chance.once(4)) void conversation.markAllRead();
        else conversation.noteSeen(keys.slice(0, 1 + chance.below(keys.length)));
      });
    }
  },
  unread({ stage, device, one, chance }) {
    if (one !== null) stage.ledger.readers.add(device.person);
    for (const conversation of one?.looking.values() ?? []) {
      const item = chance.pick(conversation.items.get());
      if (item !== undefined) one?.tab.use(() => conversation.markUnreadFrom(item));
    }
  },
  kill({ stage, device, one }) {
    if (one !== null) stage.killTab(device, one);
    device.plain?.kill();
    device.plain = null;
  },
  /** With no network somebody writes, it comes to the disk, and all their tabs are killed. */
  async leaveUnsent({ stage, device, one, chance }) {
    const conversationId = chance.pick(stage.conversations) ?? stage.group;
    const conversation = one === null ? null : stage.look(one, conversationId);
    if (one === null || conversation === null) return;
    stage.world.plug(device.browser, false);
    say({ stage, device, one, conversation, count: 1 + chance.below(3) });
    await stage.world.agenda.advance(1_000);
    stage.observe();
    for (const each of [...device.tabs]) stage.killTab(device, each);
  },
  async close({ stage, device, one }) {
    if (one === null) return;
    one.tab.use((messenger) => void messenger.close());
    await stage.world.agenda.settle();
    stage.killTab(device, one);
  },
  unplug: ({ stage, device }) => stage.world.plug(device.browser, false),
  plug: ({ stage, device }) => stage.world.plug(device.browser, true),
  cut({ stage, chance }) {
    chance.pick(stage.world.wire.connections)?.cut();
  },
  stall({ stage, chance }) {
    const sockets = stage.world.wire.connections.filter((connection) => connection instanceof DeviceSocket);
    const socket = chance.pick(sockets);
    if (socket !== undefined) socket.isStalled = true;
  },
  repeat({ stage, chance }) {
    const exchanges = stage.world.wire.connections.filter((connection) => connection instanceof HttpExchange);
    chance.pick(exchanges)?.repeat();
  },
  crash({ stage }) {
    if (stage.world.host.isUp) stage.ledger.counts.crashes++;
    stage.world.host.kill();
  },
  crashWithin({ stage, chance }) {
    const { host } = stage.world;
    const step = chance.pick(steps);
    let left = chance.below(3);
    host.onStep = (reached) => {
      if (reached !== step || left-- > 0) return;
      host.onStep = () => undefined;
      stage.ledger.counts.crashes++;
      host.kill();
    };
  },
  fail({ stage, chance }) {
    const { host } = stage.world;
    const step = chance.pick(failing);
    const fault = chance.pick<LogFault>(['before', 'after', 'told']);
    let [before, left] = [chance.below(2), 1 + chance.below(2)];
    host.faultAt = (reached) => {
      if (reached !== step || left === 0 || before-- > 0) return null;
      left--;
      stage.ledger.counts.faults++;
      return fault;
    };
  },
  stop: ({ stage }) => stage.world.host.stop(() => stage.world.flow(100)),
  start: ({ stage }) => startServer(stage),
  backUp({ stage }) {
    if (stage.world.host.isWhole) stage.backups.push(stage.world.host.backUp());
  },
  async restore({ stage, chance }) {
    const { host } = stage.world;
    if (!host.isWhole) return;
    const backup = chance.once(4) ? host.backUpBeginning() : chance.pick(stage.backups);
    if (backup === undefined) return;
    stage.ledger.counts.restores++;
    stage.world.host.kill();
    stage.world.host.restore(backup);
    stage.lives++;
    await startServer(stage);
  },
  add: (scene) =>
    changeGroup(scene, (userId, conversationId) => ({ kind: 'add-members', conversationId, userIds: [userId] })),
  remove: (scene) =>
    changeGroup(scene, (userId, conversationId) => ({ kind: 'remove-member', conversationId, userId })),
  leave: (scene) => changeGroup(scene, (_, conversationId) => ({ kind: 'leave-group', conversationId })),
  rename: (scene) =>
    changeGroup(scene, (_, conversationId) => ({
      ...{ kind: 'rename-group', conversationId },
      title: `Harbour ${scene.chance.below(100)}`,
    })),
  role: (scene) =>
    changeGroup(scene, (userId, conversationId) => {
      const role = scene.chance.pick<GroupRole>(['admin', 'member', 'reader', 'owner']);
      return { kind: 'set-role', conversationId, userId, role };
    }),
  ...contactPerformers,
  ...actionPerformers,
  draft({ stage, one, chance }) {
    const conversationId = chance.pick(stage.conversations) ?? stage.group;
    const text = chance.once(4) ? '' : `draft ${chance.below(1_000)}`;
    one?.tab.use(({ drafts }) => drafts.write(conversationId, text));
  },
  mark({ stage, one, chance }) {
    const conversationId = chance.pick(stage.conversations) ?? stage.group;
    const change = chance.pick<MarkChange>([
      ...[{ isPinned: true }, { isPinned: false }, { isArchived: true }, { isArchived: true }, { isArchived: false }],
      ...[{ isUnread: true }, { muteFor: 'always' as const }, { muteFor: 3_600_000 }, { muteFor: null }],
      ...(['all', 'mentions', 'none'] as const).map((notice) => ({ notice })),
    ]);
    one?.tab.use(({ marks }) => void marks.change(conversationId, change ?? {}));
  },
  discard: ({ stage, one }) => eachRefused(stage, one, 'discard'),
  retry: ({ stage, one }) => eachRefused(stage, one, 'retry'),
  clock({ device, chance }) {
    device.browser.clockErrorMs = drawClockError(chance);
  },
};

interface Saying extends Pick<Scene, 'stage' | 'device'> {
  readonly one: StageTab;
  readonly conversation: OpenConversation;
  readonly count: number;
}

function say({ stage, device: { person, browser }, one, conversation, count }: Saying): void {
  const { conversationId } = conversation;
  for (let left = count; left > 0; left--) {
    const text = stage.ledger.nextText();
    // By turns, so that no other chance is drawn: one of the first four, or nobody.
    const who = [0, 1, 2, 3].map((other) => stage.userId(other))[stage.ledger.written.size % 6];
    const mentions = who === undefined ? [] : [{ who, label: text.slice(1) }];
    const problem = one.tab.use(() => conversation.send(text, mentions));
    if (problem === null) stage.ledger.write({ text, person, device: browser.name, conversationId });
  }
}

/** A few files in all, so that many messages name the same. Now and then the server was not sent them. */
function drawFiles({ stage, device: { person }, chance }: Scene): readonly Attachment[] {
  const names = sampleNames.slice(chance.below(sampleNames.length - 1)).slice(0, 1 + chance.below(2));
  const files = names.map((name) => (chance.once(2) ? previewedOf(name) : documentOf(name)));
  if (!chance.once(5)) stage.world.host.takeFiles(stage.userId(person), files);
  return files;
}

function writePlainly(
  { stage, device: { plain, person, browser }, chance }: Scene,
  files?: readonly Attachment[],
): void {
  const conversationId = chance.pick(stage.conversations) ?? stage.group;
  const text = stage.ledger.nextText();
  if (plain?.write(conversationId, text, files) !== true) return;
  stage.ledger.write({ text, person, device: browser.name, conversationId });
}

export async function startServer({ world: { host } }: Stage): Promise<void> {
  if (!host.isUp) await host.start();
}

type Change = Parameters<NonNullable<StageTab['tab']['messenger']>['change']>[0];

function changeGroup(
  { stage, one, chance }: Scene,
  make: (userId: ReturnType<Stage['userId']>, group: Stage['group']) => Change,
): void {
  const command = make(stage.userId(chance.below(4)), stage.group);
  one?.tab.use((messenger) => messenger.change(command));
}

function eachRefused(stage: Stage, one: StageTab | null, what: 'discard' | 'retry'): void {
  for (const conversation of one?.looking.values() ?? []) {
    for (const item of conversation.items.get()) {
      const mark = one?.tab.use(() => conversation.markOf(item)) ?? null;
      if (mark?.status !== 'refused') continue;
      const written = stage.ledger.written.get(nameOf(item));
      if (written !== undefined && what === 'discard') written.wasDiscarded = true;
      one?.tab.use(() => conversation[what](item));
    }
  }
}
