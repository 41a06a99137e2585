// That a message was forwarded, and from where, for whoever is in that conversation too: the name leads there.
import { createMemo, Show } from 'solid-js';
import type { Forwarded } from '../../../shared/conversation/events.ts';
import { showConversation, type NameOf } from '../conversations/shown-conversation.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { RouteLink } from '../router.tsx';
import { useWords } from '../words/words.tsx';

interface ForwardedFromProps {
  /** Null where not everybody may know it. */
  readonly source: Forwarded['source'];
  readonly nameOf: NameOf;
  readonly tabIndex: 0 | -1;
}

export function ForwardedFrom(props: ForwardedFromProps) {
  const words = useWords();
  const { me, conversations } = useSignedIn();
  /** The same as long as nothing changes there; where the source is nobody's to know, nothing is looked for. */
  const summary = createMemo(() => {
    const { source } = props;
    return source === null
      ? null
      : conversations().find(({ conversationId }) => conversationId === source.conversationId);
  });
  const known = createMemo(() => {
    const [{ source }, found] = [props, summary()];
    return source === null || !found ? null : { source, place: showConversation(found, me(), words).name };
  });
  return (
    <p class="bubble-note bubble-forwarded">
      <Show when={known()} fallback={words.acts.forwarded}>
        {(known) => (
          <RouteLink
            to={{ screen: 'conversation', conversationId: known().source.conversationId, message: known().source }}
            tabIndex={props.tabIndex}
          >
            {words.acts.forwardedFrom(props.nameOf(known().source.author), known().place)}
          </RouteLink>
        )}
      </Show>
    </p>
  );
}
