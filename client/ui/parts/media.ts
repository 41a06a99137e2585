// Whether the window or the device is of a kind, as it changes.
import { createSignal, onCleanup, type Accessor } from 'solid-js';

export function createMedia(query: string): Accessor<boolean> {
  const media = matchMedia(query);
  const [isSo, setSo] = createSignal(media.matches);
  const follow = () => setSo(media.matches);
  media.addEventListener('change', follow);
  onCleanup(() => media.removeEventListener('change', follow));
  return isSo;
}
