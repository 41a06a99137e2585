// Seeds as tests, a few in each.
import { runPlan } from './run-plan.ts'; // first: the world takes hold of time and chance
import { expect, test } from 'vitest';
import { makePlan } from './plan.ts';

const atATime = 10;

export function testSeeds(from: number, count: number): void {
  const firsts = Array.from({ length: count / atATime }, (_, index) => from + index * atATime);
  test.each(firsts)('the worlds of ten seeds converge, from %i on', async (first) => {
    const problems: string[] = [];
    for (let seed = first; seed < first + atATime; seed++) {
      const outcome = await runPlan(makePlan(String(seed)));
      problems.push(...outcome.problems.map((problem) => told(seed, problem)));
    }
    expect(problems).toEqual([]);
  });
}

/** With what to do to see it again. */
function told(seed: number, problem: string): string {
  return `seed ${seed}: ${problem}\n  again: node tests/convergence/run-seeds.ts --from ${seed} --seeds 1`;
}
