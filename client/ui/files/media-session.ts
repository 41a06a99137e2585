// Tells the system what plays, so that its own keys and the lock screen can pause it. Needs an owner.
import { createEffect, on, onCleanup } from 'solid-js';
import type { Player } from './player.ts';

export function showInSystem(player: Player, elementOf: () => HTMLMediaElement): void {
  if (!('mediaSession' in navigator)) return;
  const { mediaSession } = navigator;
  createEffect(
    on(player.track, (track) => {
      mediaSession.metadata =
        track === null ? null : new MediaMetadata({ title: track.file.name, artist: track.author });
      const set = (action: MediaSessionAction, act: () => void) =>
        mediaSession.setActionHandler(action, track === null ? null : act);
      set('play', () => {
        const now = player.track();
        if (now !== null) player.play(now);
      });
      set('pause', () => player.pause());
      set('stop', () => player.close());
      set('seekbackward', () => (elementOf().currentTime -= 10));
      set('seekforward', () => (elementOf().currentTime += 10));
    }),
  );
  createEffect(
    on(player.status, (status) => {
      mediaSession.playbackState = status === 'playing' ? 'playing' : player.track() === null ? 'none' : 'paused';
    }),
  );
  onCleanup(() => (mediaSession.metadata = null));
}
