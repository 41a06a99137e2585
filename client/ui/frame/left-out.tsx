// Says, at the group in question, who was not taken into it; until the person has seen it.
import { createMemo, For } from 'solid-js';
import { createReadable } from '../../reactive/create-readable.ts';
import { Button } from '../parts/button.tsx';
import { useRouter } from '../router.tsx';
import { useWords } from '../words/words.tsx';
import { useSignedIn } from './signed-in.tsx';

export function LeftOutBanner() {
  const words = useWords();
  const router = useRouter();
  const { messenger } = useSignedIn();
  const all = createReadable(messenger.leftOut);
  const here = createMemo(() => {
    const route = router.route();
    return 'conversationId' in route ? all().filter((one) => one.conversationId === route.conversationId) : [];
  });
  const names = (userIds: readonly string[]) =>
    userIds.map((userId) => messenger.personOf(userId)?.name ?? words.conversation.somebody);
  return (
    <For each={here()}>
      {(one) => (
        <div class="link-banner" role="alert">
          {words.groups.leftOut(names(one.userIds))}
          <Button onPress={() => messenger.dismissCommand(one.commandId)}>{words.link.understood}</Button>
        </div>
      )}
    </For>
  );
}
