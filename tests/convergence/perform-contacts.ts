// What people of a world do with each other beyond talking: beginning a conversation, asking to be contacts, parting and
// blocking. Each with somebody drawn, with or without a network.
import type { ContactCommand } from '../../shared/protocol/commands.ts';
import type { Messenger } from '../../client/engine/messenger.ts';
import type { Pair } from './ledger.ts';
import type { ContactAct } from './plan.ts';
import type { Scene } from './perform.ts';

export const contactPerformers: Record<ContactAct, (scene: Scene) => void> = {
  begin(scene) {
    const pair = drawPair(scene);
    beginWith(scene, pair, (messenger) => messenger.startDirect(scene.stage.userId(pair.to)));
  },
  ask(scene) {
    const { stage, device } = scene;
    const pair = drawPair(scene);
    const text = stage.ledger.nextText();
    const begun = beginWith(scene, pair, (messenger) => messenger.requestContact(stage.userId(pair.to), text));
    if (begun === null) return;
    stage.ledger.requests.set(text, pair);
    stage.ledger.write({ text, person: device.person, device: device.browser.name, conversationId: begun });
  },
  answer(scene) {
    const kind = scene.chance.pick(['accept-contact', 'accept-contact', 'decline-contact'] as const);
    const received = scene.one?.tab.messenger?.contacts.get().received ?? [];
    const from = scene.chance.pick(received)?.person.userId;
    if (from === undefined) return;
    if (kind === 'accept-contact') {
      scene.stage.ledger.agreements.push({ from: scene.device.person, to: scene.stage.personOf(from) });
    }
    scene.one?.tab.use((messenger) => messenger.change({ kind, userId: from }));
  },
  part: (scene) => void changeContact(scene, scene.chance.pick(['remove-contact', 'withdraw-contact'] as const)),
  block: (scene) => {
    const to = changeContact(scene, 'block-person');
    scene.stage.ledger.blocked.push({ from: scene.device.person, to });
  },
  unblock: (scene) => void changeContact(scene, 'unblock-person'),
};

function drawPair({ device: { person }, chance }: Scene): Pair {
  return { from: person, to: (person + 1 + chance.below(3)) % 4 };
}

/** Now and then with no network. Answers the conversation that begins; null where the tab is not open yet. */
function beginWith(
  { stage, device, one, chance }: Scene,
  pair: Pair,
  begin: (messenger: Messenger) => ReturnType<Messenger['startDirect']>,
) {
  const other = stage.userId(pair.to);
  const isKnown = one?.tab.use((messenger) => messenger.personOf(other)) ?? null;
  if (one === null || isKnown === null) {
    one?.tab.use((messenger) => void messenger.findPeople(stage.nameOf(pair.to)));
    return null;
  }
  if (chance.once(3)) stage.world.plug(device.browser, false);
  const conversationId = stage.begin(pair);
  const beginning = async (messenger: Messenger) => {
    if ((await begin(messenger)).status === 'ok') stage.ledger.begun.push({ person: pair.from, conversationId });
  };
  one.tab.use((messenger) => void beginning(messenger));
  return conversationId;
}

/** Answers with whom. */
function changeContact(scene: Scene, kind: Exclude<ContactCommand['kind'], 'request-contact'>): number {
  const { to } = drawPair(scene);
  scene.one?.tab.use((messenger) => messenger.change({ kind, userId: scene.stage.userId(to) }));
  return to;
}
