// What stands in the lines of a text: bold, italic, strike, code, links and mentions, as `tree.ts` has them.
// One walk from the first character to the last. What is open is kept in `open-spans.ts`, which is bounded; what has to be
// looked for ahead (the end of code, the end of an address) is found for all places at once. So the work is linear.
import { characterAt, characterBefore, isSpace, isWordCharacter } from './characters.ts';
import { findBareAddress } from './bare-address.ts';
import { parseAddress } from './address.ts';
import { makeOpenSpans, type OpenSpans } from './open-spans.ts';
import type { FindMention } from '../rules/mentions.ts';
import type { Span } from './tree.ts';

export type ParseSpans = (text: string) => readonly Span[];

/** A longer run of marks is a line or a secret, no emphasis. */
const longestMark = { '*': 3, _: 3, '~': 2 };
type Mark = keyof typeof longestMark;

/** What may stand right before a mark that opens, or right behind one that closes, beside spaces and whatever is not ASCII. */
const mayPrecede = /[([{"':,;!?|>*_~`]/;
const mayFollow = /[)\]}"':,;.!?|<\-/*_~`]/;
const mayPrecedeEscape = /[([{"'>|*_~`]/;
const ascii = /[!-~]/;
const escapable = /[\\*_~`[\]()<>#+.!@-]/;
const emptyLines = /(\n[^\S\n]*(?:\n[^\S\n]*)+)/;

export function makeSpanParser(findMention: FindMention): ParseSpans {
  // Nothing reaches over an empty line: a mark that was forgotten ends there.
  return (text) => {
    const open = makeOpenSpans();
    text.split(emptyLines).forEach((stretch, index) => {
      if (index % 2 === 0) parseStretch(stretch, open, findMention);
      else open.addText(stretch);
      open.dissolveAll();
    });
    return open.spans();
  };
}

function parseStretch(text: string, open: OpenSpans, findMention: FindMention): void {
  const codeEnds = endsOfCode(text);
  const bracketEnds = endsOfBrackets(text);
  for (let at = 0; at < text.length;) {
    at =
      readEscape(text, at, open) ??
      readCode({ text, at, open, ends: codeEnds }) ??
      readMark(text, at, open) ??
      readBracket({ text, at, open, ends: bracketEnds }) ??
      readMention({ text, at, open, findMention }) ??
      readAddress(text, at, open) ??
      readCharacter(text, at, open);
  }
}

function readCharacter(text: string, at: number, open: OpenSpans): number {
  open.addText(text.charAt(at));
  return at + 1;
}

/** At the beginning of a word only: paths and drawn faces have backslashes of their own. */
function readEscape(text: string, at: number, open: OpenSpans): number | null {
  if (text[at] !== '\\' || !escapable.test(text.charAt(at + 1)) || text[at + 1] === '\\') return null;
  const before = characterBefore(text, at);
  if (!isSpace(before) && !mayPrecedeEscape.test(before)) return null;
  open.addText(text.charAt(at + 1));
  return at + 2;
}

interface Ends {
  readonly text: string;
  readonly at: number;
  readonly open: OpenSpans;
  readonly ends: ReadonlyMap<number, number>;
}

/** As many marks end code as begin it. Behind a letter it is an apostrophe. */
function readCode({ text, at, open, ends }: Ends): number | null {
  if (text[at] !== '`') return null;
  const marks = runLength(text, at);
  const end = isWordCharacter(characterBefore(text, at)) ? undefined : ends.get(at);
  if (end === undefined) {
    open.addText(text.slice(at, at + marks));
    return at + marks;
  }
  open.addSpan({ kind: 'code', text: withoutMargin(text.slice(at + marks, end)) });
  return end + marks;
}

/** A space keeps marks in the code apart from those around it. */
function withoutMargin(code: string): string {
  const isKeptApart = code.startsWith(' ') && code.endsWith(' ') && code.includes('`');
  return isKeptApart ? code.slice(1, -1) : code;
}

function readMark(text: string, at: number, open: OpenSpans): number | null {
  const mark = text.charAt(at);
  if (!isMark(mark)) return null;
  const count = runLength(text, at);
  const [before, after] = [characterBefore(text, at), characterAt(text, at + count)];
  const isRule = count <= longestMark[mark];
  const mayClose = isRule && !isSpace(before) && mayCloseBefore(after, characterAt(text, at + count + after.length));
  const left = mayClose ? open.close(mark, count) : count;
  if (left > 0 && isRule && !isSpace(after) && mayOpenAfter(before)) open.open(mark, left);
  else open.addText(mark.repeat(left));
  return at + count;
}

function isMark(character: string): character is Mark {
  return Object.hasOwn(longestMark, character);
}

function mayOpenAfter(before: string): boolean {
  if (isSpace(before)) return true;
  return ascii.test(before) ? mayPrecede.test(before) : !isWordCharacter(before);
}

/** What goes on behind a dot or a slash is a name of files. */
function mayCloseBefore(after: string, next: string): boolean {
  if (isSpace(after)) return true;
  if ((after === '.' || after === '/') && isWordCharacter(next)) return false;
  return ascii.test(after) ? mayFollow.test(after) : !isWordCharacter(after);
}

/** `[words](address)`; brackets of any other kind are brackets. */
function readBracket({ text, at, open, ends }: Ends): number | null {
  if (text[at] === '[') {
    open.open('[', 1);
    return at + 1;
  }
  if (text[at] !== ']') return null;
  const end = text[at + 1] === '(' ? ends.get(at + 1) : undefined;
  const href = end === undefined ? null : parseAddress(text.slice(at + 2, end));
  if (end !== undefined && href !== null && open.closeLink(href)) return end + 1;
  open.dissolveBracket();
  open.addText(']');
  return at + 1;
}

function readMention(place: { text: string; at: number; open: OpenSpans; findMention: FindMention }): number | null {
  const found = place.findMention(place.text, place.at);
  if (found === null) return null;
  place.open.addSpan({ kind: 'mention', who: found.mention.who, label: found.mention.label });
  return found.to;
}

function readAddress(text: string, at: number, open: OpenSpans): number | null {
  const address = findBareAddress(text, at, (mark) => open.has(mark));
  if (address === null) return null;
  const typed = text.slice(at, address.end);
  if (address.href === null) open.addText(typed);
  else open.addSpan({ kind: 'link', href: address.href, spans: [{ kind: 'text', text: typed }] });
  return address.end;
}

function runLength(text: string, at: number): number {
  let end = at + 1;
  while (text[end] === text[at]) end++;
  return end - at;
}

/** For each run of backticks where the next run of the same length begins. From the end, so that each is looked at once. */
function endsOfCode(text: string): ReadonlyMap<number, number> {
  const ends = new Map<number, number>();
  const nextOfLength = new Map<number, number>();
  for (const run of [...text.matchAll(/`+/g)].toReversed()) {
    const next = nextOfLength.get(run[0].length);
    if (next !== undefined) ends.set(run.index, next);
    nextOfLength.set(run[0].length, run.index);
  }
  return ends;
}

/** For each round bracket where the one that closes it stands. An address has no spaces: none reaches over one. */
function endsOfBrackets(text: string): ReadonlyMap<number, number> {
  const ends = new Map<number, number>();
  let waiting: number[] = [];
  for (const { 0: sign, index } of text.matchAll(/[()\s]/g)) {
    if (sign === '(') waiting.push(index);
    else if (sign !== ')') waiting = [];
    else ends.set(waiting.pop() ?? -1, index);
  }
  return ends;
}
