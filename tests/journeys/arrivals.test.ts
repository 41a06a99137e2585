// What has just come is told once, and what a device catches up with is not.
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ConversationId } from '../../shared/ids.ts';
import type { EngineDevice } from '../kit/engine-device.ts';
import { goOffline, linkIs, openJourney, type Journey } from '../kit/journey.ts';
import type { Person } from '../kit/person.ts';
import { until } from '../kit/until.ts';
import { openDevice } from '../kit/wire-device.ts';

let journey: Journey;
let [ada, ben] = [] as unknown as [Person, Person];
let conversationId: ConversationId;
beforeEach(async () => {
  journey = await openJourney();
  ({ ada, ben, conversationId } = await journey.twoPeople());
});
afterEach(() => journey.close());

async function says(person: Person, text: string): Promise<void> {
  const device = await openDevice(person);
  const replica = await device.openConversation(conversationId);
  device.write(replica, text);
  await device.acknowledged(replica);
  await device.close();
}

/** How often this device told that something came, from now on. */
function heardOn({ messenger }: EngineDevice): () => number {
  let count = 0;
  messenger.onArrival((id) => {
    if (id === conversationId) count++;
  });
  return () => count;
}

const listed = ({ messenger }: EngineDevice) => messenger.conversations.get()[0];
/** Longer than a device waits before it tells: by its own timers, of which the earlier ones end first. */
const momentOn = ({ platform }: EngineDevice) => new Promise<void>((resolve) => platform.schedule(1_000, resolve));

const newestIs = (device: EngineDevice, text: string) =>
  until(() => listed(device)?.lastMessage?.text === text, `${text} to be the newest`);

test('a message of somebody else is told, whether its conversation is open or not; one’s own and what was missed are not', async () => {
  const phone = await journey.start(ben, { haste: 20 });
  await linkIs(phone, 'online');
  await until(() => listed(phone) !== undefined, 'the conversation');
  const heard = heardOn(phone);
  await says(ada, 'one');
  await until(() => heard() === 1, 'word of it');
  await phone.open(conversationId);
  await says(ada, 'two');
  await until(() => heard() === 2, 'word of the next');
  await says(await ben.signInAgain(), 'mine');
  await newestIs(phone, 'mine');
  await goOffline(phone);
  await says(ada, 'missed');
  phone.setNetwork(true);
  await newestIs(phone, 'missed');
  await momentOn(phone);
  for (const [index, text] of ['three', 'four'].entries()) {
    await says(ada, text);
    await until(() => heard() >= 3 + index && listed(phone)?.unread === 4 + index, `word of ${text}`);
  }
  await momentOn(phone);
  expect(heard()).toBe(4);
});
