// Worlds that have failed once, made short: each converges from then on. And a seed gives the same world each time.
import { runPlan } from './run-plan.ts'; // first: the world takes hold of time and chance
import { describe, expect, test } from 'vitest';
import { readCorpus } from './corpus.ts';
import { makePlan } from './plan.ts';

describe('a world that has failed once converges', () => {
  test.each(readCorpus())('%s', async (_, { plan }) => {
    expect((await runPlan(plan)).problems).toEqual([]);
  });
});

test.each(['3', '8', '13'])('seed %s gives the same world each time, byte for byte', async (seed) => {
  const [one, other] = [await runPlan(makePlan(seed), true), await runPlan(makePlan(seed), true)];
  expect(other.lines).toEqual(one.lines);
  expect(other.hash).toBe(one.hash);
});
