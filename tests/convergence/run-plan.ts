// A plan from its beginning to its end: every act, the healing, the promises.
import { Ledger } from './ledger.ts';
import { openStage } from './stage.ts'; // before anything that takes hold of time and chance
import { check, checkAllRead } from './check.ts';
import { heal, readOn, talkOn } from './heal.ts';
import { perform } from './perform.ts';
import type { Plan } from './plan.ts';

export interface Outcome {
  readonly problems: readonly string[];
  readonly counts: Ledger['counts'];
  readonly refusals: ReadonlyMap<string, number>;
  /** Of all that happened. */
  readonly hash: string;
  readonly lines: readonly string[];
}

export async function runPlan(plan: Plan, areLinesKept = false): Promise<Outcome> {
  const ledger = new Ledger();
  const stage = await openStage({ seed: plan.seed, setup: plan.setup, ledger, areLinesKept });
  try {
    for (const act of plan.acts) await perform(stage, act);
    await heal(stage);
    await check(stage);
    if (plan.setup.talksOn) {
      await talkOn(stage);
      await check(stage);
    }
    await readOn(stage);
    await checkAllRead(stage);
  } catch (error) {
    ledger.problem(`the run broke off: ${error instanceof Error ? error.stack : String(error)}`);
  } finally {
    stage.world.close();
  }
  const { problems, counts, refusals } = ledger;
  return { problems, counts, refusals, hash: stage.world.trace.digest(), lines: stage.world.trace.lines };
}
