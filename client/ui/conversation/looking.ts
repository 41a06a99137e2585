// Whether somebody looks: the window is visible and has the focus. What nobody looks at is not seen.
import { createSignal, onCleanup, type Accessor } from 'solid-js';

export function createLooking(): Accessor<boolean> {
  const isNow = () => document.visibilityState === 'visible' && document.hasFocus();
  const [isLooking, setLooking] = createSignal(isNow());
  const follow = () => setLooking(isNow());
  document.addEventListener('visibilitychange', follow);
  window.addEventListener('focus', follow);
  window.addEventListener('blur', follow);
  onCleanup(() => {
    document.removeEventListener('visibilitychange', follow);
    window.removeEventListener('focus', follow);
    window.removeEventListener('blur', follow);
  });
  return isLooking;
}
