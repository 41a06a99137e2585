// A screen or dialog whose code comes when it is first shown. The service worker keeps it beside the app.
// Code that cannot be had belongs to a version that the server has no more: the page is loaded anew, once.
import { lazy, Show, Suspense, type Component, type JSX } from 'solid-js';
import { useWords } from '../words/words.tsx';
import { createDelayed } from './delayed.ts';

const key = 'biz1/reloaded-for-code';

export function lazyScreen<Props extends object>(load: () => Promise<Component<Props>>): Component<Props> {
  const Screen = lazy(async () => ({ default: await loadOrReload(load) }));
  return (props) => (
    <Suspense fallback={<Coming />}>
      <Screen {...props} />
    </Suspense>
  );
}

async function loadOrReload<T>(load: () => Promise<T>): Promise<T> {
  try {
    const loaded = await load();
    sessionStorage.removeItem(key);
    return loaded;
  } catch (error) {
    // Without a network a reload brings nothing, and may take away what is shown.
    if (!navigator.onLine || sessionStorage.getItem(key) !== null) throw error;
    sessionStorage.setItem(key, 'yes');
    location.reload();
    return new Promise(() => undefined); // this page is going
  }
}

function Coming(): JSX.Element {
  const words = useWords();
  const isSlow = createDelayed(() => true, 200);
  return (
    <Show when={isSlow()}>
      <p class="unseen" role="status">
        {words.account.starting}
      </p>
    </Show>
  );
}
