// The rate limits of the HTTP API, by name. Their numbers and reasons stand in limits.ts.
// Does not know: what is limited; a route names the limit and whom it counts.
import { maxBucketKeys, rates } from '../limits.ts';
import type { AppContext, AppParts } from './app-parts.ts';
import { refuse } from './refuse.ts';
import { makeTokenBuckets } from './token-buckets.ts';

export type RateName = keyof typeof rates;

export interface RateLimits {
  /** Takes one of the key's tries; the refusal when there is none left. */
  take(context: AppContext, name: RateName, key: string): Response | null;
  /** Takes one of the key's tries, or waits about as long as until the next one: refuses nobody. */
  slow(name: RateName, key: string): Promise<void>;
  /** For what was done already and cost as much as so many tries: the next one may have to wait. */
  charge(name: RateName, key: string, count: number): void;
  giveBack(name: RateName, key: string): void;
}

export function makeRateLimits({ now, pause }: Pick<AppParts, 'now' | 'pause'>): RateLimits {
  const of = (name: RateName) => makeTokenBuckets({ rule: rates[name], maxKeys: maxBucketKeys, now });
  const buckets = {
    signInPerAddress: of('signInPerAddress'),
    signInPerAccountAndAddress: of('signInPerAccountAndAddress'),
    signInPerAccount: of('signInPerAccount'),
    signUpPerAddress: of('signUpPerAddress'),
    inviteLookUpPerAddress: of('inviteLookUpPerAddress'),
    invitePerPerson: of('invitePerPerson'),
    searchPerPerson: of('searchPerPerson'),
    searchWordsPerPerson: of('searchWordsPerPerson'),
    commandPerPerson: of('commandPerPerson'),
    passwordPerPerson: of('passwordPerPerson'),
    managePerPerson: of('managePerPerson'),
    groupLinkPerPerson: of('groupLinkPerPerson'),
    picturePerPerson: of('picturePerPerson'),
    pictureLookUpPerPerson: of('pictureLookUpPerPerson'),
    devicesPerPerson: of('devicesPerPerson'),
    inboxPerPerson: of('inboxPerPerson'),
    readsPerPerson: of('readsPerPerson'),
    announcePerPerson: of('announcePerPerson'),
    uploadPerPerson: of('uploadPerPerson'),
    fileReadPerPerson: of('fileReadPerPerson'),
  } satisfies Record<RateName, unknown>;
  return {
    take(context, name, key) {
      const waitMs = buckets[name].take(key);
      if (waitMs === 0) return null;
      context.header('Retry-After', String(Math.ceil(waitMs / 1_000)));
      return refuse(context, 'too-many');
    },
    async slow(name, key) {
      const waitMs = buckets[name].take(key);
      if (waitMs > 0) await pause(waitMs);
    },
    charge: (name, key, count) => buckets[name].charge(key, count),
    giveBack: (name, key) => buckets[name].giveBack(key),
  };
}
