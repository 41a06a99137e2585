// The picture over the letters of an avatar: they stand until it is loaded, and where it cannot be had. It is asked for
// when it comes near the screen, and once more whenever the server can be reached again.
// Which picture shows whom is looked up in what stands above the screens; without it nobody has one.
import { createContext, createEffect, createSignal, on, Show, useContext, type Accessor } from 'solid-js';

/** Names the picture of a person or a group; null for none. */
export type PictureOf = (id: string) => string | null;

export interface Pictures {
  readonly pictureOf: PictureOf;
  /** Whether the server can be asked. */
  readonly isOnline: Accessor<boolean>;
}

export const PicturesContext = createContext<Pictures>({ pictureOf: () => null, isOnline: () => true });

/** `picture`: where more is known than above the screens. */
export function AvatarPicture(props: { id: string; picture: string | null | undefined }) {
  const { pictureOf } = useContext(PicturesContext);
  const hash = () => props.picture ?? pictureOf(props.id);
  return <Show when={hash()}>{(hash) => <LoadedPicture hash={hash()} />}</Show>;
}

function LoadedPicture(props: { hash: string }) {
  const [state, setState] = createSignal<'loading' | 'loaded' | 'failed'>('loading');
  const { isOnline } = useContext(PicturesContext);
  createEffect(
    on(
      () => props.hash,
      () => setState('loading'),
      { defer: true },
    ),
  );
  createEffect(on(isOnline, (isOnline) => isOnline && state() === 'failed' && setState('loading'), { defer: true }));
  return (
    <Show when={state() !== 'failed'}>
      <img
        class="avatar-picture"
        classList={{ 'avatar-picture-loaded': state() === 'loaded' }}
        src={`/api/pictures/${props.hash}`}
        alt=""
        loading="lazy"
        decoding="async"
        draggable={false}
        onLoad={() => setState('loaded')}
        onError={() => setState('failed')}
      />
    </Show>
  );
}
