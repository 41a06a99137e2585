// In the place of the composer where a conversation takes no messages: why, and what helps. Of a block by the other side
// it knows nothing.
import './no-writing.css';
import { Show } from 'solid-js';
import type { Person } from '../../engine/messenger.ts';
import { useWords } from '../words/words.tsx';
import { RelationActions } from './relation-actions.tsx';
import type { Writing } from './relation.ts';
import { RequestText } from './request-text.tsx';

interface NoWritingProps {
  readonly writing: Writing;
  readonly person: Person | null;
}

export function NoWriting(props: NoWritingProps) {
  const words = useWords();
  const text = (name: string) => {
    const { writing } = props;
    return writing === 'open' || writing === 'awaited' ? '' : words.contacts.noMessages[writing](name);
  };
  return (
    <Show when={props.person}>
      {(person) => (
        <div class="no-writing">
          <p role="status">{text(person().name)}</p>
          <RequestText userId={person().userId} />
          <RelationActions
            person={person()}
            only={['request', 'accept', 'decline', 'withdraw', 'unblock']}
            onGone={() => document.querySelector<HTMLElement>('.composer-text')?.focus()}
          />
        </div>
      )}
    </Show>
  );
}
