// Which emoji somebody means by what they typed: a shortcode, a name, or words about it. Pure.
import { characterBefore, isWordCharacter } from '../../../shared/text/characters.ts';
import { foldText } from '../../../shared/text/fold-text.ts';
import type { Emoji } from './emoji-set.ts';

/** `:-)` and `10:30` ask for nothing, and a single letter fits half of them. */
const minQueryLength = 2;
const shortcodeCharacters = /^[\p{L}\p{M}\p{N}_+-]+$/u;
const whole = /^:([\w+-]+):$/;

export interface ShortcodeQuery {
  /** Where the colon stands. */
  readonly from: number;
  readonly query: string;
}

/** What is typed behind a colon up to the caret; null where no emoji is being typed. */
export function findShortcodeQuery(text: string, caret: number): ShortcodeQuery | null {
  const from = text.lastIndexOf(':', caret - 1);
  const query = text.slice(from + 1, caret);
  if (from < 0 || query.length < minQueryLength || !shortcodeCharacters.test(query)) return null;
  return isWordCharacter(characterBefore(text, from)) ? null : { from, query };
}

/** The emoji whose shortcode has just been typed whole, `:tada:`, with its place; null where none has. */
export function findWholeShortcode(
  text: string,
  caret: number,
  emoji: readonly Emoji[],
): { readonly from: number; readonly found: Emoji } | null {
  if (text[caret - 1] !== ':') return null;
  const from = text.lastIndexOf(':', caret - 2);
  const name = whole.exec(text.slice(Math.max(0, from), caret))?.[1]?.toLowerCase();
  if (name === undefined || caret < 2 || isWordCharacter(characterBefore(text, from))) return null;
  const found = emoji.find(({ shortcodes }) => shortcodes.includes(name));
  return found === undefined ? null : { from, found };
}

/** The likeliest first, equals in their own order. Accents, case and `_` make no difference; each typed word has to fit. */
export function findEmoji(query: string, emoji: readonly Emoji[], max = Number.POSITIVE_INFINITY): readonly Emoji[] {
  const typed = spaced(query);
  if (typed === '') return emoji.slice(0, max);
  const beginnings = typed.split(' ');
  return emoji
    .map((one) => ({ one, misfit: misfitOf(typed, beginnings, one) }))
    .filter(({ misfit }) => misfit !== null)
    .sort((one, other) => (one.misfit ?? 0) - (other.misfit ?? 0))
    .slice(0, max)
    .map(({ one }) => one);
}

/** 0 fits best; null: not this one. */
function misfitOf(typed: string, beginnings: readonly string[], { shortcodes, words }: Emoji): number | null {
  const ways = [...shortcodes.map(spaced), ...words];
  const index = ways.indexOf(typed);
  if (index >= 0) return index < shortcodes.length ? 0 : 1;
  const begun = ways.findIndex((way) => way.startsWith(typed));
  if (begun >= 0) return begun < shortcodes.length ? 2 : 3;
  const single = ways.flatMap((way) => way.split(/[\s-]+/));
  return beginnings.every((beginning) => single.some((word) => word.startsWith(beginning))) ? 4 : null;
}

function spaced(text: string): string {
  return foldText(text)
    .replace(/[\s_]+/g, ' ')
    .trim();
}
