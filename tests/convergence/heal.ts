// Everything that was broken is mended, and time passes until nothing waits any more: the network is there, a server
// runs, each device has an open tab that looks at every conversation. Clocks stay as wrong as they are.
import { DeviceSocket } from '../world/wire.ts';
import type { Written } from './ledger.ts';
import { markIn } from './mark-of.ts';
import { readServer } from './read-server.ts';
import type { Stage } from './stage.ts';
import { startServer } from './perform.ts';

/** Longer than all pauses of the engine in a row: reconnecting, coming again after refusals, a silent network. */
const patienceMs = 20 * 60_000;
const lookEveryMs = 10_000;

export async function heal(stage: Stage): Promise<void> {
  const { world, ledger } = stage;
  world.host.onStep = () => undefined;
  world.host.faultAt = () => null;
  await startServer(stage);
  for (const device of stage.devices) {
    world.plug(device.browser, true);
    if (device.isPlain && device.plain === null) stage.openPlain(device);
    else if (!device.isPlain && device.tabs.length === 0) stage.openTab(device);
  }
  const late = await sendUnseen(stage);
  for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += lookEveryMs) {
    await world.flow(lookEveryMs);
    lookAtAll(stage);
    await world.flow(2_000);
    stage.observe();
    if (waitingIn(stage).length === 0) break;
  }
  await world.flow(lookEveryMs);
  lookAtAll(stage); // a conversation may have come to the list since
  await world.flow(lookEveryMs);
  stage.observe();
  for (const what of waitingIn(stage)) ledger.problem(`waits for ever: ${what}`);
  for (const { text, wasRefused } of late) {
    if (!wasRefused) ledger.problem(`waits for somebody to look: ${text}`);
  }
}

/** Long enough for a start, its first pauses, and another life of a document. */
const unseenMs = 5 * 60_000;

/** What is on a device's disk goes to the server although nobody looks at it. Answers what did not. */
async function sendUnseen(stage: Stage): Promise<readonly Written[]> {
  const { world, ledger } = stage;
  for (let waitedMs = 0; waitedMs < unseenMs; waitedMs += lookEveryMs) {
    await world.flow(lookEveryMs);
    if ((await unsent()).length === 0) return [];
  }
  return unsent();
  async function unsent(): Promise<readonly Written[]> {
    stage.observe();
    const logged = new Set<string>();
    for (const conversationId of stage.conversations) {
      for (const text of (await readServer(stage, conversationId)).texts) logged.add(text);
    }
    return [...ledger.written.values()].filter((one) => {
      const isLost = one.wasLetGo && stage.lives > 0; // with what a backup has taken back
      const isGone = one.wasRefused || one.wasDiscarded || one.wasErased || isLost || logged.has(one.text);
      return one.best === 'waiting' && !isGone && stage.sees(one.person, one.conversationId) !== null;
    });
  }
}

/**
 * Everything works again, at once and for those alone who may see it: each device writes into each conversation, the
 * others have it within seconds, and then somebody is taken out of the group while the talk goes on.
 */
export async function talkOn(stage: Stage): Promise<void> {
  const { world, ledger } = stage;
  await writeEverywhere(stage);
  await world.flow(soonMs);
  stage.observe();
  for (const what of waitingIn(stage)) ledger.problem(`does not go on: ${what}`);
  const owner = stage.tabs.find(({ device }) => device.person === 0);
  const shutOut = [1, 2].find((person) => stage.sees(person, stage.group) !== null);
  if (owner === undefined || shutOut === undefined) return;
  const command = { kind: 'remove-member', conversationId: stage.group, userId: stage.userId(shutOut) } as const;
  owner.one.tab.use((messenger) => messenger.change(command));
  await world.flow(soonMs);
  stage.observe();
  await writeEverywhere(stage);
  await world.flow(soonMs);
  stage.observe();
}

/** Somebody reads everything on one device: then it is read on all of theirs, and whoever wrote it knows. */
export async function readOn(stage: Stage): Promise<void> {
  for (const person of stage.world.prepared.people.keys()) {
    const mine = stage.tabs.find(({ device }) => device.person === person);
    if (mine === undefined) continue;
    stage.ledger.readers.add(person);
    for (const conversation of mine.one.looking.values()) {
      mine.one.tab.use(() => void conversation.markAllRead());
    }
  }
  await stage.world.flow(soonMs);
  stage.observe();
}

/** Longer than any pause while nothing is broken. */
const soonMs = 15_000;

async function writeEverywhere(stage: Stage): Promise<void> {
  for (const { device, one } of stage.tabs) {
    for (const [conversationId, conversation] of one.looking) {
      if (!stage.conversations.includes(conversationId)) continue;
      const text = stage.ledger.nextText();
      const problem = one.tab.use(() => conversation.send(text));
      if (problem === null) {
        stage.ledger.write({ text, person: device.person, device: device.browser.name, conversationId });
      }
    }
    await stage.world.agenda.settle();
  }
}

function lookAtAll(stage: Stage): void {
  for (const { one } of stage.tabs) {
    const listed = one.tab.messenger?.conversations.get() ?? [];
    for (const { conversationId } of listed) stage.look(one, conversationId);
  }
}

/** What still waits, in words. */
function waitingIn(stage: Stage): string[] {
  const dead = stage.world.wire.connections.filter(
    (one) => one instanceof DeviceSocket && one.isStalled && one.readyState < 2,
  );
  return [
    ...dead.map(({ name }) => `${name} to be found dead`),
    ...stage.tabs.flatMap(({ one: { tab, looking } }) => {
      const { name } = tab.machine;
      const { messenger } = tab;
      if (messenger === null) return [`${name} to open`];
      const link = messenger.link.get();
      const commands = messenger.pendingCommands.get().map(({ command }) => `${name}: the command ${command.kind}`);
      const messages = [...looking.values()].flatMap((conversation) =>
        conversation.items.get().flatMap((item) => {
          const status = markIn(tab, conversation, item)?.status;
          return status === 'writing' || status === 'waiting' ? [`${name}: ${item.text} is ${status}`] : [];
        }),
      );
      return [
        ...(link.status === 'online' ? [] : [`${name} to be online, it is ${link.status}`]),
        ...commands,
        ...messages,
      ];
    }),
  ];
}
