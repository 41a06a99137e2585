// What plays, above every screen: who says it, a way to its message, pause, speed and the end of it.
import './player-bar.css';
import X from 'lucide-solid/icons/x';
import { Show, type Component } from 'solid-js';
import { IconButton } from '../parts/button.tsx';
import { RouteLink } from '../router.tsx';
import { lengthText } from '../words/amounts.ts';
import { useSeeingWords } from '../words/seeing/seeing-words.ts';
import { useWords } from '../words/words.tsx';
import type { Player } from './player.ts';
import { PauseSign, PlaySign } from './signs.tsx';

export function makePlayerBar(player: Player): Component {
  return () => <PlayerBar player={player} />;
}

function PlayerBar(props: { player: Player }) {
  const words = useWords();
  const seeing = useSeeingWords();
  const isPlaying = () => props.player.status() === 'playing' || props.player.status() === 'loading';
  return (
    <Show when={props.player.track()}>
      {(track) => (
        <section class="player" aria-label={seeing.player}>
          <IconButton
            label={isPlaying() ? seeing.pause : seeing.play}
            onPress={() => (isPlaying() ? props.player.pause() : props.player.play(track()))}
          >
            <Show when={isPlaying()} fallback={<PlaySign size={20} />}>
              <PauseSign size={20} />
            </Show>
          </IconButton>
          <RouteLink
            class="player-title one-line"
            to={{ screen: 'conversation', conversationId: track().conversationId, message: track().message }}
            title={seeing.toMessage}
          >
            <bdi>{seeing.playsFrom(track().file.form, track().author)}</bdi>
          </RouteLink>
          <span class="player-time" dir="ltr">
            {props.player.status() === 'missing' ? '' : lengthText(props.player.placeOf(track()))}
          </span>
          <button
            type="button"
            class="pace"
            aria-label={seeing.pace(props.player.pace())}
            title={seeing.pace(props.player.pace())}
            onClick={() => props.player.turnPace()}
          >
            {seeing.paceSign(props.player.pace())}
          </button>
          <IconButton label={seeing.closePlayer} onPress={() => props.player.close()}>
            <X size={20} />
          </IconButton>
          <div class="player-line" dir={words.direction}>
            <div
              style={{
                'inline-size': `${Math.min(100, (props.player.placeOf(track()) / Math.max(1, track().file.durationMs)) * 100)}%`,
              }}
            />
          </div>
        </section>
      )}
    </Show>
  );
}
