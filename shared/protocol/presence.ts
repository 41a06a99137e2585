// Who is there and who is writing: signals on the link in both directions, and the status that people give themselves.
// Nothing of it is kept in a document or in the log, and nothing is told to who does not look.
import * as v from 'valibot';
import { timeZoneText } from '../rules/time-zone.ts';
import { parseConversationId, parseUserId, type ConversationId, type UserId } from '../ids.ts';

/** People whom one socket may watch at a time: all rows of a list and the members of a group that are on the screen. */
export const maxWatched = 200;
/** A device says that somebody is writing no more often than this, and another shows it this long. */
export const typingEveryMs = 3_000;
export const typingShownMs = 6_000;
export const maxStatusLength = 80;

const userId = v.custom<UserId>((value) => parseUserId(value) !== null, 'not a user id');
const conversationId = v.custom<ConversationId>(
  (value) => parseConversationId(value) !== null,
  'not a conversation id',
);
const time = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const statusText = v.pipe(
  v.string(),
  v.maxLength(maxStatusLength),
  v.check((text) => text.isWellFormed() && !text.includes('\0'), 'not text'),
);

/** What people say of themselves. `until`: from then on it says nothing; null while it stays. */
export const ownStatus = v.strictObject({
  availability: v.picklist(['present', 'do-not-disturb']),
  text: statusText,
  until: v.nullable(time),
  /** Whether others see when one was last here. */
  showsLastSeen: v.boolean(),
});

/** A device's words on the link. */
export const deviceSignal = v.variant('kind', [
  /** Whom it shows now, instead of those before. */
  v.strictObject({ kind: v.literal('watch'), userIds: v.pipe(v.array(userId), v.maxLength(maxWatched)) }),
  /** Whether somebody sits before it. */
  v.strictObject({ kind: v.literal('active'), isActive: v.boolean() }),
  /** Whether somebody looks at it now: it is to be seen, and was touched within a minute. Others are told nothing of it. */
  v.strictObject({ kind: v.literal('attention'), isHere: v.boolean() }),
  v.strictObject({ kind: v.literal('typing'), conversationId }),
  /** What time it is where it is; a name that the server does not know says nothing. */
  v.strictObject({ kind: v.literal('zone'), timeZone: timeZoneText }),
]);

const presenceState = v.picklist(['online', 'away', 'do-not-disturb', 'offline']);

/** How somebody is to be shown. */
export const personPresence = v.object({
  userId,
  state: presenceState,
  /** When they were last here, where they are not and let it be seen. */
  lastSeen: v.nullable(time),
  text: v.string(),
  /** Where their device was that was here last; null when it has not said. */
  timeZone: v.optional(v.nullable(v.string()), null),
});

export type OwnStatus = v.InferOutput<typeof ownStatus>;
export type DeviceSignal = v.InferOutput<typeof deviceSignal>;
export type PersonPresence = v.InferOutput<typeof personPresence>;

export const firstStatus: OwnStatus = { availability: 'present', text: '', until: null, showsLastSeen: true };

/** The signal in a text, or null when it is none. */
export function parseDeviceSignal(text: string): DeviceSignal | null {
  try {
    const parsed = v.safeParse(deviceSignal, JSON.parse(text));
    return parsed.success ? parsed.output : null;
  } catch {
    return null; // not JSON: the same answer as not of the shape
  }
}

export interface Sight {
  /** Devices that are linked, and those of them before which somebody sits. */
  readonly linked: number;
  readonly active: number;
  readonly status: OwnStatus;
  /** When any device of theirs was last linked; null when that is not known. */
  readonly lastSeen: number | null;
  readonly timeZone: string | null;
  readonly nowMs: number;
}

/** How somebody is to be shown to those whom they have not blocked. Pure. */
export function presenceOf(
  userId: UserId,
  { linked, active, status, lastSeen, timeZone, nowMs }: Sight,
): PersonPresence {
  const isOver = status.until !== null && status.until <= nowMs;
  const said = { userId, text: isOver ? '' : status.text, timeZone };
  if (linked === 0) return { ...said, state: 'offline', lastSeen: status.showsLastSeen ? lastSeen : null };
  if (status.availability === 'do-not-disturb' && !isOver) {
    return { ...said, state: 'do-not-disturb', lastSeen: null };
  }
  return { ...said, state: active > 0 ? 'online' : 'away', lastSeen: null };
}

/** How somebody is shown to one whom they have blocked. */
export function hiddenPresence(userId: UserId): PersonPresence {
  return { userId, state: 'offline', lastSeen: null, text: '', timeZone: null };
}
