// What a message answers, in one line above its text: who wrote it and what. It leads there. Nothing of it is kept with
// the answer, so what is deleted is deleted here too.
import './message-quote.css';
import type { ReplyTo } from '../../../shared/conversation/events.ts';
import type { Quote } from '../../engine/messenger.ts';
import { lineOf } from '../conversations/line-of.ts';
import type { Names } from '../conversations/shown-conversation.ts';
import { useWords } from '../words/words.tsx';

interface MessageQuoteProps {
  readonly replyTo: ReplyTo;
  readonly quote: Quote;
  readonly names: Names;
  /** Where the keys find it. */
  readonly tabIndex: 0 | -1;
  onLead(): void;
}

export function MessageQuote(props: MessageQuoteProps) {
  const words = useWords();
  const line = () => {
    const { quote } = props;
    if (quote.status === 'elsewhere') return words.acts.quoteElsewhere;
    if (quote.status === 'deleted' || quote.item.text === null) return words.acts.quoteDeleted;
    return lineOf(quote.item, props.names.calledOf, words);
  };
  return (
    <button
      type="button"
      class="message-quote"
      classList={{ 'message-quote-gone': props.quote.status !== 'here' }}
      tabIndex={props.tabIndex}
      onClick={() => props.onLead()}
    >
      <span class="unseen">{words.acts.inReplyTo} </span>
      <span class="message-quote-author one-line">
        <bdi>{props.names.nameOf(props.replyTo.author) ?? words.you}</bdi>
      </span>
      <span class="message-quote-text one-line" dir="auto">
        {line()}
      </span>
    </button>
  );
}
