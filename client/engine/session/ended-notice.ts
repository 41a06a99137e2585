// What the sign-in screen says of a session that another device has ended, until somebody signs in.
// It outlives the wipe, so it names nobody and holds a number only.
import * as v from 'valibot';
import type { LocalStore } from './local-store.ts';

/** `unsent`: messages and commands that the server did not have, and that are lost. */
const notice = v.object({ unsent: v.pipe(v.number(), v.safeInteger(), v.minValue(0)) });
export type EndedNotice = v.InferOutput<typeof notice>;

const key = 'biz1/ended-elsewhere';

export function readEndedNotice(store: LocalStore): EndedNotice | null {
  const parsed = v.safeParse(notice, store.read(key));
  return parsed.success ? parsed.output : null;
}

/** Of several tabs that count at once, the one that still found the most is right. */
export function writeEndedNotice(store: LocalStore, { unsent }: EndedNotice): void {
  store.write(key, { unsent: Math.max(unsent, readEndedNotice(store)?.unsent ?? 0) });
}

export function clearEndedNotice(store: LocalStore): void {
  store.remove(key);
}
