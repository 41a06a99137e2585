// Which emoji this person has picked last on this device, and in which colour of skin. Kept beside the drafts, so that it
// goes when they sign out. Does not know what an emoji is.
import * as v from 'valibot';
import type { KeptStore } from '../disk/kept-store.ts';

export interface EmojiHabit {
  /** Each once, the last first, without its colour. */
  readonly recent: readonly string[];
  /** Empty where none was chosen. */
  readonly tone: string;
}

export interface EmojiHabits {
  read(): EmojiHabit;
  notePicked(emoji: string): void;
  chooseTone(tone: string): void;
}

const key = 'emoji';
/** Three rows of the picker. */
const maxRecent = 24;

const schema = v.object({
  recent: v.fallback(v.array(v.string()), []),
  tone: v.fallback(v.string(), ''),
});

export function makeEmojiHabits(kept: Pick<KeptStore, 'read' | 'write'>): EmojiHabits {
  const read = (): EmojiHabit => v.parse(schema, Object(kept.read(key)));
  return {
    read,
    notePicked(emoji) {
      const { recent, tone } = read();
      kept.write(key, { recent: [emoji, ...recent.filter((other) => other !== emoji)].slice(0, maxRecent), tone });
    },
    chooseTone: (tone) => kept.write(key, { ...read(), tone }),
  };
}
