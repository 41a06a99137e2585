// The one socket of this device, carrying every document's channel. Step 4 of a message's path.
// Promises: its state is true, and it comes back by itself unless the server has said that it must not.
// Does not know what the channels carry. The library's WebSocket connects and routes; transition() decides.
import { WebSocketStatus, type HocuspocusProvider, type HocuspocusProviderWebsocket } from '@hocuspocus/provider';
import * as encoding from 'lib0/encoding';
import { frameTypes } from '../../../shared/protocol/frame-numbers.ts';
import type { DeviceSignal } from '../../../shared/protocol/presence.ts';
import { assert, unreachable } from '../../../shared/base/assert.ts';
import { linkAddress, parseLinkSignal, type LinkSignal } from '../../../shared/protocol/signals.ts';
import { protocolVersion } from '../../../shared/protocol/version.ts';
import type { DocumentName } from '../../../shared/conversation/document-name.ts';
import type { UserId } from '../../../shared/ids.ts';
import type { LinkState, Readable } from '../messenger.ts';
import type { Platform } from '../platform.ts';
import { makeWritable } from '../writable.ts';
import { GatedSocket } from './gated-socket.ts';
import { transition, type EndOfSession, type LinkEffect, type LinkEvent } from './link-state.ts';
import { readFrame } from './read-frame.ts';

export interface Link {
  readonly state: Readable<LinkState>;
  /** For channels to be made on; nobody else connects or closes it. */
  readonly socket: HocuspocusProviderWebsocket;
  /** Which life of the server's data the link speaks to; null before the first hello. */
  epoch(): string | null;
  onSignal(listener: (signal: LinkSignal) => void): () => void;
  /** Says something on the link itself; nothing where there is none. */
  tell(signal: DeviceSignal): void;
  /** The HTTP side learned that the session is over. */
  endSession(reason: EndOfSession): void;
  /** The server does not know this document yet: its channel is kept back until `letGo`. */
  hold(name: DocumentName): void;
  letGo(name: DocumentName): void;
  isHeld(name: DocumentName): boolean;
  /** Takes a channel off the socket. `isGone`: the server has closed it already and must not hear of it again. */
  release(channel: HocuspocusProvider, isGone: boolean): void;
  close(): void;
}

// The library's back-off: doubles from the first to the last, drawn at random in between.
const firstRetryMs = 500;
const lastRetryMs = 15_000;
const slowAfterMs = 5_000;
/**
 * The server speaks every 20 s; the library drops a socket that is silent for this long by the device's clock. That may
 * be put back meanwhile, so a socket that is silent from one such time to the next is dropped in any case.
 */
const silenceMs = 30_000;
/** From the attempt to the hello. An opening that is lost on its way says nothing, and not every browser gives it up. */
const maxOpeningMs = 30_000;
const openReadyState = 1;
/** Commands and list go before the documents, but a slow answer does not keep messages waiting. */
const maxPrepareMs = 5_000;

export interface LinkOptions {
  readonly platform: Platform;
  readonly me: UserId;
  /** What has to be done on each new link before any channel opens. It never rejects. */
  readonly prepare?: () => Promise<void>;
}

export function openLink({ platform, me, prepare = () => Promise.resolve() }: LinkOptions): Link {
  const state = makeWritable<LinkState>({ status: 'connecting' });
  const listeners = new Set<(signal: LinkSignal) => void>();
  let epoch: string | null = null;
  let closeCode = 0;
  let connections = 0;
  let cancelOpening: () => void = () => undefined;
  let cancelSilence: () => void = () => undefined;
  let hasHeard = false;
  const socket = new GatedSocket({
    url: `${platform.origin.replace(/^http/, 'ws')}/sync?protocol=${protocolVersion}`,
    WebSocketPolyfill: platform.WebSocket,
    autoConnect: false,
    // Its own for each device, so that a restarted server does not meet all of them in one instant.
    delay: Math.round(firstRetryMs * (1 + (platform.randomBytes(1)[0] ?? 0) / 256)),
    minDelay: firstRetryMs,
    maxDelay: lastRetryMs,
    messageReconnectTimeout: silenceMs,
    // It tries for ever, so this is a bug in the options above; the library would keep it to itself.
    onMaxAttemptsFailed: ({ error }) => assert(false, `the link does not try: ${String(error)}`),
    onClose: ({ event }) => void (closeCode = event.code),
    onStatus: ({ status }) => {
      if (status === WebSocketStatus.Connecting) limitOpening();
      if (status !== WebSocketStatus.Disconnected) return;
      cancelOpening();
      cancelSilence();
      connections++;
      dispatch({ kind: 'lost', closeCode });
      closeCode = 0;
    },
  });
  const limitOpening = () => {
    cancelOpening();
    cancelOpening = platform.schedule(maxOpeningMs, () => giveUp(socket));
  };
  const limitSilence = () => {
    hasHeard = false;
    cancelSilence = platform.schedule(silenceMs, () => (hasHeard ? limitSilence() : giveUp(socket)));
  };
  const dispatch = (event: LinkEvent) => {
    const step = transition(state.get(), event);
    state.set(step.state);
    if (step.effect !== null) perform(socket, step.effect);
  };
  const takeSignal = (signal: LinkSignal) => {
    // Somebody else has signed in with this browser: nothing of mine may go out in their name.
    if (signal.kind === 'hello' && signal.userId !== me) return dispatch({ kind: 'signed-out', reason: 'signed-out' });
    if (signal.kind === 'hello') epoch = signal.epoch;
    for (const listener of listeners) listener(signal);
    if (signal.kind !== 'hello') return;
    cancelOpening();
    cancelSilence();
    limitSilence();
    dispatch({ kind: 'opened' });
    void openGate();
  };
  const openGate = async () => {
    const connection = connections;
    let cancel: () => void = () => undefined;
    const isLate = new Promise<void>((resolve) => (cancel = platform.schedule(maxPrepareMs, resolve)));
    await Promise.race([prepare(), isLate]);
    cancel();
    if (connection === connections) socket.letThrough();
  };
  socket.on('message', ({ data }: MessageEvent<unknown>) => {
    hasHeard = true;
    const frame = readFrame(data);
    if (frame?.kind !== 'stateless' || frame.address !== linkAddress) return;
    const signal = parseLinkSignal(frame.text);
    if (signal !== null) takeSignal(signal);
  });
  const stopListening = platform.onAwakening((awakening) => {
    const quietMs = platform.nowMs() - socket.lastMessageReceived;
    dispatch(awakening === 'wake' ? { kind: 'wake', quietMs } : { kind: awakening });
  });
  const cancelSlow = platform.schedule(slowAfterMs, () => dispatch({ kind: 'slow' }));
  perform(socket, 'connect');
  return {
    state,
    socket,
    epoch: () => epoch,
    onSignal(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    tell(signal) {
      if (socket.webSocket?.readyState !== openReadyState) return;
      const encoder = encoding.createEncoder();
      encoding.writeVarString(encoder, linkAddress);
      encoding.writeVarUint(encoder, frameTypes.stateless);
      encoding.writeVarString(encoder, JSON.stringify(signal));
      socket.webSocket.send(encoding.toUint8Array(encoder));
    },
    endSession: (reason) => dispatch({ kind: 'signed-out', reason }),
    hold: (name) => socket.hold(name),
    letGo: (name) => socket.letGo(name),
    isHeld: (name) => socket.isHeld(name),
    release(channel, isGone) {
      // Taken out of the map, the channel says no goodbye: one that waited for the next socket would close a later channel.
      const isHeld = !isGone && socket.webSocket?.readyState === openReadyState;
      if (!isHeld) socket.configuration.providerMap.delete(channel.configuration.name);
      channel.detach();
    },
    close() {
      cancelSlow();
      cancelOpening();
      cancelSilence();
      stopListening();
      socket.destroy();
    },
  };
}

function perform(socket: HocuspocusProviderWebsocket, effect: LinkEffect): void {
  switch (effect) {
    case 'connect':
      return void socket.connect();
    case 'drop':
      return giveUp(socket);
    case 'reconnect':
      giveUp(socket);
      return void socket.connect();
    case 'stop':
      return socket.disconnect();
    default:
      return unreachable(effect);
  }
}

/** What the library itself does with a dead socket: it does not wait for a closing handshake that cannot come. */
function giveUp(socket: HocuspocusProviderWebsocket): void {
  socket.onClose({ event: { code: 4408, reason: 'forced' } });
}
