// A sound among others. A press plays it, in the one player that stands above every screen.
import { createMemo, Show } from 'solid-js';
import type { AudioAttachment, VoiceAttachment } from '../../../shared/conversation/attachments.ts';
import { createPlayer, type Track } from '../files/player.ts';
import { PauseSign } from '../files/signs.tsx';
import { useSignedIn } from '../frame/signed-in.tsx';
import { lengthText, sizeText } from '../words/amounts.ts';
import { useSeeingWords } from '../words/seeing/seeing-words.ts';
import { useWords } from '../words/words.tsx';
import { createAbout } from './create-about.ts';
import type { FileEntry } from './entries.ts';
import { FileRow } from './file-row.tsx';
import { FileSign } from './file-sign.tsx';

interface SoundRowProps {
  readonly entry: FileEntry;
  readonly file: VoiceAttachment | AudioAttachment;
  readonly isOfAll: boolean;
}

export function SoundRow(props: SoundRowProps) {
  const words = useWords();
  const seeing = useSeeingWords();
  const about = createAbout();
  const player = useSignedIn().share.of(createPlayer);
  /** The same as where its message stands: what was heard there in part goes on here. */
  const key = createMemo(() => `${props.entry.hit.author} ${props.entry.hit.id}/${props.file.hash}`);
  const isCurrent = () => player.track()?.key === key();
  const isPlaying = () => isCurrent() && (player.status() === 'playing' || player.status() === 'loading');
  const track = (): Track => {
    const { conversationId, id, at, author } = props.entry.hit;
    return {
      ...{ key: key(), conversationId, message: { id, at }, file: props.file },
      ...{ author: about.sender(author), next: () => null },
    };
  };
  const length = () => lengthText(props.file.durationMs);
  const amounts = () => {
    const heard = isCurrent() ? seeing.placeAt(lengthText(player.placeOf({ key: key() })), length()) : length();
    return [heard, sizeText(props.file.size, words.language)];
  };
  const act = () =>
    isPlaying() ? seeing.pause : seeing.playOf(props.file.form, about.sender(props.entry.hit.author), length());
  return (
    <FileRow
      entry={props.entry}
      isOfAll={props.isOfAll}
      amounts={amounts()}
      act={act()}
      onPress={() => (isPlaying() ? player.pause() : player.play(track()))}
      problem={isCurrent() && player.status() === 'missing' ? seeing.missingSound : null}
    >
      <Show when={isPlaying()} fallback={<FileSign attachment={props.file} size={24} />}>
        <PauseSign size={24} />
      </Show>
    </FileRow>
  );
}
