// A video that plays where it stands, by the browser's own controls: place, sound, full screen, and what else it offers.
import { onCleanup, Show } from 'solid-js';
import type { VideoAttachment } from '../../../shared/conversation/attachments.ts';
import type { ConversationId } from '../../../shared/ids.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { useSeeingWords } from '../words/seeing/seeing-words.ts';
import { createMediaAddress } from './create-media-address.ts';
import { playAlone } from './one-at-a-time.ts';

interface PlayingVideoProps {
  readonly conversationId: ConversationId;
  readonly file: VideoAttachment;
  readonly poster?: string | null;
  /** On the stage, instead of in a row. */
  readonly isLarge?: boolean;
  /** It plays at once; the focus goes there. */
  readonly begins?: boolean;
  /** It cannot be played, and why. */
  onEnd(problem: string): void;
}

export function PlayingVideo(props: PlayingVideoProps) {
  const seeing = useSeeingWords();
  const { link } = useSignedIn();
  // oxlint-disable-next-line solid/reactivity -- one file for the whole life of this player
  const address = createMediaAddress(props.conversationId, props.file);
  const begin = (video: HTMLVideoElement) => {
    playAlone(video);
    onCleanup(() => video.pause());
    if (props.isLarge !== true) queueMicrotask(() => video.focus({ preventScroll: true })); // its button is gone
  };
  const fail = () => props.onEnd(link().status === 'online' ? seeing.notPlayable : seeing.missingSound);
  return (
    <Show when={address()}>
      {(found) => (
        <video
          ref={(element) => begin(element)}
          class={props.isLarge === true ? 'lightbox-video' : 'grid-tile-video'}
          src={found()}
          poster={props.poster ?? undefined}
          aria-label={props.file.name}
          controls
          autoplay={props.begins !== false}
          playsinline
          preload="metadata"
          onError={fail}
          onKeyDown={(event) => event.key === 'Escape' || event.stopPropagation()}
        />
      )}
    </Show>
  );
}
