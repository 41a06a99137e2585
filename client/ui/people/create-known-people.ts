// The people whom this device knows without asking anybody.
import { createMemo, type Accessor } from 'solid-js';
import type { UserId } from '../../../shared/ids.ts';
import type { Person } from '../../engine/messenger.ts';
import { createReadable } from '../../reactive/create-readable.ts';
import { useSignedIn } from '../frame/signed-in.tsx';

/** Contacts first, then whom one has a conversation with; never oneself. */
export function createKnownPeople(): Accessor<readonly Person[]> {
  const { messenger, me, conversations } = useSignedIn();
  const contacts = createReadable(messenger.contacts);
  return createMemo(() => {
    const members = conversations().flatMap((conversation) => conversation.members);
    const all = new Map<UserId, Person>([...contacts().contacts, ...members].map((person) => [person.userId, person]));
    all.delete(me().userId);
    return [...all.values()];
  });
}
