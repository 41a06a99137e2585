// How somebody is to be found, in words. Pure.
import type { PersonPresence } from '../../../shared/protocol/presence.ts';
import type { Words } from '../words/en.ts';
import type { Times } from '../words/times.ts';

export interface PresenceWording {
  readonly words: Words;
  readonly times: Times;
  readonly nowMs: number;
}

/** Empty where nothing is known, or nothing is to be said. */
export function presenceText(presence: PersonPresence | null, wording: PresenceWording): string {
  if (presence === null) return '';
  const where = whereabouts(presence, wording);
  if (where === '') return presence.text;
  return presence.text === '' ? where : wording.words.presence.withText(where, presence.text);
}

function whereabouts({ state, lastSeen }: PersonPresence, { words, times, nowMs }: PresenceWording): string {
  if (state !== 'offline') return words.presence[state];
  return lastSeen === null ? '' : words.presence.lastSeen(times.brief(lastSeen, nowMs));
}
