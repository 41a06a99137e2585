// What devices say of themselves on their links, no faster than the server answers it.
// Promises: of whom a device shows and whether somebody sits before it, the last that it said holds, however fast it
// was said: a device does not say it again. That somebody writes is passed over beyond the rate: it is said again.
// Does not know: sockets, presence.
import type { UserId } from '../../shared/ids.ts';
import type { DeviceSignal } from '../../shared/protocol/presence.ts';
import { makeTokenBuckets, type BucketRule } from '../api/token-buckets.ts';
import { maxBucketKeys } from '../limits.ts';

interface Speaker {
  readonly session: { readonly userId: UserId };
}

export interface Words<Link extends Speaker> {
  hear(link: Link, signal: DeviceSignal): void;
  /** It is closed: what it said and was not heard yet is nothing any more. */
  forget(link: Link): void;
}

export interface WordsOptions<Link extends Speaker> {
  readonly rule: BucketRule;
  readonly now: () => number;
  readonly heed: (link: Link, signal: DeviceSignal) => void;
}

interface Late {
  readonly signals: Map<DeviceSignal['kind'], DeviceSignal>;
  timer: NodeJS.Timeout;
}

export function makeWords<Link extends Speaker>({ rule, now, heed }: WordsOptions<Link>): Words<Link> {
  const buckets = makeTokenBuckets({ rule, maxKeys: maxBucketKeys, now });
  const late = new Map<Link, Late>();
  const wait = (link: Link, waitMs: number) => setTimeout(() => hearLate(link), waitMs).unref();
  const hearLate = (link: Link) => {
    const waiting = late.get(link);
    if (waiting === undefined) return;
    for (const [kind, signal] of waiting.signals) {
      const waitMs = buckets.take(link.session.userId);
      if (waitMs > 0) return void (waiting.timer = wait(link, waitMs));
      waiting.signals.delete(kind);
      heed(link, signal);
    }
    late.delete(link);
  };
  return {
    hear(link, signal) {
      const waiting = late.get(link);
      if (waiting !== undefined && signal.kind !== 'typing') return void waiting.signals.set(signal.kind, signal);
      const waitMs = buckets.take(link.session.userId);
      if (waitMs === 0) heed(link, signal);
      else if (signal.kind !== 'typing')
        late.set(link, { signals: new Map([[signal.kind, signal]]), timer: wait(link, waitMs) });
    },
    forget(link) {
      clearTimeout(late.get(link)?.timer);
      late.delete(link);
    },
  };
}
