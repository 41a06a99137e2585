// A screen whose code comes when it is first shown. The worker keeps all code on the device, so that this works offline.
// Code that cannot be had belongs to a version that the server has no more: the page is reloaded, once.
import { lazy, Suspense, type Component } from 'solid-js';

const reloadedKey = 'biz1/reloaded-for-code';

export function lazyScreen<Props extends object>(load: () => Promise<Component<Props>>): Component<Props> {
  const Screen = lazy(async () => {
    try {
      const screen = await load();
      sessionStorage.removeItem(reloadedKey);
      return { default: screen };
    } catch (error) {
      if (sessionStorage.getItem(reloadedKey) !== null) throw error; // for the net above
      sessionStorage.setItem(reloadedKey, '');
      location.reload();
      return new Promise<never>(() => undefined); // the page goes
    }
  });
  return (props) => (
    <Suspense>
      <Screen {...props} />
    </Suspense>
  );
}
