// What a start shows before the background begins: the list on the screen, then the conversation that somebody looks at.
// Does not know what begins afterwards.
import type { Platform } from '../platform.ts';
import type { LiveConversation } from './open-live-conversation.ts';
import { whenOpen } from './when-open.ts';

export interface FirstShown {
  /** Somebody looks at this conversation; the first one counts. */
  note(live: Pick<LiveConversation, 'state'>): void;
  readonly whenShown: Promise<void>;
}

/** A conversation that has to wait for a slow network holds nobody up. */
const maxOpeningMs = 1_000;
/** Until its messages are painted. */
const paintingMs = 50;

export function makeFirstShown(platform: Pick<Platform, 'schedule' | 'whenPainted'>): FirstShown {
  let first: Pick<LiveConversation, 'state'> | null = null;
  const show = async () => {
    await platform.whenPainted();
    if (first === null) return;
    await whenOpen(first, { platform, maxMs: maxOpeningMs });
    await new Promise<void>((resolve) => void platform.schedule(paintingMs, resolve));
  };
  return { note: (live) => void (first ??= live), whenShown: show() };
}
