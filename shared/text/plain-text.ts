// A message in one line, for the list, for quotes and for notifications. Pure.
import type { Mentioned } from '../rules/mentions.ts';
import type { Block, ListBlock, Span } from './tree.ts';

/** How somebody who is mentioned is called now; null where the reader does not know them. */
export type NameOfMentioned = (who: Mentioned) => string | null;

/** Without marks, with single spaces. Addresses behind words are left out; those that stand in the text stay. */
export function plainText(blocks: readonly Block[], nameOf: NameOfMentioned = () => null): string {
  return blocks
    .map((block) => ofBlock(block, nameOf))
    .join(' ')
    .replace(/\s+/gu, ' ')
    .trim();
}

function ofBlock(block: Block, nameOf: NameOfMentioned): string {
  switch (block.kind) {
    case 'paragraph':
      return ofSpans(block.spans, nameOf);
    case 'quote':
      return `> ${plainText(block.blocks, nameOf)}`;
    case 'list':
      return ofList(block, nameOf);
    case 'code':
      return block.text;
  }
}

function ofList({ items }: ListBlock, nameOf: NameOfMentioned): string {
  return items
    .map(({ number, spans, lists }) => {
      const mark = number === null ? '•' : `${number}.`;
      return [mark, ofSpans(spans, nameOf), ...lists.map((list) => ofList(list, nameOf))].join(' ');
    })
    .join(' ');
}

function ofSpans(spans: readonly Span[], nameOf: NameOfMentioned): string {
  return spans.map((span) => ofSpan(span, nameOf)).join('');
}

function ofSpan(span: Span, nameOf: NameOfMentioned): string {
  if (span.kind === 'mention') return `@${nameOf(span.who) ?? span.label}`;
  return 'text' in span ? span.text : ofSpans(span.spans, nameOf);
}
