// Lists as people type them: `- `, `* `, `• `, `1. ` or `1) ` before the words, deeper ones further in. Pure.
import type { ParseSpans } from './parse-spans.ts';
import type { ListBlock, ListItem } from './tree.ts';

/** Lists in lists: deeper items stand in the last of them. */
const maxDepth = 5;
const tab = '    ';

const itemLine = /^([ \t]*)(?:[-*•]|(\d{1,9})[.)]) +(?=\S)/;
/** What goes on in the next line is typed further in. */
const goesOn = /^(?: {2}|\t)\s*\S/;

export interface TypedItem {
  readonly indent: number;
  readonly number: number | null;
  /** The first without its mark. */
  readonly lines: readonly string[];
}

/** The item that begins in this line, with the lines that go on from it; null where none does. */
export function readItem(lines: readonly string[], at: number): TypedItem | null {
  const first = lines[at] ?? '';
  const [mark, indent = '', digits] = itemLine.exec(first) ?? [];
  if (mark === undefined) return null;
  const own = [first.slice(mark.length)];
  for (let line = lines[at + 1]; line !== undefined && goesOn.test(line) && !itemLine.test(line);) {
    own.push(line.trimStart());
    line = lines[at + own.length];
  }
  const number = digits === undefined ? null : Number(digits);
  return { indent: indent.replaceAll('\t', tab).length, number, lines: own };
}

/** Bullets and numbers beside each other are lists of their own. */
export function parseLists(items: readonly TypedItem[], parseSpans: ParseSpans, depth = 1): readonly ListBlock[] {
  const lists: { kind: 'list'; isNumbered: boolean; items: ListItem[] }[] = [];
  for (let at = 0; at < items.length;) {
    const item = items[at] as TypedItem; // the loop ends before
    const deeper = depth < maxDepth ? itemsBelow(items, at) : [];
    const isNumbered = item.number !== null;
    if (lists.at(-1)?.isNumbered !== isNumbered) lists.push({ kind: 'list', isNumbered, items: [] });
    const spans = parseSpans(item.lines.join('\n'));
    lists.at(-1)?.items.push({ number: item.number, spans, lists: parseLists(deeper, parseSpans, depth + 1) });
    at += 1 + deeper.length;
  }
  return lists;
}

/** One space more is a slip. */
function itemsBelow(items: readonly TypedItem[], at: number): readonly TypedItem[] {
  const indent = (items[at]?.indent ?? 0) + 2;
  let end = at + 1;
  while (end < items.length && (items[end]?.indent ?? 0) >= indent) end++;
  return items.slice(at + 1, end);
}
