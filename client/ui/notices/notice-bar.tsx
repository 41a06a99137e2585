// Asks whether the system may tell of messages, once, after somebody else has written. The browser itself asks only when
// this was pressed.
import '../app/update-bar.css';
import { createMemo, Show } from 'solid-js';
import { serverAuthor } from '../../../shared/conversation/log.ts';
import type { DeviceNotices } from '../../reactive/create-device-notices.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { createAction } from '../parts/action.ts';
import { Button } from '../parts/button.tsx';
import { usePreferences } from '../preferences/preferences.tsx';
import { useWords } from '../words/words.tsx';

export function NoticeBar(props: { device: DeviceNotices }) {
  const words = useWords();
  const { me, conversations } = useSignedIn();
  const preferences = usePreferences();
  const hasHeard = createMemo(() =>
    conversations().some(({ lastMessage }) => {
      const author = lastMessage?.author ?? serverAuthor;
      return author !== serverAuthor && author !== me().userId;
    }),
  );
  const isAsking = () =>
    !preferences.choices().noticesAsked &&
    !preferences.choices().notices &&
    props.device.support() === 'here' &&
    hasHeard();
  const turnOn = createAction(async () => {
    const isAllowed = await props.device.ask();
    preferences.choose({ notices: isAllowed, noticesAsked: true });
    if (isAllowed) await props.device.join(preferences.choices().noticesShowContent); // tried again at the next start
    return null;
  });
  return (
    <Show when={isAsking()}>
      <div class="update-bar" role="region" aria-label={words.notices.turnOn}>
        <p>{words.notices.ask}</p>
        <Button look="accent" isBusy={turnOn.isBusy()} onPress={() => turnOn.start()}>
          {words.notices.turnOn}
        </Button>
        <Button onPress={() => preferences.choose({ noticesAsked: true })}>{words.notices.notNow}</Button>
      </div>
    </Show>
  );
}
