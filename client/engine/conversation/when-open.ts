// Waits until a conversation can be shown, or for so long that something else should go on.
import type { Platform } from '../platform.ts';
import type { LiveConversation } from './open-live-conversation.ts';

export interface Waiting {
  readonly platform: Pick<Platform, 'schedule'>;
  readonly maxMs: number;
}

/** Never rejects. */
export function whenOpen({ state }: Pick<LiveConversation, 'state'>, { platform, maxMs }: Waiting): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (state.get().status === 'opening') return;
      stop();
      cancel();
      resolve();
    };
    const stop = state.subscribe(look);
    const cancel = platform.schedule(maxMs, () => {
      stop();
      resolve();
    });
    look();
  });
}
