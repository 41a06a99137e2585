// What a message's text is once its marks are understood: a small tree that a screen renders as elements.
// Line breaks stand in it as they were typed. Holds no HTML, and no address that may not be followed.
import type { Mentioned } from '../rules/mentions.ts';

export type Block =
  /** `spans` hold line breaks, empty lines too. Two paragraphs never follow each other. */
  | { readonly kind: 'paragraph'; readonly spans: readonly Span[] }
  | { readonly kind: 'quote'; readonly blocks: readonly Block[] }
  | ListBlock
  /** `language` as its writer named it; empty where they named none. */
  | { readonly kind: 'code'; readonly language: string; readonly text: string };

export interface ListBlock {
  readonly kind: 'list';
  readonly isNumbered: boolean;
  readonly items: readonly ListItem[];
}

export interface ListItem {
  /** As it was typed: others refer to it. Null in a list of bullets. */
  readonly number: number | null;
  readonly spans: readonly Span[];
  readonly lists: readonly ListBlock[];
}

export type Span =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'bold' | 'italic' | 'strike'; readonly spans: readonly Span[] }
  | { readonly kind: 'code'; readonly text: string }
  /** `href` has passed `parseAddress`. No link stands in a link. */
  | { readonly kind: 'link'; readonly href: string; readonly spans: readonly Span[] }
  /** `label` is what stands in the text behind the `@`. */
  | { readonly kind: 'mention'; readonly who: Mentioned; readonly label: string };

/** What the spans say, without how they say it. */
export function textOfSpans(spans: readonly Span[]): string {
  return spans.map(textOfSpan).join('');
}

function textOfSpan(span: Span): string {
  if (span.kind === 'mention') return `@${span.label}`;
  return 'text' in span ? span.text : textOfSpans(span.spans);
}
