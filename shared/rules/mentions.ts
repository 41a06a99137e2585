// Who is mentioned in a text, and who may mention whom. The server decides by these functions, and the screens show by them.
// A mention is a label that stands in the text behind an `@`, and whom it means; where it stands is found by looking.
// So nothing has to move along when a text is edited, merged or quoted, and a name that changes is shown as it is now.
import * as v from 'valibot';
import { parseUserId, type UserId } from '../ids.ts';
import { isWordCharacter, characterAt, characterBefore } from '../text/characters.ts';
import type { GroupRole } from './group-roles.ts';

/** Different labels in one text: more is a list, not a message. */
export const maxMentions = 50;

/** A display name has 64 characters of up to two units. */
const maxLabelLength = 128;

/** Everybody who is in the conversation when the message comes. */
export const everyone = 'everyone';
export type Mentioned = UserId | typeof everyone;

const who = v.custom<Mentioned>((value) => value === everyone || parseUserId(value) !== null, 'nobody');

/**
 * One line, that begins and ends with something to see. With no `@` in it none reaches over the next place where one may
 * stand, so looking for all of them costs what the text is long, whoever has made it.
 */
const label = v.pipe(v.string(), v.maxLength(maxLabelLength), v.regex(/^[^\s@](?:[^\n\r\0@]*[^\s@])?$/u));

const mention = v.strictObject({ who, label });

/** What an event carries beside its text. Absent where nobody is mentioned. */
export const mentionList = v.pipe(v.array(mention), v.minLength(1), v.maxLength(maxMentions));

export type Mention = v.InferOutput<typeof mention>;

export type MentionProblem = 'unknown-label' | 'same-label' | 'not-allowed';

/** Whether a text may carry these mentions. `mayCallAll`: whether its writer may mention everyone. */
export function judgeMentions(text: string, mentions: readonly Mention[], mayCallAll: boolean): MentionProblem | null {
  if (new Set(mentions.map(({ label }) => label)).size < mentions.length) return 'same-label';
  if (!mayCallAll && mentions.some(({ who }) => who === everyone)) return 'not-allowed';
  return standingMentions(text, mentions).length === mentions.length ? null : 'unknown-label';
}

/** It disturbs everybody. `role`: in the group; null in a direct conversation, where each is mentioned by name. */
export function mayMentionEveryone(role: GroupRole | null): boolean {
  return role === 'owner' || role === 'admin';
}

/** Whether these are meant for somebody. */
export function isMentioned(userId: string, mentions: readonly Mention[]): boolean {
  return mentions.some(({ who }) => who === userId || who === everyone);
}

export interface MentionPlace {
  /** UTF-16 units: of the `@`, and behind the label's last character. */
  readonly from: number;
  readonly to: number;
  readonly mention: Mention;
}

/** Where the mentions stand, in the text's order and never over each other. */
export function placesOf(text: string, mentions: readonly Mention[]): readonly MentionPlace[] {
  const find = makeMentionFinder(mentions);
  const places: MentionPlace[] = [];
  let at = text.indexOf('@');
  while (at >= 0) {
    const place = find(text, at);
    if (place !== null) places.push(place);
    at = text.indexOf('@', place?.to ?? at + 1);
  }
  return places;
}

/** Of whom the writer has chosen, those who still stand in the text: what is sent. */
export function standingMentions(text: string, chosen: readonly Mention[]): readonly Mention[] {
  const standing = new Set(placesOf(text, chosen).map(({ mention }) => mention));
  return chosen.filter((mention) => standing.has(mention)).slice(0, maxMentions);
}

/** Which mention begins at this place of a text, if any. Of two labels the longer one; a label ends where a word does. */
export type FindMention = (text: string, at: number) => MentionPlace | null;

export function makeMentionFinder(mentions: readonly Mention[]): FindMention {
  const longestFirst = mentions.toSorted((one, other) => other.label.length - one.label.length);
  return (text, at) => {
    if (text[at] !== '@' || isWordCharacter(characterBefore(text, at))) return null;
    for (const mention of longestFirst) {
      const to = at + 1 + mention.label.length;
      const isHere = text.startsWith(mention.label, at + 1) && !isWordCharacter(characterAt(text, to));
      if (isHere) return { from: at, to, mention };
    }
    return null;
  };
}
