// `npm run bench -- <name>`: starts one bench by its name. Figures, not verdicts: the exit code is 0 when it ran.
import { parseArgs } from 'node:util';
import { benchPath } from './path.ts';

const benches = { path: benchPath } as const;
const usage = `npm run bench -- path [--seconds 5] [--rounds 5] [--case <part of a name>] [--peer <name>]… [--profile <folder>]`;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '5' },
    window: { type: 'string', default: '4' },
    case: { type: 'string', default: '' },
    peer: { type: 'string', multiple: true, default: [] },
    profile: { type: 'string' },
  },
});

const [name, ...rest] = positionals;
if (name === undefined || !Object.hasOwn(benches, name) || rest.length > 0) {
  console.error(usage);
  process.exit(2);
}
await benches[name as keyof typeof benches]({
  measureMs: Number(values.seconds) * 1_000,
  rounds: Number(values.rounds),
  window: Number(values.window),
  caseName: values.case,
  peers: values.peer,
  profileDir: values.profile ?? null,
});
