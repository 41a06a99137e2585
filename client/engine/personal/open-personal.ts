// Brings the drafts of this device and those in their writer's own document together, in one tab for all.
// What is typed stands on this disk before it is told, and what is told before it leaves: killed anywhere it goes on,
// and each change is made once. The document itself is in memory only: the server has it, and all that is not there
// yet is kept here. So a generation that was left, or a server that went back, takes nothing along.
import type { LinkSignal } from '../../../shared/protocol/signals.ts';
import type { UserId } from '../../../shared/ids.ts';
import type { KeptStore } from '../disk/kept-store.ts';
import type { KeptDrafts } from '../drafts/open-drafts.ts';
import type { Link } from '../link/open-link.ts';
import type { Platform } from '../platform.ts';
import type { Berths } from '../replica/berths.ts';
import { PersonalSync } from './personal-sync.ts';

export interface PersonalOptions {
  readonly platform: Pick<Platform, 'schedule' | 'randomBytes' | 'withLock'>;
  readonly link: Link;
  readonly berths: Berths;
  readonly kept: Pick<KeptStore, 'state' | 'read' | 'write' | 'whenStored'>;
  readonly drafts: KeptDrafts;
  readonly me: UserId;
  /** What the databases of this person are named by. */
  readonly diskPrefix: string;
  readonly whenToBegin: Promise<void>;
}

export type Hello = LinkSignal & { readonly kind: 'hello' };

/** The function that it returns ends it; another tab goes on. */
export function openPersonal(options: PersonalOptions): () => void {
  const { platform, link, diskPrefix, whenToBegin } = options;
  let hello: Hello | null = null;
  let sync: PersonalSync | null = null;
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  let isEnded = false;
  const stopListening = link.onSignal((signal) => {
    if (signal.kind !== 'hello') return;
    hello = signal;
    sync?.greet(signal);
  });
  const lead = async () => {
    if (isEnded) return;
    sync = new PersonalSync(options);
    if (hello !== null) sync.greet(hello, false);
    await ended;
  };
  const begin = async () => {
    await whenToBegin;
    await whenRead(options.kept);
    if (!isEnded) await platform.withLock(`${diskPrefix}/personal`, lead);
  };
  void begin();
  return () => {
    isEnded = true;
    stopListening();
    sync?.close();
    end();
  };
}

/** Without what was agreed before, what stands here would be told once more. */
function whenRead({ state }: Pick<KeptStore, 'state'>): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (state.get() === 'unread') return;
      stop();
      resolve();
    };
    const stop = state.subscribe(look);
    look();
  });
}
