// One message that was found: where, by whom, when, and the words around what was looked for. A press leads there.
import { createMemo, Show } from 'solid-js';
import type { Hit } from '../../engine/search/join-hits.ts';
import { showConversation } from '../conversations/shown-conversation.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { Avatar } from '../parts/avatar.tsx';
import { RouteLink } from '../router.tsx';
import { useTimes, useWords } from '../words/words.tsx';
import { FoundFiles } from './found-files.tsx';
import { MarkedText } from './marked-text.tsx';

export function ResultRow(props: { hit: Hit; onOpen(): void }) {
  const words = useWords();
  const times = useTimes();
  const { messenger, me, conversations, now } = useSignedIn();
  const shown = createMemo(() => {
    const known = conversations().find(({ conversationId }) => conversationId === props.hit.conversationId);
    return known === undefined ? null : showConversation(known, me(), words);
  });
  const author = () => {
    const { author: userId } = props.hit;
    return userId === me().userId ? words.you : (messenger.personOf(userId)?.name ?? words.conversation.somebody);
  };
  return (
    <RouteLink
      to={{
        ...{ screen: 'conversation', conversationId: props.hit.conversationId },
        message: { id: props.hit.id, at: props.hit.at },
      }}
      class="found-row"
      data-key={props.hit.key}
      onPointerUp={() => props.onOpen()}
      onKeyDown={(event) => event.key === 'Enter' && props.onOpen()}
    >
      <Avatar
        id={shown()?.avatarId ?? props.hit.author}
        name={shown()?.name ?? author()}
        shape={shown()?.shape ?? 'person'}
      />
      <span class="found-place one-line" dir="auto">
        {shown()?.name ?? words.saved.unknownPlace}
      </span>
      <time class="found-time" datetime={new Date(props.hit.at).toISOString()} title={times.full(props.hit.at)}>
        {times.brief(props.hit.at, now())}
      </time>
      <span class="found-words" dir="auto">
        <bdi class="found-author">{author()}</bdi> <MarkedText text={props.hit.text} spans={props.hit.spans} />
      </span>
      <Show when={props.hit.files.length > 0}>
        <FoundFiles conversationId={props.hit.conversationId} files={props.hit.files} />
      </Show>
    </RouteLink>
  );
}
