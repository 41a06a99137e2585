// Where a message that has just come is told on this device, of all that call for this person. Pure.
import { isQuietAt, type QuietHours } from '../../../shared/rules/notify.ts';
import type { PersonPresence } from '../../../shared/protocol/presence.ts';

export interface Telling {
  readonly isOn: boolean;
  /** Its conversation is on the screen of this page. */
  readonly isOpen: boolean;
  readonly isVisible: boolean;
  /** How this person is shown to others; null while that is not known. */
  readonly presence: PersonPresence['state'] | null;
  readonly quiet: QuietHours | null;
  readonly nowMs: number;
}

/** `system`: beside the app, for nobody sees this page. */
export function whereTold({ isOn, isOpen, isVisible, presence, quiet, nowMs }: Telling): 'nowhere' | 'page' | 'system' {
  if (!isOn || presence === 'do-not-disturb' || isQuietAt(quiet, nowMs)) return 'nowhere';
  if (!isVisible) return 'system';
  return isOpen ? 'nowhere' : 'page';
}
