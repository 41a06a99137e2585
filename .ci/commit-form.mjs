// Checks that a commit's first line reads `area: Imperative sentence.`: the same form everywhere makes the history readable.
// Called by the commit-msg hook with the path of the message. It knows nothing of the commit's content.
import { readFileSync } from 'node:fs';

const firstLine = readFileSync(process.argv[2] ?? '', 'utf8').split('\n')[0] ?? '';
const isMergeOrRevert = /^(Merge|Revert|fixup!|squash!) ?/.test(firstLine);

if (!isMergeOrRevert && !/^[a-z][a-z0-9-]*: [A-Z].*[^.]\.$/.test(firstLine)) {
  console.error(
    `The first line must read "area: Imperative sentence.", for example "sync-server: Serve the built client."`,
  );
  console.error(`It reads: ${firstLine}`);
  process.exit(1);
}
