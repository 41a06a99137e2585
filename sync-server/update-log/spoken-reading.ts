// What people have said, as it is looked through for words: the newest first, a stretch at a time.
// Promises: what stands there now is met once, as it was edited last; nothing that was deleted, nothing of a place that
// was not named. Meets more than was asked for: whoever asks compares the texts.
import type { ConversationId, EventId, UserId } from '../../shared/ids.ts';
import type { Kind, Said } from '../../shared/search/kinds.ts';

/** A conversation, and the oldest chapter in it that may be looked through. */
export interface SpokenPlace {
  readonly conversationId: ConversationId;
  readonly fromChapter: number;
}

export interface SpokenLook {
  /** Pieces that a text must hold (`spoken-terms.ts`); none where there is nothing to go by. */
  readonly pieces: readonly string[];
  /** All of these it must hold. */
  readonly kinds: readonly Kind[];
  /** One of these wrote it; null where it may be anybody. */
  readonly authors: readonly UserId[] | null;
  /** Only what was logged before this number; null begins with the newest. */
  readonly below: number | null;
}

/** A message as it stands now. */
export interface SpokenMessage extends Said {
  readonly conversationId: ConversationId;
  readonly chapter: number;
  readonly author: UserId;
  readonly id: EventId;
  readonly at: number;
  /** Its place in the order in which the log took it. */
  readonly number: number;
}

export interface SpokenStretch {
  /** The newest first. */
  readonly messages: readonly SpokenMessage[];
  /** Rows that were met, those of other places too: what the look has cost. */
  readonly met: number;
  /** Where to look next; null at the beginning of everything. */
  readonly below: number | null;
}

/** One stretch, of a few milliseconds at most. */
export type LookThrough = (look: SpokenLook) => SpokenStretch;

export interface SpokenReading {
  lookThrough(places: readonly SpokenPlace[]): LookThrough;
  /** Takes in some of what was logged before there was an index. Answers whether there is more. */
  fillSpoken(): Promise<boolean>;
}
