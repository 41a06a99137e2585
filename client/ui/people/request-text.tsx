// The first words that came with somebody's request, while it waits for an answer.
import './request-text.css';
import { Show } from 'solid-js';
import type { UserId } from '../../../shared/ids.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { useTimes } from '../words/words.tsx';

export function RequestText(props: { userId: UserId }) {
  const times = useTimes();
  const { contacts, relationTo, now } = useSignedIn();
  const request = () => {
    const { standing } = relationTo(props.userId);
    const told = contacts().received.find(({ person }) => person.userId === props.userId);
    return standing === 'received' && told !== undefined && told.text !== '' ? told : null;
  };
  return (
    <Show when={request()}>
      {(request) => (
        <blockquote class="request-words" dir="auto">
          <p>{request().text}</p>
          <time datetime={new Date(request().at).toISOString()} title={times.full(request().at)}>
            {times.brief(request().at, now())}
          </time>
        </blockquote>
      )}
    </Show>
  );
}
