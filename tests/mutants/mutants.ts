// All that `npm run test:mutants` breaks. A promise without a killer is one that nobody keeps: write the test first.
import { admissionMutants } from './admission-mutants.ts';
import { deviceMutants } from './device-mutants.ts';
import { deviceSearchMutants } from './device-search-mutants.ts';
import { entryMutants } from './entry-mutants.ts';
import { errandMutants } from './errand-mutants.ts';
import { fileMutants } from './file-mutants.ts';
import { logMutants } from './log-mutants.ts';
import { markMutants } from './mark-mutants.ts';
import type { Mutant } from './mutant.ts';
import { preparingMutants } from './preparing-mutants.ts';
import { pushMutants } from './push-mutants.ts';
import { referenceMutants } from './reference-mutants.ts';
import { rowMutants } from './row-mutants.ts';
import { searchMutants } from './search-mutants.ts';
import { seeingMutants } from './seeing-mutants.ts';
import { sendingMutants } from './sending-mutants.ts';
import { sightMutants } from './sight-mutants.ts';
import { storeMutants } from './store-mutants.ts';

export const mutants: readonly Mutant[] = [
  ...admissionMutants,
  ...logMutants,
  ...sightMutants,
  ...entryMutants,
  ...rowMutants,
  ...deviceMutants,
  ...errandMutants,
  ...fileMutants,
  ...searchMutants,
  ...seeingMutants,
  ...sendingMutants,
  ...deviceSearchMutants,
  ...markMutants,
  ...preparingMutants,
  ...pushMutants,
  ...referenceMutants,
  ...storeMutants,
];
