// What the composer offers behind an `@`: what was typed there, who it may mean, and the text with the one that is chosen. Pure.
import * as v from 'valibot';
import { characterBefore, isWordCharacter } from '../../../shared/text/characters.ts';
import { foldText } from '../../../shared/text/fold-text.ts';
import { mentionList, placesOf, type Mention, type Mentioned } from '../../../shared/rules/mentions.ts';

/** A name is offered while it is typed, not while the sentence behind it goes on. */
const maxQueryLength = 40;

/** What a list above the composer shows without scrolling. */
export const maxOffered = 8;

/** What stands in the composer. */
export interface Typed {
  readonly text: string;
  readonly caret: number;
  readonly mentions: readonly Mention[];
}

export interface MentionQuery {
  /** Where the `@` stands. */
  readonly from: number;
  readonly query: string;
}

export interface Mentionable {
  readonly who: Mentioned;
  /** As it is shown; for everybody the word that means them. */
  readonly name: string;
  readonly handle: string | null;
  readonly isMember: boolean;
}

/** What is typed behind an `@` up to the caret; null where no mention is being typed, or one stands there already. */
export function findMentionQuery({ text, caret, mentions }: Typed): MentionQuery | null {
  const from = text.lastIndexOf('@', caret - 1);
  if (caret < 1 || from < 0 || caret - from > maxQueryLength || isWordCharacter(characterBefore(text, from)))
    return null;
  const query = text.slice(from + 1, caret);
  const isChosen = placesOf(text, mentions).some((place) => place.from === from && place.to < caret);
  return isChosen || /^\s|\n/.test(query) ? null : { from, query };
}

/**
 * Who may be meant, the likeliest first: members before others, then by how well the name or handle fits. Equals stay in
 * the order that they come in. Without a letter typed, members alone.
 */
export function offerMentions(query: string, people: readonly Mentionable[]): readonly Mentionable[] {
  const sought = foldText(query).trimEnd();
  return people
    .filter(({ isMember }) => isMember || sought !== '')
    .map((person) => ({ person, misfit: misfitOf(sought, person) }))
    .filter(({ misfit }) => misfit !== null)
    .sort(
      (one, other) =>
        Number(other.person.isMember) - Number(one.person.isMember) || (one.misfit ?? 0) - (other.misfit ?? 0),
    )
    .slice(0, maxOffered)
    .map(({ person }) => person);
}

/** 0 fits best; null: this is not who was meant. */
function misfitOf(sought: string, { name, handle }: Mentionable): number | null {
  const [folded, ownHandle] = [foldText(name), handle === null ? null : foldText(handle)];
  if (folded === sought || ownHandle === sought) return 0;
  if (folded.startsWith(sought)) return 1;
  if (ownHandle?.startsWith(sought) === true) return 2;
  return areBeginnings(sought.split(/\s+/), folded.split(/[\s-]+/)) ? 3 : null;
}

/** `lov` and `a lov` are Ada Lovelace: each typed word begins a word of the name, in its order. */
function areBeginnings(typed: readonly string[], words: readonly string[]): boolean {
  let at = 0;
  return typed.every((beginning) => {
    while (at < words.length && !(words[at] ?? '').startsWith(beginning)) at++;
    return at++ < words.length;
  });
}

/** The text with this person named in it, and the mentions with them: what was chosen before stays. */
export function completeMention(
  { text, mentions, caret }: Typed,
  { from }: MentionQuery,
  person: Mentionable,
): Typed | null {
  const label = labelOf(person, mentions);
  if (label === null) return null;
  const written = `@${label} `;
  const behind = text.slice(caret).replace(/^ /, '');
  const others = mentions.filter((mention) => mention.label !== label);
  return {
    text: text.slice(0, from) + written + behind,
    caret: from + written.length,
    mentions: [...others, { who: person.who, label }],
  };
}

/** The name, or the handle where the name means somebody else in this text already, or cannot be a label. */
function labelOf({ who, name, handle }: Mentionable, mentions: readonly Mention[]): string | null {
  const isFree = (label: string) => mentions.every((mention) => mention.label !== label || mention.who === who);
  const isLabel = (label: string) => v.is(mentionList, [{ who, label }]);
  return [name, handle].find((label) => label !== null && isLabel(label) && isFree(label)) ?? null;
}
