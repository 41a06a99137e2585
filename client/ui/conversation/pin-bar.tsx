// Above the rows: the newest pinned message, which leads there, and how many there are.
import './pin-bar.css';
import { Show } from 'solid-js';
import type { OpenConversation } from '../../engine/messenger.ts';
import { createReadable } from '../../reactive/create-readable.ts';
import { lineOf } from '../conversations/line-of.ts';
import type { Names } from '../conversations/shown-conversation.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import type { LinkedMessage } from '../route.ts';
import { useTimes, useWords } from '../words/words.tsx';
import type { QuoteOf } from './create-quotes.ts';

interface PinBarProps {
  readonly open: OpenConversation;
  readonly names: Names;
  readonly quoteOf: QuoteOf;
  onLead(message: LinkedMessage): void;
  onAll(): void;
}

export function PinBar(props: PinBarProps) {
  const words = useWords();
  const times = useTimes();
  const { now } = useSignedIn();
  // oxlint-disable-next-line solid/reactivity -- one conversation for the whole life of this bar
  const pins = createReadable(props.open.pins);
  const newest = () => pins()[0] ?? null;
  // oxlint-disable-next-line solid/reactivity -- as above
  const quote = props.quoteOf(newest);
  /** Of a chapter that is not open it says whose it is. */
  const line = (author: string, at: number) => {
    const found = quote();
    if (found?.status === 'here' && found.item.text !== null) return lineOf(found.item, props.names.calledOf, words);
    return words.acts.pinnedAt(props.names.nameOf(author), times.day(at, now()));
  };
  return (
    <Show when={newest()}>
      {(pin) => (
        <div class="pins">
          <button type="button" class="pins-newest" onClick={() => props.onLead(pin())}>
            <PinSign size={20} />
            <span class="pins-words">
              <span class="pins-title">{words.acts.pinnedMessage}</span>
              <span class="one-line" dir="auto">
                {line(pin().author, pin().at)}
              </span>
            </span>
          </button>
          <button
            type="button"
            class="pins-all"
            aria-haspopup="dialog"
            aria-label={words.acts.pinsAll(pins().length)}
            title={words.acts.pinsAll(pins().length)}
            onClick={() => props.onAll()}
          >
            {pins().length}
          </button>
        </div>
      )}
    </Show>
  );
}

/** A plain drawing: one may stand in every row. */
export function PinSign(props: { size: number; label?: string }) {
  return (
    <svg
      class="pin-sign"
      width={props.size}
      height={props.size}
      viewBox="0 0 24 24"
      role={props.label === undefined ? undefined : 'img'}
      aria-label={props.label}
      aria-hidden={props.label === undefined ? 'true' : undefined}
    >
      <path d="M12 16v5M8 3h8l-1 6 3 3v3H6v-3l3-3z" />
    </svg>
  );
}
