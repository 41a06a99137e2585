// `npm run bench -- <name>`: starts one bench by its name. Figures, not verdicts: the exit code is 0 when it ran.
import { parseArgs } from 'node:util';
import { benchCatchUp } from './catchup.ts';
import { benchList } from './list.ts';
import { benchOpen } from './open.ts';
import { benchPath } from './path.ts';
import { benchPrepare } from './prepare.ts';
import { benchSearchServer } from './search-server.ts';
import { benchSearch } from './search.ts';
import { benchStart } from './start.ts';
import { benchSwitch } from './switch.ts';
import { benchTyping } from './typing.ts';
import { benchUpload } from './upload.ts';

const usage = `npm run bench -- path [--seconds 5] [--rounds 5] [--case <part of a name>] [--peer <name>]… [--profile <folder>]
npm run bench -- start [--rounds 5]
npm run bench -- open [--rounds 5]
npm run bench -- switch [--rounds 5]
npm run bench -- typing [--rounds 5]
npm run bench -- list [--rounds 5]
npm run bench -- catchup
npm run bench -- prepare
npm run bench -- search-server [--messages 1000000]
npm run bench -- search [--messages 30000] [--questions 1000] [--alone]
npm run bench -- upload [--megabytes 1024] [--rounds 3] [--alone]`;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '5' },
    window: { type: 'string', default: '4' },
    case: { type: 'string', default: '' },
    peer: { type: 'string', multiple: true, default: [] },
    profile: { type: 'string' },
    messages: { type: 'string' },
    questions: { type: 'string', default: '1000' },
    alone: { type: 'boolean', default: false },
    megabytes: { type: 'string', default: '1024' },
  },
});

const rounds = Number(values.rounds);
const benches: Readonly<Record<string, () => Promise<void>>> = {
  path: () =>
    benchPath({
      rounds,
      measureMs: Number(values.seconds) * 1_000,
      window: Number(values.window),
      caseName: values.case,
      peers: values.peer,
      profileDir: values.profile ?? null,
    }),
  start: () => benchStart({ rounds }),
  open: () => benchOpen({ rounds }),
  switch: () => benchSwitch({ rounds }),
  typing: () => benchTyping({ rounds }),
  list: () => benchList({ rounds }),
  catchup: () => benchCatchUp(),
  prepare: () => benchPrepare(),
  'search-server': () => benchSearchServer({ messages: Number(values.messages ?? 1_000_000) }),
  search: () =>
    benchSearch({
      messages: Number(values.messages ?? 30_000),
      questions: Number(values.questions),
      peers: !values.alone,
    }),
  upload: () => benchUpload({ megabytes: Number(values.megabytes), rounds: values.alone ? 0 : rounds }),
};

const [name = '', ...rest] = positionals;
const bench = Object.hasOwn(benches, name) && rest.length === 0 ? benches[name] : undefined;
if (bench === undefined) {
  console.error(usage);
  process.exit(2);
}
await bench();
process.exit(); // what a bench has used may hold timers
