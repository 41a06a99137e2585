// A sign for somebody with a dot that says how they are to be found: full, hollow or barred, and in words for those who
// do not see it. Offline there is none. They are watched while it is in view.
import './with-presence.css';
import { createMemo, Show, type ParentProps } from 'solid-js';
import type { UserId } from '../../../shared/ids.ts';
import { createOnScreen } from '../parts/on-screen.ts';
import { useWords } from '../words/words.tsx';
import { createPresence } from './create-presence.ts';

/** `userId`: null where the sign is not a person's. */
export function WithPresence(props: ParentProps<{ userId: UserId | null }>) {
  const words = useWords();
  const [isOnScreen, observe] = createOnScreen();
  const presenceOf = createPresence(() => (props.userId !== null && isOnScreen() ? [props.userId] : []));
  const state = createMemo(() => {
    const known = props.userId === null ? null : presenceOf(props.userId);
    return known === null || known.state === 'offline' ? null : known.state;
  });
  return (
    <span ref={observe} class="with-presence">
      {props.children}
      <Show when={state()}>
        {(state) => (
          <>
            <span class={`presence-dot presence-${state()}`} aria-hidden="true" />
            <span class="unseen">{words.presence[state()]}</span>
          </>
        )}
      </Show>
    </span>
  );
}
