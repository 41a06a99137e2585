// Marks words in the rows of a conversation by the browser's own highlights: nothing is put into the page, so a row stays
// what it is, whatever comes and goes. A browser without them shows the rows as they are.
import { matches } from '../../../shared/search/match.ts';
import { emptyQuery, type Term } from '../../../shared/search/query.ts';
import type { ConversationId } from '../../../shared/ids.ts';

const rowTexts = '.timeline .bubble-words, .timeline .file-name';
const name = 'found';

export interface RowMarks {
  /** These words from now on, also in rows that come. */
  show(terms: readonly Term[]): void;
  close(): void;
}

export function markInRows(): RowMarks {
  const registry = 'highlights' in CSS ? CSS.highlights : null;
  let wanted: readonly Term[] = [];
  let nextDraw: number | null = null;
  const draw = () => {
    nextDraw = null;
    if (registry === null) return;
    const ranges = [...document.querySelectorAll(rowTexts)].flatMap((row) => rangesIn(row, wanted));
    registry.set(name, new Highlight(...ranges));
  };
  /** Once for a picture, however much has changed. */
  const drawSoon = () => {
    nextDraw ??= requestAnimationFrame(draw);
  };
  const observer = new MutationObserver(drawSoon);
  const pane = document.querySelector('.frame-main');
  if (pane !== null) observer.observe(pane, { childList: true, subtree: true, characterData: true });
  return {
    show(terms) {
      wanted = terms.filter(({ isNegated }) => !isNegated);
      drawSoon();
    },
    close() {
      observer.disconnect();
      if (nextDraw !== null) cancelAnimationFrame(nextDraw);
      registry?.delete(name);
    },
  };
}

/** Each word by itself: in a row that one is led to all of them stand, in others some. */
function rangesIn(row: Element, terms: readonly Term[]): Range[] {
  const texts: Text[] = [];
  const walker = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
  while (walker.nextNode() !== null) texts.push(walker.currentNode as Text); // by the filter
  const text = texts.map(({ data }) => data).join('');
  const spans = terms.flatMap((term) => matches({ ...emptyQuery, terms: [term] }, { ...nowhere, text })?.spans ?? []);
  return spans.flatMap(({ from, to }) => {
    const [start, end] = [placeIn(texts, from, 'start'), placeIn(texts, to, 'end')];
    if (start === null || end === null) return [];
    const range = new Range();
    range.setStart(...start);
    range.setEnd(...end);
    return [range];
  });
}

const nowhere = { conversationId: '' as ConversationId, author: '', at: 0, attachments: [] }; // a query of words alone asks for none of it

function placeIn(texts: readonly Text[], offset: number, side: 'start' | 'end'): [Text, number] | null {
  let before = 0;
  for (const text of texts) {
    const inside = offset - before;
    if (side === 'start' ? inside < text.length : inside <= text.length) return [text, inside];
    before += text.length;
  }
  return null;
}
