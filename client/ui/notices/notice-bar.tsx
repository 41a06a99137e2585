// Asks whether the system may tell of messages, once, after somebody else has written. The browser itself asks only when
// this was pressed.
import '../app/update-bar.css';
import { createMemo, Show } from 'solid-js';
import { serverAuthor } from '../../../shared/conversation/log.ts';
import { askForNotices, joinPushes, noticeSupport } from '../../engine/notices/push-device.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { createAction } from '../parts/action.ts';
import { Button } from '../parts/button.tsx';
import { usePreferences } from '../preferences/preferences.tsx';
import { useWords } from '../words/words.tsx';

export function NoticeBar() {
  const words = useWords();
  const { me, api, conversations } = useSignedIn();
  const { choices, choose } = usePreferences();
  const hasHeard = createMemo(() =>
    conversations().some(({ lastMessage }) => {
      const author = lastMessage?.author ?? serverAuthor;
      return author !== serverAuthor && author !== me().userId;
    }),
  );
  const isAsking = () =>
    !choices().noticesAsked && !choices().notices && noticeSupport(window) === 'here' && hasHeard();
  const turnOn = createAction(async () => {
    const isAllowed = await askForNotices(window);
    choose({ notices: isAllowed, noticesAsked: true });
    if (isAllowed) await joinPushes(window, api, choices().noticesShowContent); // tried again at the next start
    return null;
  });
  return (
    <Show when={isAsking()}>
      <div class="update-bar" role="region" aria-label={words.notices.turnOn}>
        <p>{words.notices.ask}</p>
        <Button look="accent" isBusy={turnOn.isBusy()} onPress={() => turnOn.start()}>
          {words.notices.turnOn}
        </Button>
        <Button onPress={() => choose({ noticesAsked: true })}>{words.notices.notNow}</Button>
      </div>
    </Show>
  );
}
