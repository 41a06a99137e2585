// One picture on the stage: its rough colours, the smaller picture, and over both the original as it comes.
import { createMemo, createSignal, Show } from 'solid-js';
import { sizeText } from '../words/amounts.ts';
import { useSeeingWords } from '../words/seeing/seeing-words.ts';
import { useWords } from '../words/words.tsx';
import { blurAddress } from './blur.ts';
import { createPicture } from './create-picture.ts';
import type { ShownPicture } from './pictures-of.ts';
import type { Zoom } from './zoom.ts';

interface LightboxPictureProps {
  readonly shown: ShownPicture;
  /** While all of it is shown. */
  readonly size: { readonly width: number; readonly height: number };
  readonly zoom: Zoom;
}

export function LightboxPicture(props: LightboxPictureProps) {
  const words = useWords();
  const seeing = useSeeingWords();
  // oxlint-disable-next-line solid/reactivity -- each picture has a stage of its own
  const { conversationId } = props.shown;
  const smaller = createPicture(conversationId, () => props.shown.picture.preview ?? null);
  const original = createPicture(conversationId, () => props.shown.picture);
  const blur = createMemo(() =>
    props.shown.picture.blur === undefined ? null : blurAddress(props.shown.picture.blur),
  );
  const [isPainted, setPainted] = createSignal(false);
  const size = (bytes: number) => sizeText(bytes, words.language);
  return (
    <>
      <div
        class="lightbox-sheet"
        style={{
          'inline-size': `${props.size.width}px`,
          'block-size': `${props.size.height}px`,
          transform: `translate(${props.zoom.x}px, ${props.zoom.y}px) scale(${props.zoom.scale})`,
        }}
      >
        <Show when={!isPainted() && (smaller.url() ?? blur())}>
          {(address) => <img src={address()} alt="" draggable={false} />}
        </Show>
        <Show when={original.url()}>
          {(address) => (
            <img src={address()} alt={props.shown.picture.name} draggable={false} onLoad={() => setPainted(true)} />
          )}
        </Show>
      </div>
      <Show when={original.status() === 'coming' && original.received() > 0}>
        <progress
          class="lightbox-progress"
          aria-label={seeing.loadingLarge}
          title={seeing.coming(size(original.received()), size(props.shown.picture.size))}
          max={props.shown.picture.size}
          value={original.received()}
        />
      </Show>
      <Show when={original.status() === 'missing'}>
        <button type="button" class="lightbox-missing" onClick={() => original.again()}>
          {seeing.missing}
        </button>
      </Show>
      <Show when={original.status() === 'not-shown'}>
        <p class="lightbox-missing">{seeing.notShown}</p>
      </Show>
    </>
  );
}
