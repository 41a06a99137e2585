// How this device stands with the server, in a calm line. Connecting shows only when it takes a while;
// being connected is not news.
import './link-status.css';
import CloudOff from 'lucide-solid/icons/cloud-off';
import RefreshCw from 'lucide-solid/icons/refresh-cw';
import { Match, Switch } from 'solid-js';
import { createDelayed } from '../parts/delayed.ts';
import { useWords } from '../words/words.tsx';
import { useSignedIn } from './signed-in.tsx';

const calmMs = 1_000;

export function LinkStatus(props: { isShort: boolean }) {
  const words = useWords();
  const { link } = useSignedIn();
  const isSlow = createDelayed(() => link().status === 'connecting', calmMs);
  return (
    <p class="link-status" role="status">
      <Switch>
        <Match when={link().status === 'offline'}>
          <span class="link-word" classList={{ 'link-word-short': props.isShort }} title={words.link.offline}>
            <CloudOff size={16} />
            <span class="link-short" aria-hidden="true">
              {words.link.offlineShort}
            </span>
            <span class="link-long">{words.link.offline}</span>
          </span>
        </Match>
        <Match when={isSlow()}>
          <span class="link-word">
            <RefreshCw size={16} />
            {words.link.connecting}
          </span>
        </Match>
      </Switch>
    </p>
  );
}
