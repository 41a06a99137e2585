// What has been read of a line so far, and which marks in it wait for their other half.
// Promises: at most so many wait, the oldest becomes text when one more comes. So nothing grows deeper than that, and a
// span moves at most so many times, whatever is typed.
import { textOfSpans, type Span } from './tree.ts';

const maxOpen = 16;

export type OpeningMark = '*' | '_' | '~' | '[';

interface Frame {
  readonly mark: OpeningMark | '';
  count: number;
  spans: Span[];
}

/** A letter, a number or a picture: marks around anything else are a drawing. */
const worthMarking = /[\p{L}\p{N}\p{So}\p{Sc}\p{Extended_Pictographic}]/u;

export interface OpenSpans {
  addText(text: string): void;
  addSpan(span: Span): void;
  open(mark: OpeningMark, count: number): void;
  /** Ends what so many marks may end; how many are left. */
  close(mark: OpeningMark, count: number): number;
  /** Makes a link of what stands behind the last open bracket; false where there is none, or nothing in it. */
  closeLink(href: string): boolean;
  /** The last open bracket is a bracket. */
  dissolveBracket(): void;
  /** Whatever waits is text. */
  dissolveAll(): void;
  has(mark: string): boolean;
  spans(): readonly Span[];
}

export function makeOpenSpans(): OpenSpans {
  const frames: [Frame, ...Frame[]] = [{ mark: '', count: 0, spans: [] }];
  const top = () => frames.at(-1) ?? frames[0];
  const lastOf = (mark: string) => frames.findLastIndex((frame) => frame.mark === mark);

  /** The frame's mark is text, and what stands in it goes on where it stands. Those above stay open. */
  const dissolve = (index: number) => {
    const [frame] = frames.splice(index, 1);
    const below = frames[index - 1];
    if (frame === undefined || below === undefined) return;
    append(below.spans, { kind: 'text', text: frame.mark.repeat(frame.count) });
    for (const span of frame.spans) append(below.spans, span);
  };
  const dissolveAbove = (index: number) => {
    while (frames.length > index + 1) dissolve(frames.length - 1);
  };

  /** So many of its marks end here; what is left of them goes on being open. */
  const wrapTop = (frame: Frame, kind: 'bold' | 'italic' | 'strike', marks: number) => {
    frame.count -= marks;
    const wrapped: Span = { kind, spans: frame.spans };
    if (frame.count > 0) frame.spans = [wrapped];
    else {
      frames.pop();
      append(top().spans, wrapped);
    }
  };

  return {
    addText: (text) => append(top().spans, { kind: 'text', text }),
    addSpan: (span) => append(top().spans, span),
    open: (mark, count) => {
      if (frames.length > maxOpen) dissolve(1);
      frames.push({ mark, count, spans: [] });
    },
    close: (mark, count) => {
      let left = count;
      while (left > 0) {
        const index = frames.findLastIndex((frame) => frame.mark === mark && fits(frame.count, left));
        const frame = frames[index];
        if (frame === undefined) break;
        dissolveAbove(index);
        if (!isWorthMarking(frame.spans)) {
          dissolve(index);
          break;
        }
        const marks = mark === '~' ? left : Math.min(2, frame.count, left);
        wrapTop(frame, mark === '~' ? 'strike' : marks === 2 ? 'bold' : 'italic', marks);
        left -= marks;
      }
      return left;
    },
    closeLink: (href) => {
      const index = lastOf('[');
      const frame = frames[index];
      if (frame === undefined) return false;
      dissolveAbove(index);
      if (textOfSpans(frame.spans).trim() === '') return false;
      frames.pop();
      append(top().spans, { kind: 'link', href, spans: frame.spans.map(withoutLinks) });
      while (lastOf('[') > 0) dissolve(lastOf('['));
      return true;
    },
    dissolveBracket: () => {
      const index = lastOf('[');
      if (index > 0) dissolve(index);
    },
    dissolveAll: () => dissolveAbove(0),
    has: (mark) => lastOf(mark) > 0,
    spans: () => frames[0].spans,
  };
}

/** Two marks end two, one ends one; three are both. */
function fits(opened: number, closing: number): boolean {
  return opened === closing || opened === 3 || closing === 3;
}

function isWorthMarking(spans: readonly Span[]): boolean {
  const [first] = spans;
  return first !== undefined && (spans.length > 1 || first.kind !== 'text' || worthMarking.test(first.text));
}

/** Text beside text is one text. */
function append(spans: Span[], span: Span): void {
  const last = spans.at(-1);
  if (span.kind !== 'text' || last?.kind !== 'text') spans.push(span);
  else spans[spans.length - 1] = { kind: 'text', text: last.text + span.text };
}

/** An address in the words of a link is words. */
function withoutLinks(span: Span): Span {
  if (span.kind === 'link') return { kind: 'text', text: textOfSpans(span.spans) };
  return 'spans' in span ? { ...span, spans: span.spans.map(withoutLinks) } : span;
}
