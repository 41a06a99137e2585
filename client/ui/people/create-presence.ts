// Who is there and who writes, for screens: people are watched as long as whoever asks shows them.
import { createEffect, createMemo, onCleanup, type Accessor } from 'solid-js';
import type { ConversationId, UserId } from '../../../shared/ids.ts';
import type { PersonPresence } from '../../../shared/protocol/presence.ts';
import { createReadable } from '../../reactive/create-readable.ts';
import { useSignedIn } from '../frame/signed-in.tsx';

/** `userIds`: whom one shows now. The answer is null for others, and while nothing is known. */
export function createPresence(userIds: Accessor<readonly UserId[]>): (userId: UserId) => PersonPresence | null {
  const { messenger } = useSignedIn();
  const shown = createMemo(() => userIds(), [], { equals: isSame });
  createEffect(() => {
    if (shown().length > 0) onCleanup(messenger.presence.watch(shown()));
  });
  const known = createMemo(
    () => new Map(shown().map((userId) => [userId, createReadable(messenger.presence.of(userId))])),
  );
  return (userId) => known().get(userId)?.() ?? null;
}

/** Who else writes in a conversation now. */
export function createTypists(conversationId: Accessor<ConversationId>): Accessor<readonly UserId[]> {
  const { messenger } = useSignedIn();
  const id = createMemo(conversationId);
  const typists = createMemo(() => createReadable(messenger.presence.typists(id())));
  return () => typists()();
}

function isSame(one: readonly UserId[], other: readonly UserId[]): boolean {
  return one.length === other.length && one.every((userId, index) => userId === other[index]);
}
