// One test for each attack of a table: refused by its code, and harmless to everybody.
import { expect, test } from 'vitest';
import type { RefusalCode } from '../../shared/protocol/refusal.ts';
import type { Prey, Stage } from './attack-stage.ts';

export interface Attack {
  readonly name: string;
  readonly code: RefusalCode;
  readonly make: (prey: Prey) => Uint8Array;
}

export function refusesEach(stageOf: () => Stage, attacks: readonly Attack[]): void {
  for (const { name, code, make } of attacks) {
    test(`${name} is refused as ${code}`, async () => {
      const stage = stageOf();
      await stage.expectHarmless(async () => expect(await stage.send(make(stage.prey()))).toBe(code));
    });
  }
}
