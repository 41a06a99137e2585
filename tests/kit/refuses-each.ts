// One test for each attack of a table: refused by its code, and harmless to everybody. Said as the answer to the
// server's own question, what is not the sender's may be passed over instead, and is no less harmless.
import { expect, test } from 'vitest';
import type { RefusalCode } from '../../shared/protocol/refusal.ts';
import type { Prey, Stage } from './attack-stage.ts';
import { readLogFile } from './read-log-file.ts';

export interface Attack {
  readonly name: string;
  readonly code: RefusalCode;
  readonly make: (prey: Prey) => Uint8Array;
  /** True where a part of it is the sender's own and good: of an answer, that part is taken. */
  readonly isPartlyHonest?: boolean;
}

export function refusesEach(stageOf: () => Stage, attacks: readonly Attack[]): void {
  for (const attack of attacks) {
    const { name, code, make, isPartlyHonest = false } = attack;
    test(`${name} is refused as ${code}`, async () => {
      const stage = stageOf();
      await stage.expectHarmless(async () => {
        const update = make(stage.prey());
        expect(await stage.send(update)).toBe(code);
        if (!isPartlyHonest) expect([code, null]).toContain(await stage.send(update, 'answer'));
      });
      if (isPartlyHonest) await expectOwnPartTaken(stage, attack);
    });
  }
}

async function expectOwnPartTaken(stage: Stage, { make }: Attack): Promise<void> {
  const before = rowsOf(stage, stage.victim.userId);
  expect(await stage.send(make(stage.prey()), 'answer')).toBeNull();
  expect(rowsOf(stage, stage.victim.userId)).toEqual(before);
}

/** The stored entries of one author. */
function rowsOf({ server }: Stage, author: string): string[] {
  return [...readLogFile(server.dataDir)].filter((row) => row.includes(`"author":"${author}"`));
}
