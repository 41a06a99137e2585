// The one player of voice messages and sounds, for all conversations: it goes on while one moves elsewhere, and from one
// voice message to the next. Needs an owner. Knows no screen; how loud or where it is heard is the device's.
import { createEffect, createSignal, on, onCleanup, type Accessor } from 'solid-js';
import type { AudioAttachment, VoiceAttachment } from '../../../shared/conversation/attachments.ts';
import type { ConversationId, EventId } from '../../../shared/ids.ts';
import type { SignedIn } from '../frame/signed-in.tsx';
import { usePreferences } from '../preferences/preferences.tsx';
import { playAlone } from './one-at-a-time.ts';
import { showInSystem } from './media-session.ts';
import { makePlayerBar } from './player-bar.tsx';

export interface Track {
  /** One file of one message. */
  readonly key: string;
  readonly conversationId: ConversationId;
  readonly message: { readonly id: EventId; readonly at: number };
  readonly file: VoiceAttachment | AudioAttachment;
  readonly author: string;
  /** What is to be heard after it, as things stand then. */
  next(): Track | null;
}

export type PlayerStatus = 'loading' | 'playing' | 'paused' | 'missing';

export interface Player {
  readonly track: Accessor<Track | null>;
  readonly status: Accessor<PlayerStatus>;
  /** Where a track is: what was heard in part goes on there. */
  placeOf(track: Pick<Track, 'key'>): number;
  readonly pace: Accessor<number>;
  /** From the beginning, or where it was left. */
  play(track: Track): void;
  pause(): void;
  seek(track: Track, placeMs: number): void;
  turnPace(): void;
  close(): void;
}

const nextPace = { 1: 1.5, 1.5: 2, 2: 1 } as const;

export function createPlayer({ messenger, share }: SignedIn): Player {
  const preferences = usePreferences();
  const element = new Audio();
  const [track, setTrack] = createSignal<Track | null>(null);
  const [status, setStatus] = createSignal<PlayerStatus>('paused');
  const [places, setPlaces] = createSignal<ReadonlyMap<string, number>>(new Map());
  const pace = () => preferences.choices().pace;
  let address: string | null = null;
  let frame = 0;
  /** It may be paused before anything has come. */
  let isWanted = false;

  const placeOf = ({ key }: Pick<Track, 'key'>) => places().get(key) ?? 0;
  const keepPlace = (key: string, placeMs: number) => void setPlaces((kept) => new Map(kept).set(key, placeMs));
  const follow = () => {
    const now = track();
    // A source that has not begun yet stands at 0, wherever it is to begin.
    if (now !== null && element.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && !element.seeking)
      keepPlace(now.key, element.currentTime * 1000);
  };
  const followClosely = () => {
    follow();
    frame = requestAnimationFrame(followClosely);
  };
  const rest = (why: PlayerStatus) => {
    cancelAnimationFrame(frame);
    setStatus(why);
  };
  const letGo = () => {
    element.pause();
    element.removeAttribute('src');
    element.load(); // it forgets where it was: what it still tells is not taken for the next
    if (address !== null) URL.revokeObjectURL(address);
    address = null;
  };

  /** A voice message is brought here whole: it is small, and heard again. A long sound comes in pieces. */
  async function sourceOf({ conversationId, file }: Track): Promise<string | null> {
    const { files } = messenger;
    if (file.form === 'audio' && !files.isHere(file.hash)) return files.addressOf(conversationId, file.hash);
    const content = await files.read(conversationId, file);
    return content === null ? null : URL.createObjectURL(content);
  }

  async function load(wanted: Track): Promise<void> {
    letGo();
    setTrack(wanted);
    setStatus('loading');
    share.showBar(bar);
    const source = await sourceOf(wanted);
    if (track() !== wanted) {
      if (source?.startsWith('blob:') === true) URL.revokeObjectURL(source);
      return;
    }
    if (source === null) return rest('missing');
    if (source.startsWith('blob:')) address = source;
    element.src = source;
    goTo(placeOf(wanted));
    if (isWanted) start();
    else rest('paused');
  }

  function goTo(placeMs: number): void {
    element.currentTime = placeMs / 1000;
  }

  /** Browsers may want a press first, or have nothing to play: then it rests. */
  function start(): void {
    element.playbackRate = pace();
    element.play().catch((problem: unknown) => {
      const isOvertaken = problem instanceof DOMException && problem.name === 'AbortError'; // by another, or a pause
      if (!isOvertaken) rest(element.error === null ? 'paused' : 'missing');
    });
  }

  function play(wanted: Track): void {
    isWanted = true;
    const isSame = track()?.key === wanted.key && status() !== 'missing';
    if (!isSame) void load(wanted);
    else if (status() !== 'loading') start();
  }

  function close(): void {
    letGo();
    setTrack(null);
    rest('paused');
    share.showBar(null);
  }

  function goOn(): void {
    const ended = track();
    if (ended === null) return;
    keepPlace(ended.key, 0);
    const next = ended.next();
    if (next === null) return close();
    keepPlace(next.key, 0);
    void load(next);
  }

  element.addEventListener('playing', () => {
    setStatus('playing');
    cancelAnimationFrame(frame);
    followClosely();
  });
  element.addEventListener('timeupdate', follow); // frames rest where the page is hidden
  element.addEventListener('pause', () => {
    follow();
    if (!element.ended && track() !== null && status() === 'playing') rest('paused');
  });
  element.addEventListener('error', () => {
    if (element.getAttribute('src') !== null) rest('missing');
  });
  element.addEventListener('ended', goOn);
  playAlone(element);
  createEffect(on(pace, (now) => (element.playbackRate = now)));
  onCleanup(() => {
    cancelAnimationFrame(frame);
    letGo();
  });
  const player: Player = {
    track,
    status,
    placeOf,
    pace,
    play,
    pause() {
      isWanted = false;
      element.pause();
      if (status() === 'loading') setStatus('paused');
    },
    seek(wanted, placeMs) {
      keepPlace(wanted.key, placeMs);
      if (track()?.key === wanted.key && element.src !== '') goTo(placeMs);
    },
    turnPace: () => preferences.choose({ pace: nextPace[preferences.choices().pace] }),
    close,
  };
  const bar = makePlayerBar(player);
  showInSystem(player, () => element);
  return player;
}
