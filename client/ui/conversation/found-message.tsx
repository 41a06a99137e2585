// What a message says that was looked for elsewhere, or why it cannot be shown.
import { Match, Show, Switch } from 'solid-js';
import type { UserId } from '../../../shared/ids.ts';
import type { Quote } from '../../engine/messenger.ts';
import { lineOf } from '../conversations/line-of.ts';
import type { Names } from '../conversations/shown-conversation.ts';
import { useWords } from '../words/words.tsx';
import { RichText } from './rich-text.tsx';

interface FoundMessageProps {
  /** Null while it is looked for. */
  readonly found: Quote | null;
  readonly me: UserId;
  readonly calledOf: Names['calledOf'];
}

export function FoundMessage(props: FoundMessageProps) {
  const words = useWords();
  const here = () => (props.found?.status === 'here' && props.found.item.text !== null ? props.found.item : null);
  return (
    <Switch fallback={<span class="card-quiet">{words.saved.deleted}</span>}>
      <Match when={props.found === null}>
        <span class="card-quiet">{words.saved.looking}</span>
      </Match>
      <Match when={props.found?.status === 'elsewhere'}>
        <span class="card-quiet">{words.saved.notHere}</span>
      </Match>
      <Match when={here()}>
        {(item) => (
          <Show when={item().text !== ''} fallback={<bdi>{lineOf(item(), props.calledOf, words)}</bdi>}>
            <RichText
              text={item().text ?? ''}
              mentions={item().mentions}
              me={props.me}
              nameOf={props.calledOf}
              isActive
            />
          </Show>
        )}
      </Match>
    </Switch>
  );
}
