// A tripwire over the files that say what crosses the wire and what stands in a conversation for ever. It cannot know
// whether a change breaks an older device; it makes sure that somebody asks.
import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { protocolVersion } from '../shared/protocol/version.ts';

const known = { version: 3, hash: 'd2a66a3476541602' };

const root = join(import.meta.dirname, '..');
const patterns = [
  'shared/protocol/*.ts',
  'shared/conversation/{attachments,document-name,events,log,read-vector}.ts',
  'shared/personal/drafts.ts',
  'shared/ids.ts',
];

const whatToDo = `What crosses the wire, or what stands in a log, was changed. Decide first: does a device of version ${known.version} still understand
the server, and the server such a device, and does each still read what the other has written and kept?
- Yes: put the new hash into this test.
- No: raise protocolVersion in shared/protocol/version.ts, and put version and hash into this test.
Either way docs/protocol.md says what is true now.
`;

test('what crosses the wire is what it was when the version of the protocol was decided', () => {
  const found = globSync(patterns, { cwd: root }).map((file) => file.replaceAll('\\', '/'));
  const files = found.filter((file) => !file.endsWith('.test.ts'));
  expect(files.length).toBeGreaterThan(patterns.length);
  const hash = createHash('sha256');
  for (const file of files.sort()) hash.update(`${file}\n${codeOf(readFileSync(join(root, file), 'utf8'))}\n`);
  expect({ version: protocolVersion, hash: hash.digest('hex').slice(0, 16) }, `\n${whatToDo}`).toEqual(known);
});

/** Without whole lines of comment, indentation and line ends: these mean nothing on the wire. */
function codeOf(source: string): string {
  const lines = source.split(/\r?\n/).map((line) => line.trim());
  return lines.filter((line) => !/^(?:\/\/|\/\*|\*)/.test(line)).join('');
}
