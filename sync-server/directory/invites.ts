// Invites: one token lets one person sign up, for a week.
// Promises: only the token's hash is stored; an expired or used invite looks like none.
// Does not know: links, routes. The sign-up itself uses the invite up (accounts.ts).
import type { UserId } from '../../shared/ids.ts';

export interface Invites {
  create(invitedBy: UserId): Promise<{ token: string; expiresAt: number }>;
  isOpen(token: string): Promise<boolean>;
}
