// Whole worlds drawn from seeds: people write, read, join and leave, devices lose their network, tabs and clocks, the
// server crashes between any two steps, closes chapters and goes back to backups. Once everything is mended all show the
// same, what was promised holds, and nothing waits.
import { runPlan } from './run-plan.ts'; // first: the world takes hold of time and chance
import { describe, expect, test } from 'vitest';
import { readCorpus } from './corpus.ts';
import { makePlan } from './plan.ts';

const seeds = process.env['LONG_RUN'] === undefined ? 200 : 0;
const atATime = 10;

/** Each seed is told with what to do to see it again. */
function told(seed: string, problems: readonly string[]): string[] {
  return problems.map(
    (problem) => `seed ${seed}: ${problem}\n  again: node tests/convergence/run-seeds.ts --from ${seed} --seeds 1`,
  );
}

describe('the worlds of seeds', () => {
  test.each(Array.from({ length: seeds / atATime }, (_, index) => index * atATime))(
    'from %i on converge',
    async (from) => {
      const problems: string[] = [];
      for (let seed = from; seed < from + atATime; seed++) {
        problems.push(...told(String(seed), (await runPlan(makePlan(String(seed)))).problems));
      }
      expect(problems).toEqual([]);
    },
  );

  test('are the same each time, byte for byte', async () => {
    for (const seed of ['3', '8', '13']) {
      const [one, other] = [await runPlan(makePlan(seed), true), await runPlan(makePlan(seed), true)];
      expect(other.lines).toEqual(one.lines);
      expect(other.hash).toBe(one.hash);
    }
  });
});

describe('a world that has failed once', () => {
  test.each(readCorpus())('converges: %s', async (_, { plan }) => {
    expect((await runPlan(plan)).problems).toEqual([]);
  });
});
