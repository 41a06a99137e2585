// What the keys for bold, italic and so on make of a text: marks around what is selected, or away from there. Pure.

export interface Selected {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

export interface Formatted {
  /** What takes the place of which part of the text. */
  readonly from: number;
  readonly to: number;
  readonly text: string;
  /** What is selected afterwards. */
  readonly selection: readonly [from: number, to: number];
}

export type Format = 'bold' | 'italic' | 'strike' | 'code';

const marks: Readonly<Record<Format, string>> = { bold: '**', italic: '_', strike: '~~', code: '`' };
const fence = '```';

export function formatText(selected: Selected, format: Format): Formatted {
  const inside = withoutSpaces(selected);
  const words = inside.text.slice(inside.from, inside.to);
  if (format === 'code' && words.includes('\n')) return fenced(inside, words);
  const mark = marks[format];
  return unwrapped(inside, words, mark) ?? wrapped(inside, words, mark);
}

function wrapped({ from, to }: Selected, words: string, mark: string): Formatted {
  const start = from + mark.length;
  return { from, to, text: mark + words + mark, selection: [start, start + words.length] };
}

/** Whether the marks are selected with the words or stand around them, they go. */
function unwrapped({ text, from, to }: Selected, words: string, mark: string): Formatted | null {
  const { length } = mark;
  if (words.length >= 2 * length && words.startsWith(mark) && words.endsWith(mark)) {
    const bare = words.slice(length, -length);
    return { from, to, text: bare, selection: [from, from + bare.length] };
  }
  const isWithin = text.slice(from - length, from) === mark && text.slice(to, to + length) === mark;
  if (!isWithin || from < length) return null;
  return { from: from - length, to: to + length, text: words, selection: [from - length, to - length] };
}

/** A block of code stands in lines of its own. */
function fenced({ text, from, to }: Selected, words: string): Formatted {
  const before = from === 0 || text[from - 1] === '\n' ? '' : '\n';
  const behind = to === text.length || text[to] === '\n' ? '' : '\n';
  const start = from + before.length + fence.length + 1;
  return {
    ...{ from, to, text: `${before}${fence}\n${words}\n${fence}${behind}` },
    selection: [start, start + words.length],
  };
}

/** A mark beside a space marks nothing. */
function withoutSpaces({ text, from, to }: Selected): Selected {
  const words = text.slice(from, to);
  if (words.trim() === '') return { text, from: to, to };
  return { text, from: to - words.trimStart().length, to: from + words.trimEnd().length };
}
