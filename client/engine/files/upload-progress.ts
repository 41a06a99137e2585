// How far the files of one's own messages are, also of those that another tab sends. Does not know how they go.
import * as v from 'valibot';
import type { FileHash } from '../../../shared/conversation/attachments.ts';
import type { Readable } from '../messenger.ts';
import type { Platform } from '../platform.ts';
import { wantedBy } from './decide-upload.ts';
import type { UploadState } from './files.ts';
import type { Parcels } from './parcels.ts';

interface ProgressOptions {
  readonly platform: Pick<Platform, 'openTabChannel'>;
  readonly parcels: Pick<Parcels, 'all' | 'get'>;
  readonly name: string;
}

const word = v.object({ hash: v.string(), bytes: v.nullable(v.number()) });

export function openUploadProgress({ platform, parcels, name }: ProgressOptions) {
  /** Bytes of what is on its way now. */
  const sending = new Map<string, number>();
  /** Of what waits again, so that nothing seems to go back. */
  const reached = new Map<string, number>();
  /** Of what somebody looks at. */
  const shown = new Map<string, { state: UploadState | null; readonly listeners: Set<() => void> }>();
  const stateOf = (key: string): UploadState | null => {
    const parcel = parcels.get(key);
    if (parcel === null) return null;
    const wanted = wantedBy(parcel);
    const total = wanted.reduce((sum, { size }) => sum + size, 0);
    const sent = wanted.reduce((sum, { hash, size }) => sum + Math.min(size, reached.get(hash) ?? 0), 0);
    const isSending = wanted.some(({ hash }) => sending.has(hash));
    const { isPaused, problem } = parcel;
    const status = problem !== null ? 'failed' : isPaused ? 'paused' : isSending ? 'sending' : 'waiting';
    return { status, sent, total, problem };
  };
  const tell = () => {
    for (const [key, known] of shown) {
      const next = stateOf(key);
      if (JSON.stringify(next) === JSON.stringify(known.state)) continue;
      known.state = next;
      for (const listener of known.listeners) listener();
    }
  };
  const take = (hash: string, bytes: number | null) => {
    if (bytes === null) sending.delete(hash);
    else {
      sending.set(hash, bytes);
      reached.set(hash, bytes);
    }
    tell();
  };
  const channel = platform.openTabChannel(name, (data) => {
    const parsed = v.safeParse(word, data);
    if (parsed.success) take(parsed.output.hash, parsed.output.bytes);
  });
  const stop = parcels.all.subscribe(() => {
    if (parcels.all.get().length === 0) reached.clear();
    tell();
  });
  return {
    of: (key: string): Readable<UploadState | null> => ({
      get: () => (shown.get(key) ?? { state: stateOf(key) }).state,
      subscribe(onChange) {
        const listener = () => onChange();
        const known = shown.get(key) ?? { state: stateOf(key), listeners: new Set() };
        shown.set(key, known);
        known.listeners.add(listener);
        return () => {
          known.listeners.delete(listener);
          if (known.listeners.size === 0 && shown.get(key) === known) shown.delete(key);
        };
      },
    }),
    /** Another tab sent until now, and what it was about it says no more. */
    begin() {
      sending.clear();
      tell();
    },
    note(hash: FileHash, bytes: number | null) {
      take(hash, bytes);
      channel.post({ hash, bytes });
    },
    close() {
      stop();
      channel.close();
    },
  };
}
