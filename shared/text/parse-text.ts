// From what a person typed to the tree of `tree.ts`: the lines here, what stands in them in `parse-spans.ts`.
// Promises: never throws, whatever is typed; work grows with the text's length alone; every line break stays.
// What is no mark of a messenger (headings, tables, pictures, HTML) stays as it was typed.
import { makeMentionFinder, type Mention } from '../rules/mentions.ts';
import { makeSpanParser, type ParseSpans } from './parse-spans.ts';
import { parseLists, readItem } from './parse-lists.ts';
import type { Block } from './tree.ts';

/** Quotes in quotes: deeper ones stay as they were typed. */
const maxQuotes = 3;

const fenceLine = /^ {0,3}(`{3,})([^`]*)$/;
const languageName = /^[\w+#.-]{1,32}$/;
/** Behind the mark a space or nothing: `>_<` is a face, `>3` a number. */
const quoteLine = /^ {0,3}>{1,3}(?: |$)/;

/** One stretch of lines of one kind, and the line after it. */
interface Stretch {
  readonly blocks: readonly Block[];
  readonly next: number;
}

export function parseText(text: string, mentions: readonly Mention[] = []): readonly Block[] {
  return parseLines(text.split('\n'), makeSpanParser(makeMentionFinder(mentions)), 0);
}

function parseLines(lines: readonly string[], parseSpans: ParseSpans, quotes: number): readonly Block[] {
  const blocks: Block[] = [];
  let plain: string[] = [];
  const endParagraph = () => {
    if (plain.length > 0) blocks.push({ kind: 'paragraph', spans: parseSpans(plain.join('\n')) });
    plain = [];
  };
  for (let at = 0; at < lines.length;) {
    const stretch =
      readCode(lines, at) ?? readQuote({ lines, at, parseSpans, quotes }) ?? readLists(lines, at, parseSpans);
    if (stretch === null) plain.push(lines[at] ?? '');
    else endParagraph();
    if (stretch !== null) blocks.push(...stretch.blocks);
    at = stretch?.next ?? at + 1;
  }
  endParagraph();
  return blocks;
}

/** As people type it: the code may begin behind the marks, and end before them. Whoever forgets to end it means it so. */
function readCode(lines: readonly string[], at: number): Stretch | null {
  const [, fence = '', behind = ''] = fenceLine.exec(lines[at] ?? '') ?? [];
  if (fence === '') return null;
  const language = languageName.test(behind.trim()) ? behind.trim() : '';
  const code = language === '' && behind.trim() !== '' ? [behind] : [];
  for (let next = at + 1; next < lines.length; next++) {
    const line = lines[next] ?? '';
    const last = withoutFence(line, fence.length);
    if (last === null) code.push(line);
    else return { blocks: [codeBlock(language, last.trim() === '' ? code : [...code, last])], next: next + 1 };
  }
  return code.length === 0 ? null : { blocks: [codeBlock(language, code)], next: lines.length };
}

function codeBlock(language: string, lines: readonly string[]): Block {
  return { kind: 'code', language, text: lines.join('\n') };
}

/** What stands before the marks that end code; null where none do. */
function withoutFence(line: string, marks: number): string | null {
  const trimmed = line.trimEnd();
  let end = trimmed.length;
  while (trimmed[end - 1] === '`') end--;
  return trimmed.length - end < marks ? null : trimmed.slice(0, end);
}

interface QuoteAt {
  readonly lines: readonly string[];
  readonly at: number;
  readonly parseSpans: ParseSpans;
  readonly quotes: number;
}

function readQuote({ lines, at, parseSpans, quotes }: QuoteAt): Stretch | null {
  if (quotes === maxQuotes) return null;
  const quoted: string[] = [];
  while (quoteLine.test(lines[at + quoted.length] ?? '')) {
    quoted.push((lines[at + quoted.length] ?? '').trimStart().replace(/^> ?/, ''));
  }
  if (quoted.length === 0) return null;
  return { blocks: [{ kind: 'quote', blocks: parseLines(quoted, parseSpans, quotes + 1) }], next: at + quoted.length };
}

function readLists(lines: readonly string[], at: number, parseSpans: ParseSpans): Stretch | null {
  const items = [];
  let next = at;
  for (let item = readItem(lines, next); item !== null; item = readItem(lines, next)) {
    items.push(item);
    next += item.lines.length;
  }
  return items.length === 0 ? null : { blocks: parseLists(items, parseSpans), next };
}
