// People: finding them by name or handle, and what a person sees of themselves.
// Promises: answers are bounded, and an e-mail address is shown to its owner only.
// Does not know: sessions, passwords.
import type { UserId } from '../../shared/ids.ts';
import type { Me, Person } from '../../shared/protocol/people-api.ts';

export interface People {
  me(userId: UserId): Promise<Me | null>;
  search(asking: UserId, query: string): Promise<Person[]>;
}
