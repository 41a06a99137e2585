// What finding people by name or handle means, wherever it is done: in the server's directory, or among those whom a
// device has met.
import { foldName } from './display-name.ts';

/** One letter would name half the company. */
const minCharacters = 2;

/** More names than this are not read: the person types another letter. */
export const maxPeopleFound = 20;

/** The text as names are compared with it, without the `@` of a handle; null when it is too short to ask with. */
export function foldPeopleQuery(query: string): string | null {
  const folded = foldName(query).replace(/^@/, '');
  return Array.from(folded).length < minCharacters ? null : folded;
}
