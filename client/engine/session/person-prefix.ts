// What everything that a person keeps on this device is named by, keys and databases alike.
// One browser may know several workspaces and several people: signing one out touches nobody else.
import type { UserId } from '../../../shared/ids.ts';
import type { Platform } from '../platform.ts';

export function personPrefix({ origin }: Pick<Platform, 'origin'>, userId: UserId): string {
  return `biz1/${new URL(origin).host}/${userId}`;
}
