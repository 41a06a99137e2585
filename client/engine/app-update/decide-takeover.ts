// What a page does when another service worker takes it over. Pure: knows neither workers nor pages.
// A page never reloads under the hands of somebody who works in it.

export interface Takeover {
  /** The reload was asked for in this very tab. */
  readonly isAsked: boolean;
  /** The page ran under a worker before; otherwise this is its first, of the version that it already is. */
  readonly wasControlled: boolean;
  readonly isHidden: boolean;
}

export type TakeoverAction = 'nothing' | 'reload' | 'reload-when-quiet';

export function decideTakeover({ isAsked, wasControlled, isHidden }: Takeover): TakeoverAction {
  if (isAsked) return 'reload';
  if (!wasControlled) return 'nothing';
  return isHidden ? 'reload' : 'reload-when-quiet';
}
