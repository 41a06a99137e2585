// The other half of the seeds: see first-seeds.test.ts.
import { testSeeds } from './seeds.ts';

testSeeds(100, 100);
