// How the readers of this folder say that bytes are outside the grammar. Caught in `update-parts.ts` alone.

export class GrammarError extends Error {}

/** Ends the reading of an update whose bytes are outside the grammar. */
export function demand(claim: boolean): asserts claim {
  if (!claim) throw new GrammarError('outside the grammar');
}
