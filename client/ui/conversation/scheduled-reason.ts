// Why a message that was to go later was not sent, as a person reads it: of the server's own reasons, or a refusal.
import type { Words } from '../words/en.ts';

export function scheduledReason(words: Words, reason: string | null): string {
  const reasons: Readonly<Record<string, string>> = words.errands.reasons;
  return reasons[reason ?? ''] ?? words.problem(reason ?? '');
}
