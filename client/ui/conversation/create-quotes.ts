// What the rows quote, each changing only when that does, whatever else arrives.
import { createMemo, type Accessor } from 'solid-js';
import type { ReplyTo } from '../../../shared/conversation/events.ts';
import type { OpenConversation, Quote } from '../../engine/messenger.ts';
import { createReadable } from '../../reactive/create-readable.ts';

/** Of no message it is none. */
export type QuoteOf = (replyTo: Accessor<ReplyTo | null>) => Accessor<Quote | null>;

export function createQuotes(open: OpenConversation): QuoteOf {
  const items = createReadable(open.items);
  return (replyTo) =>
    createMemo<Quote | null>(
      () => {
        const target = replyTo();
        if (target === null) return null; // as of most rows: for them whatever arrives is no matter
        items();
        return open.quoteOf({ replyTo: target });
      },
      null,
      { equals: isSameQuote },
    );
}

function isSameQuote(one: Quote | null, other: Quote | null): boolean {
  if (one?.status !== other?.status) return false;
  return one?.status !== 'here' || other?.status !== 'here' || one.item === other.item;
}
