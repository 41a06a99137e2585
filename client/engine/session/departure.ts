// A person leaves this device: their session ends and everything of theirs is wiped.
// Promises: once begun it is finished, also by the next start after a kill and without the network for as long as it
// takes; nobody is let in by the cookie of a session that they meant to end. Nothing of anybody else is touched.
// What everybody's data is named by is in person-prefix.ts.
import * as v from 'valibot';
import { parseUserId, type UserId } from '../../../shared/ids.ts';
import type { Api } from '../api/api.ts';
import type { Platform } from '../platform.ts';
import { findDatabases, notesPrefix } from './database-registry.ts';
import { personPrefix } from './person-prefix.ts';
import { makeSessionMemory } from './session-memory.ts';

type Device = Pick<
  Platform,
  'store' | 'origin' | 'schedule' | 'listDatabases' | 'deleteDatabase' | 'forgetPictures' | 'forgetFiles'
>;

export interface Place {
  readonly platform: Device;
  readonly api: Pick<Api, 'hello' | 'signOut'>;
}

/** Outside of what is wiped. */
const markPrefix = 'biz1/leaving/';
const mark = v.object({
  userId: v.custom<UserId>((value) => parseUserId(value) !== null, 'not a user id'),
  /** False when the server has ended it, or its cookie is another one's. */
  isSessionOpen: v.boolean(),
});
export type Begun = v.InferOutput<typeof mark>;

/** Another tab may take a moment to let go of a database; one that is frozen never does. */
const maxWipeMs = 5_000;

/** From here on it is decided, whatever happens to this page. Answers what `finishDeparture` needs. */
export function beginDeparture({ store }: Pick<Platform, 'store'>, begun: Begun): Begun {
  const memory = makeSessionMemory(store);
  // First: somebody remembered would be let in while they are being wiped.
  if (memory.read()?.userId === begun.userId) memory.forget();
  writeMark({ store }, begun);
  return begun;
}

/** Whether this or another tab has begun it. */
export function isDeparting({ store }: Pick<Platform, 'store'>, userId: UserId): boolean {
  return store.read(`${markPrefix}${userId}`) !== null;
}

/** Goes on with every departure that was begun. False when the server must still be told, and cannot be. */
export async function finishDepartures(place: Place): Promise<boolean> {
  const tellings = await Promise.all(readMarks(place.platform).map((begun) => finishDeparture(place, begun)));
  return tellings.every(Boolean);
}

/** False when the server must still be told, and cannot be. */
export async function finishDeparture({ platform, api }: Place, begun: Begun): Promise<boolean> {
  const isTold = !begun.isSessionOpen || (await endSession(api, begun.userId));
  if (isTold) writeMark(platform, { ...begun, isSessionOpen: false });
  const isWiped = await wipe(platform, personPrefix(platform, begun.userId));
  if (isTold && isWiped) platform.store.remove(`${markPrefix}${begun.userId}`);
  return isTold;
}

/** Somebody has signed in: this browser's cookie is theirs, and what they had begun to leave is theirs again. */
export function noteSignIn({ store }: Pick<Platform, 'store'>, userId: UserId): void {
  for (const begun of readMarks({ store })) writeMark({ store }, { ...begun, isSessionOpen: false });
  store.remove(`${markPrefix}${userId}`);
}

/** Only their own: the browser may be somebody else's by now. True when there is none any more. */
async function endSession(api: Place['api'], userId: UserId): Promise<boolean> {
  const hello = await api.hello();
  if (hello.status === 'failed') return false;
  if (hello.value.me?.userId !== userId) return true;
  const answer = await api.signOut();
  return answer.status === 'ok' || answer.code === 'not-signed-in';
}

/** True when all is gone. */
async function wipe(platform: Device, prefix: string): Promise<boolean> {
  await platform.forgetPictures();
  const names = await findDatabases(platform, prefix);
  const areFilesGone = await platform.forgetFiles(prefix);
  const areGone = await Promise.all(names.map((name) => isDeleted(platform, name)));
  if (areFilesGone && areGone.every(Boolean)) {
    platform.store.removeAll(`${prefix}/`);
    return true;
  }
  const notes = notesPrefix(prefix); // the next start tries again by them
  for (const key of platform.store.keys(`${prefix}/`)) if (!key.startsWith(notes)) platform.store.remove(key);
  return false;
}

async function isDeleted({ deleteDatabase, schedule }: Device, name: string): Promise<boolean> {
  let cancel: () => void = () => undefined;
  const isLate = new Promise<boolean>((resolve) => (cancel = schedule(maxWipeMs, () => resolve(false))));
  const deletion = deleteDatabase(name).then(
    () => true,
    () => false, // the next start tries again
  );
  const isGone = await Promise.race([deletion, isLate]);
  cancel();
  return isGone;
}

function readMarks({ store }: Pick<Platform, 'store'>): Begun[] {
  return store.keys(markPrefix).flatMap((key) => {
    const parsed = v.safeParse(mark, store.read(key));
    return parsed.success ? [parsed.output] : [];
  });
}

function writeMark({ store }: Pick<Platform, 'store'>, begun: Begun): void {
  store.write(`${markPrefix}${begun.userId}`, begun);
}
