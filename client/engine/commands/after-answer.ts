// What becomes of a command after an answer, or none. Pure.
// A refusal ends it; whatever says nothing about the command itself leaves it waiting.
import type { Answer, FailureCode } from '../api/request.ts';

/** `later`: sent again after a pause. */
export type AfterAnswer = 'applied' | 'refused' | 'later';

const after: Record<FailureCode, AfterAnswer> = {
  offline: 'later',
  // A hotel's page in the way, or a server that is being changed: no word about the command.
  unexpected: 'later',
  'server-error': 'later',
  'too-many': 'later',
  // It waits until the same person is back.
  'not-signed-in': 'later',
  'bad-request': 'refused',
  'name-invalid': 'refused',
  'handle-invalid': 'refused',
  'email-invalid': 'refused',
  'picture-invalid': 'refused',
  'picture-animated': 'refused',
  'picture-dimensions': 'refused',
  'password-too-short': 'refused',
  'password-too-long': 'refused',
  'wrong-credentials': 'refused',
  forbidden: 'refused',
  'wrong-origin': 'refused',
  'sign-up-closed': 'refused',
  'invite-invalid': 'refused',
  'not-found': 'refused',
  'handle-taken': 'refused',
  'email-taken': 'refused',
  'command-taken': 'refused',
  'conversation-taken': 'refused',
  'not-allowed': 'refused',
  'last-owner': 'refused',
  'group-full': 'refused',
  'too-many-groups': 'refused',
  'too-many-links': 'refused',
  suspended: 'refused',
  'too-many-requests': 'refused',
  'too-many-scheduled': 'refused',
  'not-waiting': 'refused',
  'contact-needed': 'refused',
  'too-large': 'refused',
  'wrong-content-type': 'refused',
  'no-room': 'refused',
  'hash-mismatch': 'refused',
  'file-infected': 'refused',
  'upload-moved': 'later',
  'upload-busy': 'later',
  'not-scanned': 'later',
};

export function decideAfterAnswer(answer: Answer<unknown>): AfterAnswer {
  return answer.status === 'ok' ? 'applied' : after[answer.code];
}

const firstPauseMs = 1_000;
const lastPauseMs = 60_000;

/** Before the next attempt, after so many without an answer. `chance`: 0 to 1, so that devices do not come at once. */
export function pauseMs(failures: number, chance: number): number {
  return Math.min(lastPauseMs, firstPauseMs * 2 ** failures) * (0.5 + chance / 2);
}
