// Whole worlds drawn from seeds: people write, read, join and leave, devices lose their network, tabs and clocks, the
// server crashes between any two steps, closes chapters and goes back to backups. Once everything is mended all show the
// same, what was promised holds, and nothing waits.
// In two files, so that two processors share them.
import { testSeeds } from './seeds.ts';

testSeeds(0, 100);
