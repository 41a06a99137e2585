// Whether one may write in the conversation that is shown, and to whom one may begin to, as it changes.
import { createMemo, type Accessor } from 'solid-js';
import type { UserId } from '../../../shared/ids.ts';
import type { ConversationSummary, Person } from '../../engine/messenger.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { decideWriting, type Writing } from './relation.ts';

export function createWriting(
  conversation: Accessor<ConversationSummary | undefined>,
  partner: Accessor<Person | null>,
): Accessor<Writing> {
  const { contacts, relationTo } = useSignedIn();
  return createMemo(() => {
    const [summary, person] = [conversation(), partner()];
    if (summary?.kind !== 'direct' || person === null) return 'open';
    return decideWriting({
      standing: relationTo(person.userId).standing,
      whoMayWrite: contacts().whoMayWrite,
      isBeginning: summary.isAwaited || summary.isPending,
    });
  });
}

/** To whom one may not write yet, their own page offers what helps. */
export function createMayWriteTo(): (userId: UserId) => boolean {
  const { contacts, relationTo } = useSignedIn();
  return (userId) => {
    const { standing } = relationTo(userId);
    return decideWriting({ standing, whoMayWrite: contacts().whoMayWrite, isBeginning: false }) === 'open';
  };
}
