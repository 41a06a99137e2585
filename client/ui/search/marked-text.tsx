// A text with the places marked that were found. What was typed is text and nothing else.
import { For } from 'solid-js';
import type { Span } from '../../../shared/search/folded-places.ts';
import { cutAtSpans } from './cut-at-spans.ts';

export function MarkedText(props: { text: string; spans: readonly Span[] }) {
  return (
    <For each={cutAtSpans(props.text, props.spans)}>
      {({ text, isMarked }) => (isMarked ? <mark class="found-mark">{text}</mark> : text)}
    </For>
  );
}
