// The picture over the letters of an avatar: they stand until it is loaded, and where it cannot be had.
// Which picture shows whom is looked up in what stands above the screens; without it nobody has one.
import { createContext, createEffect, createSignal, on, onCleanup, Show, useContext } from 'solid-js';

/** Names the picture of a person or a group; null for none. */
export type PictureOf = (id: string) => string | null;

export const PictureOfContext = createContext<PictureOf>(() => null);

/** `picture`: where more is known than above the screens. */
export function AvatarPicture(props: { id: string; picture: string | null | undefined }) {
  const pictureOf = useContext(PictureOfContext);
  const hash = () => props.picture ?? pictureOf(props.id);
  return <Show when={hash()}>{(hash) => <LoadedPicture hash={hash()} />}</Show>;
}

function LoadedPicture(props: { hash: string }) {
  const [state, setState] = createSignal<'loading' | 'loaded' | 'failed'>('loading');
  const tryAgain = () => setState((state) => (state === 'failed' ? 'loading' : state));
  createEffect(
    on(
      () => props.hash,
      () => setState('loading'),
      { defer: true },
    ),
  );
  window.addEventListener('online', tryAgain);
  onCleanup(() => window.removeEventListener('online', tryAgain));
  return (
    <Show when={state() !== 'failed'}>
      <img
        class="avatar-picture"
        classList={{ 'avatar-picture-loaded': state() === 'loaded' }}
        src={`/api/pictures/${props.hash}`}
        alt=""
        decoding="async"
        draggable={false}
        onLoad={() => setState('loaded')}
        onError={() => setState('failed')}
      />
    </Show>
  );
}
