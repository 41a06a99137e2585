// A long text in pieces that are laid out and coloured each by itself. Pure.
// Promises: together they are the text, but for signs that turn the direction of a code, which are named instead.

/** What is coloured at once; see `highlight-code.ts`. */
const pieceLength = 4_000;

/** `language` as `languageOf` names it: a text that is no code is left as it is. */
export function splitText(text: string, language: string): readonly string[] {
  const shown = language === '' ? text : text.replace(turning, nameSign);
  const pieces: string[] = [];
  for (let at = 0; at < shown.length;) {
    const end = endOfPiece(shown, at);
    pieces.push(shown.slice(at, end));
    at = end;
  }
  return pieces;
}

/** With them a code reads otherwise than it runs. */
const turning = /[\u202A-\u202E\u2066-\u2069]/g;

function nameSign(sign: string): string {
  return `⟨U+${sign.charCodeAt(0).toString(16).toUpperCase()}⟩`;
}

/** At a line's end where there is one, never within a character. */
function endOfPiece(text: string, at: number): number {
  const most = at + pieceLength;
  if (most >= text.length) return text.length;
  const line = text.lastIndexOf('\n', most - 1);
  if (line >= at) return line + 1;
  return /[\uDC00-\uDFFF]/.test(text.charAt(most)) ? most - 1 : most;
}

const plain = new Set(['', 'txt', 'text', 'md', 'markdown', 'log', 'csv', 'tsv', 'rst', 'srt', 'vtt']);

/** What the highlighter may know it by; empty for what people write to each other. */
export function languageOf(name: string): string {
  const ending = /\.([a-z0-9_+-]{1,12})$/i.exec(name)?.[1]?.toLowerCase();
  const language = ending ?? name.toLowerCase();
  return plain.has(language) || !/^[a-z0-9_+-]+$/.test(language) ? '' : language;
}
