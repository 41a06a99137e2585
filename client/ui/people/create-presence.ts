// Who is there and who writes, for screens: people are watched as long as whoever asks shows them.
import { createEffect, createMemo, onCleanup, type Accessor } from 'solid-js';
import type { ConversationId, UserId } from '../../../shared/ids.ts';
import type { PersonPresence } from '../../../shared/protocol/presence.ts';
import { useSignedIn } from '../frame/signed-in.tsx';

/** `userIds`: whom one shows now. The answer is null for others, and while nothing is known. */
export function createPresence(userIds: Accessor<readonly UserId[]>): (userId: UserId) => PersonPresence | null {
  const { messenger, presenceChanges } = useSignedIn();
  const shown = createMemo(() => userIds(), [], { equals: isSame });
  createEffect(() => {
    if (shown().length > 0) onCleanup(messenger.presence.watch(shown()));
  });
  return (userId) => {
    presenceChanges();
    return shown().includes(userId) ? messenger.presence.of(userId) : null;
  };
}

/** Who else writes in a conversation now. */
export function createTypists(conversationId: Accessor<ConversationId>): Accessor<readonly UserId[]> {
  const { messenger, presenceChanges } = useSignedIn();
  const typists = () => {
    presenceChanges();
    return messenger.presence.typists(conversationId());
  };
  return createMemo(typists, [], { equals: isSame });
}

function isSame(one: readonly UserId[], other: readonly UserId[]): boolean {
  return one.length === other.length && one.every((userId, index) => userId === other[index]);
}
