// Events for tests: whole and valid unless a test asks for another field.
import * as prng from 'lib0/prng';
import { idBytes, mintEventId, type ClientId, type EventId, type UserId, mintUserId } from '../../shared/ids.ts';
import type { ServerEvent, UserEvent } from '../../shared/conversation/events.ts';

let draw: (count: number) => Uint8Array = (count) => crypto.getRandomValues(new Uint8Array(count));

/** From here on every id is drawn from this source, so that a seed repeats them. */
export function drawIdsFrom(random: prng.PRNG): void {
  draw = (count) => prng.uint8Array(random, count);
}

export function randomBytes(count = idBytes): Uint8Array {
  return draw(count);
}

export function freshUserId(): UserId {
  return mintUserId(randomBytes());
}

/** A client id as Yjs draws one. */
export function freshClient(): ClientId {
  return new DataView(draw(4).slice().buffer).getUint32(0) as ClientId;
}

function freshMessageId(): EventId {
  return mintEventId('message', randomBytes());
}

export function messageAt(at: number, text = 'whisper'): UserEvent & { kind: 'message' } {
  return { kind: 'message', id: freshMessageId(), at, text };
}

export function editAt(at: number, target: EventId, text = 'whisper again'): UserEvent & { kind: 'edit' } {
  return { kind: 'edit', id: mintEventId('edit', randomBytes()), at, target, text };
}

export function deletionAt(at: number, target: EventId, targetAt: number): UserEvent & { kind: 'delete' } {
  return { kind: 'delete', id: mintEventId('delete', randomBytes()), at, target, targetAt };
}

export interface About {
  readonly author: UserId;
  readonly id: EventId;
}

/** By somebody else than its author. */
export function takenDownAt(at: number, { author, id }: About, targetAt: number): UserEvent & { kind: 'delete' } {
  return { ...deletionAt(at, id, targetAt), targetAuthor: author };
}

export function reactionAt(
  at: number,
  { author, id }: About,
  { emoji = '👍', isOn = true } = {},
): UserEvent & { kind: 'reaction' } {
  const about = { target: id, targetAuthor: author, isOn };
  return { kind: 'reaction', id: mintEventId('reaction', randomBytes()), at, ...about, emoji };
}

export function pinAt(at: number, { author, id }: About, isOn = true): UserEvent & { kind: 'pin' } {
  return { kind: 'pin', id: mintEventId('pin', randomBytes()), at, target: id, targetAuthor: author, isOn };
}

export function closedAt(at: number): ServerEvent {
  return { kind: 'closed', id: mintEventId('closed', randomBytes()), at };
}
