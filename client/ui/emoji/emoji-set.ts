// All emoji with their names and the words by which people look for them, in the languages that the reader may search in.
// Reads the files in `lists/`; `load-emoji.ts` brings them.
import { foldText } from '../../../shared/text/fold-text.ts';

/** In Unicode's numbers; 2 is what hair and skin are made of. */
export const emojiGroups = {
  0: 'smileys',
  1: 'people',
  3: 'nature',
  4: 'food',
  5: 'travel',
  6: 'activities',
  7: 'objects',
  8: 'symbols',
  9: 'flags',
} as const;
export type EmojiGroup = (typeof emojiGroups)[keyof typeof emojiGroups];

export interface Emoji {
  readonly emoji: string;
  readonly group: EmojiGroup;
  /** `withTone` makes its tones. */
  readonly hasTones: boolean;
  /** What may stand between colons, the best known first. */
  readonly shortcodes: readonly string[];
  /** In the reader's language, in English where it has none. */
  readonly name: string;
  /** Folded: the names and words of all languages that were read. */
  readonly words: readonly string[];
}

/**
 * `lines`: one emoji each, `😀 0 - grinning grinning_face`: itself, its group, `t` where it has tones, its shortcodes.
 * `languages`: the reader's first; for each emoji its name and then its words, parted by `|`, empty where there are none.
 */
export function readEmojiSet(lines: readonly string[], languages: readonly (readonly string[])[]): readonly Emoji[] {
  return lines.map((line, index) => {
    const [emoji = '', group = '', tones, ...shortcodes] = line.split(' ');
    const known = languages.map((words) => words[index] ?? '').filter((words) => words !== '');
    return {
      emoji,
      group: emojiGroups[Number(group) as keyof typeof emojiGroups], // the files hold these alone
      hasTones: tones === 't',
      shortcodes,
      name: known[0]?.split('|')[0] ?? shortcodes[0] ?? emoji,
      words: [...new Set(foldText(known.join('|')).split('|'))],
    };
  });
}
