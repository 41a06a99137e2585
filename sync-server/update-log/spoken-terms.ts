// What of a text stands in the index, as words of SQLite's plainest tokenizer: it takes letters and digits of ASCII and
// everything beyond it for a word, and parts at the rest. So the rest moves beyond. Pure.
// Whatever holds a text as a part holds all of its pieces: a text that is looked for is found by those of its words.
import { allKinds, holdsKind, type Kind, type Said } from '../../shared/search/kinds.ts';
import { wordsIn } from '../../shared/search/match.ts';
import { foldText } from '../../shared/text/fold-text.ts';

/**
 * How texts are folded and cut, and which kinds are told. Another number whenever that changes: what is taken out must be
 * what was put in.
 */
export const termsForm = 2;

/** All by which a message is found, but who wrote it and where. */
export function termsOf(said: Said): string[] {
  const pieces = [...piecesOf(foldText(wordsIn(said)))].map(pieceTerm);
  return [...pieces, ...allKinds.filter((kind) => holdsKind(kind, said)).map(kindTerm)];
}

const gap = /\s+/u;
/** Scripts that write no gaps: one or two characters are a word. */
const dense = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;

/** The pieces of a folded text: three characters of each word, and one and two where those are a word already. */
export function piecesOf(folded: string): Set<string> {
  const pieces = new Set<string>();
  for (const word of folded.split(gap)) {
    const characters = Array.from(word);
    for (const [index, character] of characters.entries()) {
      const [next, third] = [characters[index + 1], characters[index + 2]];
      if (dense.test(character)) {
        pieces.add(character);
        if (next !== undefined) pieces.add(character + next);
      }
      if (next !== undefined && third !== undefined) pieces.add(character + next + third);
    }
  }
  return pieces;
}

/** Those by which a text is found that is looked for: none where it is too short to go by. */
export function piecesFor(folded: string): Set<string> {
  const needed = new Set<string>();
  for (const word of folded.split(gap)) {
    const characters = Array.from(word);
    const size = characters.length > 2 ? 3 : characters.length === 2 && dense.test(characters[0] ?? '') ? 2 : 1;
    for (const piece of piecesOf(word)) if (Array.from(piece).length === size) needed.add(piece);
  }
  return needed;
}

const moved = 0xe000;

export function pieceTerm(piece: string): string {
  return piece.replaceAll(/[^a-z0-9\u0080-\uffff]/g, (character) =>
    String.fromCharCode(moved + character.charCodeAt(0)),
  );
}

/** The conversation's number in the log. */
export function conversationTerm(conversation: number): string {
  return `\ue100${conversation}`;
}

export function authorTerm(author: string): string {
  return `\ue101${pieceTerm(author)}`;
}

/** What a message holds besides words. */
export function kindTerm(kind: Kind): string {
  return `\ue102${kind}`;
}

/** A word of the index's own language, in quotation marks: nothing in it is an operator. */
export function quoted(term: string): string {
  return `"${term}"`;
}
