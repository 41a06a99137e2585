// What one tab tells the others of the same browser. Tabs hear only while they live; nothing is kept.
// Does not know what is said: whoever listens parses it.
import type { TabChannel } from '../platform.ts';

export function openTabChannel(name: string, onMessage: (message: unknown) => void): TabChannel {
  const channel = new BroadcastChannel(name);
  channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => onMessage(data));
  return {
    // One argument by the standard of BroadcastChannel; a window's method of that name wants an origin.
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    post: (message) => channel.postMessage(message),
    close: () => channel.close(),
  };
}
