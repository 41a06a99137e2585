// Addresses of pictures that were shown, so that a row that comes back shows its pictures at once. The last ones that nobody
// shows any more are kept; the others are let go of. Needs an owner.
import { onCleanup } from 'solid-js';
import type { FileHash } from '../../../shared/conversation/attachments.ts';

export interface PictureUrls {
  /** The address, for as long as it is not left; null where it is not here. */
  take(hash: FileHash): string | null;
  /** Takes it too. */
  add(hash: FileHash, content: Blob): string;
  leave(hash: FileHash): void;
}

/** A few screens of pictures. */
const maxIdle = 100;

export function createPictureUrls(): PictureUrls {
  /** Those that were used last stand last. */
  const known = new Map<FileHash, { readonly url: string; users: number }>();
  const letGo = () => {
    const idle = [...known].filter(([, { users }]) => users === 0);
    for (const [hash, { url }] of idle.slice(0, Math.max(0, idle.length - maxIdle))) {
      URL.revokeObjectURL(url);
      known.delete(hash);
    }
  };
  onCleanup(() => {
    for (const { url } of known.values()) URL.revokeObjectURL(url);
    known.clear();
  });
  const take = (hash: FileHash) => {
    const entry = known.get(hash);
    if (entry === undefined) return null;
    entry.users += 1;
    known.delete(hash);
    known.set(hash, entry);
    return entry.url;
  };
  return {
    take,
    add(hash, content) {
      const taken = take(hash);
      if (taken !== null) return taken;
      const url = URL.createObjectURL(content);
      known.set(hash, { url, users: 1 });
      return url;
    },
    leave(hash) {
      const entry = known.get(hash);
      if (entry === undefined) return;
      entry.users -= 1;
      letGo();
    },
  };
}
