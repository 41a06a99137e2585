// What was refused for one reason is told in one sentence, however much it is. Pure.
import type { RefusedAct } from '../../engine/messenger.ts';

/** Never empty: the acts of one kind that were refused for one reason. */
export type RefusedGroup = readonly [RefusedAct, ...RefusedAct[]];

/** In the order of the first of each. */
export function groupRefused(acts: readonly RefusedAct[]): readonly RefusedGroup[] {
  const groups = Map.groupBy(acts, ({ kind, code }) => `${kind} ${code}`);
  return [...groups.values()].flatMap(([first, ...others]) => (first === undefined ? [] : [[first, ...others]]));
}
