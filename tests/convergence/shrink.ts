// Makes a plan that fails shorter: leaves out acts, in runs that are halved again and again, as long as it fails for the
// same promise (ddmin; Zeller and Hildebrandt, 2002).
import type { Act, Plan } from './plan.ts';
import { runPlan } from './run-plan.ts';

/** What a problem is about: its first words, without what it names. */
export function kindOf(problem: string): string {
  return (problem.split(':')[0] ?? problem).replaceAll(/\S*\d\S*/g, '…').slice(0, 40);
}

/** `maxRuns` bounds how long it may take. Null when the plan does not fail at all. */
export async function shrink(plan: Plan, maxRuns = 400): Promise<Plan | null> {
  const first = (await runPlan(plan)).problems[0];
  if (first === undefined) return null;
  const wanted = kindOf(first);
  let runs = 0;
  const fails = async (acts: readonly Act[]): Promise<boolean> => {
    runs++;
    return (await runPlan({ ...plan, acts })).problems.some((problem) => kindOf(problem) === wanted);
  };
  let { acts } = plan;
  for (let size = Math.ceil(acts.length / 2); size >= 1 && runs < maxRuns;) {
    let isShorter = false;
    for (let from = 0; from < acts.length && runs < maxRuns;) {
      const without = [...acts.slice(0, from), ...acts.slice(from + size)];
      if (await fails(without)) {
        acts = without;
        isShorter = true;
      } else from += size;
    }
    if (size > 1) size = Math.ceil(size / 2);
    else if (!isShorter) break;
  }
  const plainer = acts.map((act) => ({ ...act, tasks: null }));
  return { ...plan, acts: (await fails(plainer)) ? plainer : acts };
}
