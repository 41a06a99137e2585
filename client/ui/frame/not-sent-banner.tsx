// Says that a message which was to go later was not sent, until its writer has decided what becomes of it.
import { createMemo, Show } from 'solid-js';
import type { ShownScheduled } from '../../engine/messenger.ts';
import { createReadable } from '../../reactive/create-readable.ts';
import { scheduledReason } from '../conversation/scheduled-reason.ts';
import { showConversation } from '../conversations/shown-conversation.ts';
import type { Route } from '../route.ts';
import { RouteLink, useRouter } from '../router.tsx';
import { useWords } from '../words/words.tsx';
import { useSignedIn } from './signed-in.tsx';

export function NotSentBanner() {
  const words = useWords();
  const router = useRouter();
  const { messenger, me, conversations } = useSignedIn();
  const errands = createReadable(messenger.errands.all);
  /** The conversation on the screen tells of its own. */
  const first = createMemo(() => {
    const route = router.route();
    const shown = route.screen === 'conversation' ? route.conversationId : null;
    return errands().scheduled.find((one) => one.status === 'not-sent' && one.conversationId !== shown) ?? null;
  });
  const conversationOf = ({ conversationId }: ShownScheduled) =>
    conversations().find((one) => one.conversationId === conversationId);
  const nameOf = (one: ShownScheduled) => {
    const known = conversationOf(one);
    return known === undefined ? words.conversation.somebody : showConversation(known, me(), words).name;
  };
  const placeOf = (one: ShownScheduled): Route =>
    conversationOf(one) === undefined
      ? { screen: 'settings', section: 'scheduled' }
      : { screen: 'conversation', conversationId: one.conversationId };
  return (
    <Show when={first()}>
      {(one) => (
        <div class="link-banner" role="alert">
          {words.errands.notSent(nameOf(one()), scheduledReason(words, one().reason))}
          <RouteLink to={placeOf(one())} class="button">
            {words.errands.look}
          </RouteLink>
        </div>
      )}
    </Show>
  );
}
