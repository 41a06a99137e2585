// Makes a plan that fails shorter: leaves out acts, in runs that are halved again and again, as long as it fails for the
// same promise (ddmin; Zeller and Hildebrandt, 2002).
import type { Act, Plan } from './plan.ts';
import { runPlan } from './run-plan.ts';

/** What a problem is about: its first words, without what it names. */
function kindOf(problem: string): string {
  return (problem.split(':')[0] ?? problem).replaceAll(/\S*\d\S*/g, '…').slice(0, 40);
}

/** `maxRuns` bounds how long it may take. Null when the plan does not fail at all. */
export async function shrink(plan: Plan, maxRuns = 400): Promise<Plan | null> {
  const first = (await runPlan(plan)).problems[0];
  if (first === undefined) return null;
  const wanted = kindOf(first);
  const budget = { runs: maxRuns };
  const fails = async (acts: readonly Act[]): Promise<boolean> => {
    budget.runs--;
    return (await runPlan({ ...plan, acts })).problems.some((problem) => kindOf(problem) === wanted);
  };
  let { acts } = plan;
  for (let size = Math.ceil(acts.length / 2), isLast = false; !isLast && budget.runs > 0;) {
    const before = acts.length;
    acts = await leaveOut(acts, size, (shorter) => (budget.runs > 0 ? fails(shorter) : Promise.resolve(false)));
    isLast = size === 1 && acts.length === before;
    size = Math.max(1, Math.floor(size / 2));
  }
  const plainer = acts.map((act) => ({ ...act, tasks: null }));
  return { ...plan, acts: (await fails(plainer)) ? plainer : acts };
}

/** Every run of so many acts that it fails without. */
async function leaveOut(
  acts: readonly Act[],
  size: number,
  fails: (shorter: readonly Act[]) => Promise<boolean>,
): Promise<readonly Act[]> {
  let kept = acts;
  for (let from = 0; from < kept.length;) {
    const without = [...kept.slice(0, from), ...kept.slice(from + size)];
    if (await fails(without)) kept = without;
    else from += size;
  }
  return kept;
}
