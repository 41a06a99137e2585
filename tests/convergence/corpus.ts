// Plans that have failed once, with the app as it was or as a mutant makes it, made short, each with a note of what it
// found. Every one runs for ever.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plan } from './plan.ts';

export interface KeptPlan {
  readonly note: string;
  readonly plan: Plan;
}

const folder = join(import.meta.dirname, 'corpus');

/** By name. */
export function readCorpus(): [name: string, kept: KeptPlan][] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .toSorted()
    .map((file) => [
      file.slice(0, -'.json'.length),
      JSON.parse(readFileSync(join(folder, file), 'utf8')) as KeptPlan, // written below
    ]);
}

export function keep(name: string, kept: KeptPlan): void {
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(kept, null, 2)}\n`);
}
