// Whether a message that has just come is heard. Pure.
import type { ConversationSummary } from '../../engine/messenger.ts';
import type { PersonPresence } from '../../../shared/protocol/presence.ts';
import type { Choices } from '../preferences/preferences.tsx';

export interface Hearing {
  readonly kind: ConversationSummary['kind'];
  readonly choices: Pick<Choices, 'soundsOfPeople' | 'soundsOfGroups'>;
  /** Its conversation is open, and somebody sits before it. */
  readonly isLookedAt: boolean;
  /** How this person is shown to others; null while that is not known. */
  readonly presence: PersonPresence['state'] | null;
}

export function maySound({ kind, choices, isLookedAt, presence }: Hearing): boolean {
  if (isLookedAt || presence === 'do-not-disturb') return false;
  return kind === 'direct' ? choices.soundsOfPeople : choices.soundsOfGroups;
}
